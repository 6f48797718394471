package io.github.multiprocessing4j.memory;

import io.github.multiprocessing4j.region.NamedBlock;
import io.github.multiprocessing4j.region.Wish;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.FileAlreadyExistsException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link SharedMemory} is to be. Not thread-safe.
 *
 * <pre>{@code
 * var shm = SharedMemory.builder().name("frames").track(false).create(1 << 20);
 * }</pre>
 */
public final class SharedMemoryBuilder {
    private @Nullable String name;

    private boolean track = true;

    private boolean reserved = true;

    private @Nullable Arena arena;

    SharedMemoryBuilder() {}

    /**
     * Gives it a name; by default it gets a new one.
     *
     * @param value as {@link SharedMemory#create(String, long)} wants it
     * @return this
     * @throws IllegalArgumentException if it can be none
     */
    public SharedMemoryBuilder name(String value) {
        BlockName.check(value);
        this.name = value;
        return this;
    }

    /**
     * Says whether the block is unlinked at the end of the tree of processes that created it, if nobody has done so before; as
     * {@code track} in CPython 3.13, but for who opens a block: he never unlinks it here.
     *
     * @param value {@code true} by default; if {@code false} the block stays until {@link SharedMemory#unlink()} or
     *     the machine's next start
     * @return this
     */
    public SharedMemoryBuilder track(boolean value) {
        this.track = value;
        return this;
    }

    /**
     * Says whether memory is taken for the whole block when it is created. If not, as in CPython, it is taken page by page as
     * they are first written, and if there is none then, this process ends.
     *
     * @param value {@code true} by default
     * @return this
     */
    public SharedMemoryBuilder reserved(boolean value) {
        this.reserved = value;
        return this;
    }

    /**
     * Has the block mapped as long as an arena of the caller's lives, instead of until {@link SharedMemory#close()}, which then
     * ends the use of that object only.
     *
     * <p>A block of its own may be used by all threads, and to unmap it a JVM has to make sure that none of them is
     * just reading it, which takes longer than all the rest of creating and closing it. A
     * {@linkplain Arena#ofConfined() confined} arena spares that if one thread is enough; one shared arena for many blocks does it
     * once for all of them.
     *
     * @param value whose end unmaps the block, and which says what threads may use it
     * @return this
     */
    public SharedMemoryBuilder arena(Arena value) {
        this.arena = value;
        return this;
    }

    /**
     * Creates the block.
     *
     * @param size how many bytes; at least 1
     * @return the block, all zeros
     * @throws IllegalArgumentException if the size is 0 or negative, or the name too long
     * @throws UncheckedIOException if there is no room for it, or there is a block of that name: then the cause is a
     *     {@link FileAlreadyExistsException}
     * @throws IllegalStateException if its arena is closed
     * @throws WrongThreadException if its arena is another thread's
     */
    public SharedMemory create(long size) {
        if (size <= 0) {
            throw new IllegalArgumentException("shared memory must have at least one byte, not " + size);
        }
        return name == null ? createUnderANewName(size, BlockName::random) : create(name, size);
    }

    private SharedMemory create(String chosen, long size) {
        try {
            return new SharedMemory(chosen, NamedBlock.create(new Wish(chosen, size, reserved, track, arena)));
        } catch (IOException e) {
            throw BlockName.failure("create", chosen, e);
        }
    }

    SharedMemory createUnderANewName(long size, Supplier<String> names) {
        while (true) {
            try {
                return create(names.get(), size);
            } catch (UncheckedIOException e) {
                if (!(e.getCause() instanceof FileAlreadyExistsException)) {
                    throw e;
                }
            }
        }
    }
}
