package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.region.Block;
import java.lang.System.Logger.Level;

/** Ends a pool that nobody can reach any more and nobody has closed: its workers would stay for as long as this process. */
final class Forgotten {
    private Forgotten() {}

    /**
     * Watches a pool.
     *
     * @param pool which must not be reachable from what follows
     * @param lifecycle the pool's
     */
    static void watch(Pool pool, Lifecycle lifecycle) {
        var _ = Block.whenForgotten(pool, () -> end(lifecycle));
    }

    /** What it was given is done all the same. */
    private static void end(Lifecycle lifecycle) {
        if (!lifecycle.isShutdown()) {
            System.getLogger("io.github.multiprocessing4j")
                    .log(
                            Level.WARNING,
                            "a pool was not closed and nobody can reach it any more; its workers end when its work is"
                                    + " done. Call close() or terminate(), or use try-with-resources");
            lifecycle.shutdown();
        }
    }
}
