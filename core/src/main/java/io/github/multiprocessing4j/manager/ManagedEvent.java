package io.github.multiprocessing4j.manager;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** An event in a server. Thread-safe. */
final class ManagedEvent {
    private final ReentrantLock mutex = new ReentrantLock();

    private final Condition changed = mutex.newCondition();

    /** How often it was set or cleared; it is set if that is odd. So who waited while it was set and cleared again sees that. Guarded by the mutex. */
    private long changes;

    public boolean isSet() {
        mutex.lock();
        try {
            return (changes & 1) != 0;
        } finally {
            mutex.unlock();
        }
    }

    public void set() {
        become(true);
    }

    public void clear() {
        become(false);
    }

    private void become(boolean set) {
        mutex.lock();
        try {
            if (isSet() != set) {
                changes++;
                changed.signalAll();
            }
        } finally {
            mutex.unlock();
        }
    }

    public void await() throws InterruptedException {
        await(Nanos.FOREVER);
    }

    public boolean await(Duration time) throws InterruptedException {
        return await(Nanos.of(time));
    }

    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return await(Nanos.of(time, unit));
    }

    private boolean await(long nanos) throws InterruptedException {
        long left = nanos;
        mutex.lockInterruptibly();
        try {
            long before = changes;
            while (!isSet() && changes == before && left > 0) {
                left = changed.awaitNanos(left);
            }
            return isSet() || changes != before;
        } finally {
            mutex.unlock();
        }
    }

    @Override
    public String toString() {
        return "Event[" + (isSet() ? "set" : "unset") + "]";
    }
}
