package io.github.multiprocessing4j.sync;

import io.github.multiprocessing4j.region.Block;
import io.github.multiprocessing4j.region.BlockHandle;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A block whose memory can't be used any more once it is closed, though the region around it is still mapped. Who waits in a
 * loop asks for the memory each time, and so notices that.
 */
final class SharedBlock {
    /** Every access throws IllegalStateException, at no cost to those who use what is open. */
    private static final MemorySegment CLOSED = closed();

    private final Block block;

    private volatile MemorySegment memory;

    private SharedBlock(Block block) {
        this.block = block;
        this.memory = block.memory();
    }

    static SharedBlock allocate(long size) {
        return new SharedBlock(Block.allocate(size));
    }

    static SharedBlock attach(BlockHandle handle) {
        return new SharedBlock(Block.attach(handle));
    }

    private static MemorySegment closed() {
        try (Arena arena = Arena.ofShared()) {
            return arena.allocate(1 << 10, Long.BYTES);
        }
    }

    MemorySegment memory() {
        return memory;
    }

    BlockHandle handle() {
        return block.handle();
    }

    void close() {
        memory = CLOSED;
        block.close();
    }

    boolean isClosed() {
        return block.isClosed();
    }
}
