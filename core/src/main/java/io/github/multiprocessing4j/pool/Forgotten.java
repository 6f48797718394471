package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.region.Block;
import java.lang.StackWalker.StackFrame;
import java.lang.System.Logger.Level;
import java.util.Set;

/** Ends a pool that nobody can reach any more and nobody has closed: its workers would stay for as long as this process. */
final class Forgotten {
    /** Who makes pools for others. */
    private static final Set<String> MAKERS = Set.of(
            Forgotten.class.getName(),
            Pool.class.getName(),
            PoolBuilder.class.getName(),
            ThreadPool.class.getName(),
            ThreadPoolBuilder.class.getName(),
            ProcessPoolExecutor.class.getName(),
            "io.github.multiprocessing4j.Context",
            "io.github.multiprocessing4j.ProcessContext",
            "io.github.multiprocessing4j.ThreadContext");

    private Forgotten() {}

    /**
     * Watches a pool. To be called as it is made.
     *
     * @param pool which must not be reachable from what follows
     * @param lifecycle the pool's
     */
    static void watch(Pool pool, Lifecycle lifecycle) {
        String maker = maker();
        var _ = Block.whenForgotten(pool, () -> end(maker, lifecycle));
    }

    /** Where in the user's code it is made. */
    private static String maker() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> !MAKERS.contains(frame.getClassName()))
                        .findFirst()
                        .map(StackFrame::toString)
                        .orElse("an unknown place"));
    }

    /** What it was given is done all the same. */
    private static void end(String maker, Lifecycle lifecycle) {
        if (!lifecycle.isShutdown()) {
            LibraryLog.logger()
                    .log(
                            Level.WARNING,
                            "the pool that was made in " + maker
                                    + " was not closed and nobody can reach it any more; its"
                                    + " workers end when its work is done. Call close() or terminate(), or use"
                                    + " try-with-resources");
            lifecycle.shutdown();
        }
    }
}
