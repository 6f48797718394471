package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.region.NamedFiles.Mapping;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

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

    private volatile boolean closed;

    private NamedBlock(String name, Mapping mapping) {
        this.name = name;
        this.mapping = mapping;
        this.cleanable = Block.whenForgotten(this, new Unmapping(mapping.lifetime()));
    }

    /**
     * {@return a new block of zeros}
     *
     * @param wish what it is to be
     * @throws IOException if the name is taken, or there is no room, or no file can be made
     * @throws IllegalArgumentException if the name is no name, or too long for a tracked block
     */
    public static NamedBlock create(Wish wish) throws IOException {
        if (wish.tracked()) {
            TrackedName.check(wish.name());
        }
        try {
            return new NamedBlock(wish.name(), Holder.FILES.create(wish));
        } catch (IOException e) {
            throw Files.isWritable(NamedFiles.DIRECTORY) ? e : NamedFiles.unwritable(e);
        }
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

    /**
     * {@return its bytes; after it was closed, access throws}
     *
     * @throws IllegalStateException if it is closed
     */
    public MemorySegment memory() {
        if (closed) {
            throw new IllegalStateException("the shared memory " + name
                    + " was closed in this process; open it again by its name, if that is still there");
        }
        return mapping.memory();
    }

    /** {@return how many bytes it has, or had before it was closed} */
    public long size() {
        return mapping.memory().byteSize();
    }

    /** {@return whether {@link #close} was called} */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Takes the block's name away, unless that has become another one's. Those who have it open keep it.
     *
     * @throws IOException if there is no such name any more
     */
    public void unlink() throws IOException {
        try {
            requireOwnName();
            Holder.FILES.unlink(name);
            FaultPoint.at("named.unlinked");
        } finally {
            SessionDirectory.untrack(name, mapping.inode());
            FaultPoint.at("named.untracked");
        }
    }

    private void requireOwnName() throws IOException {
        Path file = NamedFiles.DIRECTORY.resolve(name);
        if (mapping.inode() != 0 && TrackedName.inodeOf(file) != mapping.inode()) {
            throw new NoSuchFileException(
                    file.toString(), null, "somebody has unlinked it, and another block has the name");
        }
    }

    /**
     * Unmaps the block, unless that is its arena's to do; once.
     *
     * @throws IllegalStateException if it is being read or written by an operation that can't be ended, such as a system call
     */
    @Override
    public synchronized void close() {
        mapping.lifetime().end();
        closed = true;
        cleanable.clean();
    }

    private record Unmapping(Lifetime lifetime) implements Runnable {
        @Override
        public void run() {
            try {
                lifetime.end();
            } catch (IllegalStateException e) {
                LibraryLog.logger().log(Level.DEBUG, "shared memory stays mapped: {0}", e);
            }
        }
    }
}
