package io.github.multiprocessing4j.region;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a new {@link NamedBlock} is to be.
 *
 * @param name what it is called
 * @param size in bytes, more than 0
 * @param reserved whether its memory is taken at once; if not, writing to it ends the process when there is none
 * @param tracked whether it is unlinked when the process at the root of the tree has ended
 * @param until with whose end it is unmapped; null if that is when it is closed
 */
public record Wish(
        String name,
        long size,
        boolean reserved,
        boolean tracked,
        @Nullable Arena until) {
    Path file() {
        return NamedFiles.DIRECTORY.resolve(name);
    }

    Lifetime lifetime() {
        return until == null ? Lifetime.untilEnded() : Lifetime.ofArena(until);
    }
}
