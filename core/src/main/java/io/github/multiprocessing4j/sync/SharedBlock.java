package io.github.multiprocessing4j.sync;

import io.github.multiprocessing4j.region.Block;
import io.github.multiprocessing4j.region.BlockHandle;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A block whose memory can't be used any more once it is closed, though the region around it is still mapped. Who waits in a
 * loop asks for the memory each time, and so notices that.
 */
final class SharedBlock {
    private final Block block;

    /** Null if closed. */
    private volatile @Nullable MemorySegment memory;

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

    MemorySegment memory() {
        MemorySegment known = memory;
        if (known == null) {
            throw new IllegalStateException("this was closed in this process: close a lock, semaphore, condition, event"
                    + " or barrier when nobody here uses it any more; another process that has it can send it again");
        }
        return known;
    }

    BlockHandle handle() {
        return block.handle();
    }

    void close() {
        memory = null;
        block.close();
    }

    boolean isClosed() {
        return block.isClosed();
    }
}
