package io.github.multiprocessing4j.queue;

import io.github.multiprocessing4j.region.Block;
import io.github.multiprocessing4j.region.BlockHandle;
import java.io.Serial;
import java.io.Serializable;

/**
 * A queue on its way to another process.
 *
 * @param block its memory
 * @param shape what it is
 */
record QueueHandle(BlockHandle block, QueueShape shape) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    @Serial
    private Object readResolve() {
        return shape.kind().of(new SharedQueue(Block.attach(block), shape));
    }
}
