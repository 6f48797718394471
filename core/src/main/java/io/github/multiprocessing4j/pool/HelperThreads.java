package io.github.multiprocessing4j.pool;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Threads on which the user's own code runs in this process: the iterators that imap reads, and what depends on futures.
 * They may block there as long as they like, so there is one for each; they end when they have had nothing to do for a
 * while.
 */
final class HelperThreads {
    private static final long KEEP_ALIVE_MILLIS = 250;

    private static final AtomicLong COUNTER = new AtomicLong();

    private static final Executor ALL = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            KEEP_ALIVE_MILLIS,
            TimeUnit.MILLISECONDS,
            new SynchronousQueue<>(),
            work -> Thread.ofPlatform()
                    .daemon()
                    .name("mp4j-pool-helper-" + COUNTER.incrementAndGet())
                    .unstarted(work));

    private HelperThreads() {}

    static Executor all() {
        return ALL;
    }
}
