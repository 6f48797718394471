package io.github.multiprocessing4j.region;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;

/**
 * A piece of shared memory that this process has, together with others or not. Small ones share a {@link Region}.
 *
 * <p>Closing it gives it up; once no living process has it any more, its memory is used again or unmapped. Who forgets to close it
 * has it closed when the garbage collector notices, or when his process ends; the collector is asked to look when the blocks that
 * are not closed have become large. Thread-safe.
 */
public final class Block implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create(
            task -> Thread.ofPlatform().daemon().name("mp4j-block-cleaner").unstarted(task));

    private final Hold hold;

    private final Cleaner.Cleanable cleanable;

    private Block(Hold hold) {
        this.hold = hold;
        this.cleanable = CLEANER.register(this, hold);
    }

    /**
     * {@return a new block of zeros, aligned to 16 bytes; one of at most 48 bytes shares its cache line with nothing else}
     *
     * @param size how many bytes
     * @throws UncheckedIOException if there is no room
     */
    public static Block allocate(long size) {
        collectIfWorthwhile();
        try {
            return new Block(Heap.allocate(size));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /**
     * {@return a block that was sent to this process}
     *
     * @param handle what came
     * @throws UncheckedIOException if it is gone
     */
    public static Block attach(BlockHandle handle) {
        collectIfWorthwhile();
        try {
            return new Block(Heap.attach(handle));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /**
     * {@return a block of another process, of which only the name is known}
     *
     * @param name what {@link #name} was there
     * @throws GoneException if nobody has it any more
     * @throws IOException if it can't be attached for the moment
     */
    public static Block find(BlockHandle name) throws IOException {
        return new Block(Heap.attach(name));
    }

    /**
     * Has something done when an object can't be reached any more, or earlier if the caller asks for it. The action must not
     * refer to the object; it may refer to blocks, which are kept until then.
     *
     * @param owner the object
     * @param action what to do, once
     * @return by which it is asked for
     */
    public static Cleaner.Cleanable whenForgotten(Object owner, Runnable action) {
        return CLEANER.register(owner, action);
    }

    private static void collectIfWorthwhile() {
        if (Heap.isWorthCollecting()) {
            System.gc();
        }
    }

    /**
     * {@return a handle by which another process gets this block} It counts as having the block until it is taken.
     *
     * @throws IllegalStateException if this is closed
     */
    public BlockHandle handle() {
        return hold.handle(/* keep= */ true);
    }

    /** {@return a handle as {@link #handle} gives, for whoever says himself, by {@link #handleIsLost}, that it will not arrive} */
    public BlockHandle countedHandle() {
        return hold.handle(/* keep= */ false);
    }

    Region region() {
        return hold.region;
    }

    /** {@return by what this block can be {@linkplain #find found} as long as anybody has it} */
    public BlockHandle name() {
        return Heap.name(hold.region, hold.offset, hold.memory.byteSize());
    }

    /** A handle that another process, or this one, has made will never be taken. */
    public void handleIsLost() {
        Heap.takeBack(hold.region, new BlockUse(hold.region.data(), hold.offset));
    }

    /** {@return the block's bytes; not to be used after it was closed} */
    public MemorySegment memory() {
        return hold.memory;
    }

    /** {@return whether this was closed} */
    public boolean isClosed() {
        return hold.closed;
    }

    @Override
    public void close() {
        cleanable.clean();
    }

    @Override
    public String toString() {
        return "Block[" + hold.memory.byteSize() + " bytes at " + hold.offset + " of " + hold.region
                + (isClosed() ? ", closed]" : "]");
    }

    /** What is given up, apart from the block so that the block can become garbage. */
    static final class Hold implements Runnable {
        private final Region region;

        private final long offset;

        private final MemorySegment memory;

        private volatile boolean closed;

        Hold(Region region, long offset, long size) {
            this.region = region;
            this.offset = offset;
            this.memory = region.data().asSlice(offset, size);
        }

        private synchronized BlockHandle handle(boolean keep) {
            if (closed) {
                throw new IllegalStateException("this shared memory was closed in this process, so it can't be sent any"
                        + " more: send it first, a copy on its way keeps it");
            }
            return Heap.send(region, offset, memory.byteSize(), keep);
        }

        @Override
        public synchronized void run() {
            closed = true;
            Heap.close(region, offset, memory.byteSize());
        }
    }
}
