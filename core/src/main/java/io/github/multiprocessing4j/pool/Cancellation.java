package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.pool.PoolBackend.Chunk;
import java.util.List;

/**
 * How to give up a call's chunks.
 *
 * @param front what has counted them
 * @param chunks all that were submitted
 */
record Cancellation(Front front, List<? extends Chunk> chunks) {
    /** Takes back the only chunk unless it has begun. */
    boolean takeBack() {
        return chunks.size() == 1 && front.takeBack(chunks.getFirst());
    }

    /** Takes back what has not begun, and has what has begun run to its end, or not. */
    void run(boolean interruptRunning) {
        if (interruptRunning) {
            front.cancel(chunks);
        } else {
            front.withdraw(chunks);
        }
    }
}
