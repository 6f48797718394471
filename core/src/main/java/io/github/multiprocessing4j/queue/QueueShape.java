package io.github.multiprocessing4j.queue;

import io.github.multiprocessing4j.sync.Lock;
import java.io.Serializable;

/**
 * What all processes that have a queue agree on.
 *
 * @param kind what it is
 * @param capacity how many elements it may hold at most
 * @param putLock whoever puts holds it
 * @param takeLock whoever takes holds it
 */
record QueueShape(QueueKind kind, int capacity, Lock putLock, Lock takeLock) implements Serializable {
    static QueueShape create(QueueKind kind, int capacity) {
        return new QueueShape(kind, checked(capacity), Lock.create(), Lock.create());
    }

    static int checked(int capacity) {
        if (capacity <= 0) {
            throw new IllegalArgumentException("a queue's capacity must be positive, not " + capacity);
        }
        return capacity;
    }

    boolean isBounded() {
        return capacity != Integer.MAX_VALUE;
    }

    /** {@return how long the ledger is, which only a queue has that counts what is done} */
    long ledgerBytes() {
        return kind.counts() ? Ledger.bytes() + Control.LINE - 1 & -Control.LINE : 0;
    }

    long bytes() {
        return Control.LINE + Control.LEDGER + ledgerBytes() + Ring.bytes(SharedQueue.RING);
    }
}
