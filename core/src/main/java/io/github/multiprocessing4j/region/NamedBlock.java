package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.region.NamedFiles.Mapping;
import io.github.multiprocessing4j.region.NamedFiles.Wish;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;

/**
 * Shared memory that any process of this user finds by its name, as CPython's {@code shared_memory} has it. It stays until its
 * name is taken away and all have closed it. Who forgets to close it has it closed when the garbage collector notices.
 */
public final class NamedBlock implements AutoCloseable {
    private static final class Holder {
        static final NamedFiles FILES = NamedFiles.ofThisJvm();
    }

    private final String name;

    private final Mapping mapping;

    private final Cleaner.Cleanable cleanable;

    private NamedBlock(String name, Mapping mapping) {
        this.name = name;
        this.mapping = mapping;
        this.cleanable = Block.CLEANER.register(this, new Unmapping(mapping));
    }

    /**
     * {@return a new block of zeros}
     *
     * @param name what it is called
     * @param size how many bytes
     * @param reserved whether its memory is taken at once; if not, writing to it ends the process when there is none
     * @param tracked whether it is unlinked when the process at the root of the tree has ended
     * @throws IOException if the name is taken, or there is no room
     * @throws IllegalArgumentException if the name is no name, or too long for a tracked block
     */
    public static NamedBlock create(String name, long size, boolean reserved, boolean tracked) throws IOException {
        if (tracked) {
            TrackedName.check(name);
        }
        return new NamedBlock(name, Holder.FILES.create(new Wish(name, size, reserved, tracked)));
    }

    /**
     * {@return a block that is there}
     *
     * @param name what it is called
     * @throws IOException if it is not there, not for this user, empty, or something else
     */
    public static NamedBlock open(String name) throws IOException {
        return new NamedBlock(name, Holder.FILES.open(name));
    }

    /** {@return its bytes; after it was closed, access throws} */
    public MemorySegment memory() {
        return mapping.memory();
    }

    /**
     * Takes the block's name away. Those who have it open keep it.
     *
     * @throws IOException if there is no such name any more
     */
    public void unlink() throws IOException {
        try {
            Holder.FILES.unlink(name);
            FaultPoint.at("named.unlinked");
        } finally {
            SessionDirectory.untrack(name, mapping.inode());
            FaultPoint.at("named.untracked");
        }
    }

    /**
     * Unmaps the block; once.
     *
     * @throws IllegalStateException if it is being read or written by an operation that can't be ended, such as a system call
     */
    @Override
    public synchronized void close() {
        if (mapping.arena().scope().isAlive()) {
            mapping.arena().close();
        }
        cleanable.clean();
    }

    private record Unmapping(Mapping mapping) implements Runnable {
        @Override
        public void run() {
            try {
                if (mapping.arena().scope().isAlive()) {
                    mapping.arena().close();
                }
            } catch (IllegalStateException e) {
                System.getLogger("io.github.multiprocessing4j").log(Level.DEBUG, "shared memory stays mapped: {0}", e);
            }
        }
    }
}
