package io.github.multiprocessing4j.sync;

import io.github.multiprocessing4j.region.Words;
import io.github.multiprocessing4j.testkit.Together;

/** What waiters leave in shared memory. */
final class Marks {
    private Marks() {}

    /** Waits until somebody waits for a lock. */
    static void awaitMark(RobustLock lock) {
        Together.awaitTrue(() -> isMarked(lock));
    }

    static boolean isMarked(RobustLock lock) {
        return (Words.getLong(lock.word().shared().memory(), LockLayout.WORD) & LockLayout.WAITERS) != 0;
    }

    /** Waits until somebody waits behind another one who waits for a lock. */
    static void awaitLine(RobustLock lock) {
        LockLine line = lock.word().line();
        Together.awaitTrue(() -> !line.isEmpty() && LockLine.marked(line.word()) == line.word());
    }
}
