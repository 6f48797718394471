package io.github.multiprocessing4j.manager;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A condition of a lock in a server. Thread-safe. */
final class ManagedCondition {
    private final ManagedLock lock;

    /** The lock, or its proxy. */
    private final Object shown;

    private final ReentrantLock mutex;

    /** In the order in which they came. Guarded by the mutex. */
    private final Deque<Waiter> waiters = new ArrayDeque<>();

    private static final class Waiter {
        final Condition woken;

        boolean signalled;

        Waiter(Condition woken) {
            this.woken = woken;
        }
    }

    /** @param shown the lock, or a proxy for it, for those who ask */
    ManagedCondition(ManagedLock lock, Object shown) {
        this.lock = lock;
        this.shown = shown;
        this.mutex = lock.mutex();
    }

    /** {@return a condition of the lock that a client has a proxy for} */
    static ManagedCondition of(Object proxy) {
        if (LocalHandler.referentOf(proxy) instanceof ManagedLock lock) {
            return new ManagedCondition(lock, proxy);
        }
        throw new IllegalArgumentException("a condition is that of a lock of the same manager, and not of " + proxy);
    }

    public Object getLock() {
        return shown;
    }

    public void await() throws InterruptedException {
        await(Nanos.FOREVER);
    }

    public boolean await(Duration time) throws InterruptedException {
        return await(Nanos.of(time)) > 0;
    }

    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return await(Nanos.of(time, unit)) > 0;
    }

    public long awaitNanos(long nanos) throws InterruptedException {
        return await(nanos);
    }

    @SuppressWarnings("JavaUtilDate") // so says Condition
    public boolean awaitUntil(Date date) throws InterruptedException {
        return await(Duration.ofMillis(date.getTime() - System.currentTimeMillis()));
    }

    /** {@return how much of the time is left: nothing if it is over without a signal} */
    private long await(long nanos) throws InterruptedException {
        mutex.lock();
        try {
            requireHeld();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Waiter waiter = enqueued();
            int depth = lock.release();
            long left = nanos;
            try {
                while (!waiter.signalled && left > 0) {
                    left = waiter.woken.awaitNanos(left);
                }
            } catch (InterruptedException e) {
                if (!waiter.signalled) {
                    throw e;
                }
                Thread.currentThread().interrupt(); // the signal came first
            } finally {
                leave(waiter, depth);
            }
            return waiter.signalled ? Math.max(left, 1) : Math.min(left, 0);
        } finally {
            mutex.unlock();
        }
    }

    public void awaitUninterruptibly() {
        boolean interrupted = false;
        mutex.lock();
        try {
            requireHeld();
            Waiter waiter = enqueued();
            int depth = lock.release();
            while (!waiter.signalled && !Caller.current().isGone()) {
                try {
                    waiter.woken.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            leave(waiter, depth);
        } finally {
            mutex.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Waiter enqueued() {
        Waiter waiter = new Waiter(mutex.newCondition());
        waiters.add(waiter);
        return waiter;
    }

    /** One waits no longer and needs the lock. If he is gone, another one gets his signal. */
    private void leave(Waiter waiter, int depth) {
        waiters.remove(waiter);
        Caller caller = Caller.current();
        try {
            if (caller.isGone()) {
                throw Departed.nobodyWaits(caller);
            }
            lock.takePatiently(caller, depth);
        } finally {
            if (waiter.signalled && caller.isGone()) {
                wake(1);
            }
        }
    }

    public void signal() {
        signal(1);
    }

    public void signalAll() {
        signal(Integer.MAX_VALUE);
    }

    public void signal(int count) {
        mutex.lock();
        try {
            requireHeld();
            if (count < 0) {
                throw new IllegalArgumentException("can't wake " + count);
            }
            wake(count);
        } finally {
            mutex.unlock();
        }
    }

    private void wake(int count) {
        for (int i = 0; i < count && !waiters.isEmpty(); i++) {
            Waiter waiter = waiters.remove();
            waiter.signalled = true;
            waiter.woken.signal();
        }
    }

    private void requireHeld() {
        if (!lock.isHeldBy(Caller.current())) {
            throw new IllegalMonitorStateException(
                    "a condition's lock must be held by the thread that waits or signals, and this one does not: "
                            + lock);
        }
    }

    @Override
    public String toString() {
        return "Condition[" + lock + "]";
    }
}
