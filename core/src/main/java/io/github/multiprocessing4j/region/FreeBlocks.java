package io.github.multiprocessing4j.region;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Which arenas have free blocks of which size, so that none has to be asked that has not. Guarded by {@link Heap}.
 */
final class FreeBlocks {
    /** By the blocks' size with header. Who has had one for longest comes first: it is filled, and others may become empty. */
    private final Map<Long, SequencedSet<Arena>> arenas = new HashMap<>();

    /** {@return one that has a free block of that size with header; null if there is none} */
    @Nullable
    Arena arenaWith(long stride) {
        SequencedSet<Arena> having = arenas.get(stride);
        return having == null ? null : having.getFirst();
    }

    /** An arena has some. Nothing happens if that is known. */
    void add(Arena arena, long stride) {
        arenas.computeIfAbsent(stride, _ -> new LinkedHashSet<>()).add(arena);
    }

    /** An arena has none any more. */
    void remove(Arena arena, long stride) {
        arenas.computeIfPresent(stride, (_, having) -> having.remove(arena) && having.isEmpty() ? null : having);
    }
}
