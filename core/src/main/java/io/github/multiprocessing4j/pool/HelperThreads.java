package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.os.SpareThreads;
import java.util.concurrent.Executor;

/**
 * Threads on which the user's own code runs in this process: the iterators that imap reads, and what depends on futures.
 */
final class HelperThreads {
    private static final Executor ALL = SpareThreads.named("mp4j-pool-helper-", 0);

    private HelperThreads() {}

    static Executor all() {
        return ALL;
    }
}
