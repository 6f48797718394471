package io.github.multiprocessing4j.manager;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A semaphore in a server, which knows how many permits each client has. Thread-safe. */
final class ManagedSemaphore implements Session.HeldByCallers {
    private final ReentrantLock mutex = new ReentrantLock();

    private final Condition more = mutex.newCondition();

    private final int initial;

    private final boolean bounded;

    /** Guarded by the mutex, as what follows. */
    private int permits;

    private final Holdings held = new Holdings(this);

    ManagedSemaphore(int permits, boolean bounded) {
        if (permits < 0) {
            throw new IllegalArgumentException("a semaphore can't have " + permits + " permits");
        }
        this.initial = permits;
        this.permits = permits;
        this.bounded = bounded;
    }

    private int maximum() {
        return bounded ? initial : Integer.MAX_VALUE;
    }

    /** {@return whether the caller has so many now} Whoever calls this has the mutex. */
    private boolean take(int count) {
        Caller caller = Caller.current();
        if (caller.isGone()) {
            throw Departed.nobodyWaits(caller);
        } else if (permits < count) {
            return false;
        }
        permits -= count;
        if (count > 0) {
            held.add(caller, count);
        }
        return true;
    }

    private void requirePossible(int count) {
        if (count < 0 || count > maximum()) {
            throw new IllegalArgumentException(
                    "can't acquire " + count + " permits of a semaphore that has from 0 to " + maximum());
        }
    }

    public void acquire() throws InterruptedException {
        acquire(1, Nanos.FOREVER);
    }

    public void acquire(int count) throws InterruptedException {
        acquire(count, Nanos.FOREVER);
    }

    private boolean acquire(int count, long nanos) throws InterruptedException {
        requirePossible(count);
        long left = nanos;
        mutex.lockInterruptibly();
        try {
            while (!take(count)) {
                if (left <= 0) {
                    return false;
                }
                left = more.awaitNanos(left);
            }
            return true;
        } finally {
            mutex.unlock();
        }
    }

    public void acquireUninterruptibly() {
        acquireUninterruptibly(1);
    }

    public void acquireUninterruptibly(int count) {
        requirePossible(count);
        boolean interrupted = false;
        mutex.lock();
        try {
            while (!take(count)) {
                try {
                    more.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            mutex.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    public boolean tryAcquire() {
        return tryAcquire(1);
    }

    public boolean tryAcquire(int count) {
        requirePossible(count);
        mutex.lock();
        try {
            return take(count);
        } finally {
            mutex.unlock();
        }
    }

    public boolean tryAcquire(Duration time) throws InterruptedException {
        return acquire(1, Nanos.of(time));
    }

    public boolean tryAcquire(int count, Duration time) throws InterruptedException {
        return acquire(count, Nanos.of(time));
    }

    public boolean tryAcquire(long time, TimeUnit unit) throws InterruptedException {
        return acquire(1, Nanos.of(time, unit));
    }

    public boolean tryAcquire(int count, long time, TimeUnit unit) throws InterruptedException {
        return acquire(count, Nanos.of(time, unit));
    }

    public void release() {
        release(1);
    }

    public void release(int count) {
        if (count <= 0) {
            throw new IllegalArgumentException("can't release " + count + " permits");
        }
        mutex.lock();
        try {
            if (count > maximum() - permits) {
                throw new IllegalStateException(
                        "a semaphore of at most " + maximum() + " permits was released too many times");
            }
            held.subtract(Caller.current(), count);
            add(count);
        } finally {
            mutex.unlock();
        }
    }

    private void add(long count) {
        permits += (int) count;
        more.signalAll(); // they may want different numbers
    }

    public int availablePermits() {
        mutex.lock();
        try {
            return permits;
        } finally {
            mutex.unlock();
        }
    }

    public boolean locked() {
        return availablePermits() == 0;
    }

    /** There must not be more than at the beginning by that: what signals something has its permits acquired here and released there. */
    @Override
    public boolean releaseAllOf(Session gone) {
        mutex.lock();
        try {
            long had = held.remove(gone);
            long back = Math.min(had, initial - held.sum() - permits);
            if (back > 0) {
                add(back);
            }
            return back > 0;
        } finally {
            mutex.unlock();
        }
    }

    @Override
    public String toString() {
        return (bounded ? "BoundedSemaphore" : "Semaphore") + "[value " + availablePermits() + "]";
    }
}
