package io.github.multiprocessing4j.sync;

import io.github.multiprocessing4j.region.Words;
import io.github.multiprocessing4j.testkit.Together;

/** What waiters leave in shared memory. */
final class Marks {
    private Marks() {}

    /** Waits until somebody waits for a lock. */
    static void awaitMark(RobustLock lock) {
        Together.awaitTrue(
                () -> (Words.getLong(lock.word().shared().memory(), LockLayout.WORD) & LockLayout.WAITERS) != 0);
    }
}
