package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.failure.ManagerException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/*
 * A call may lead to calls of other objects, of those that an object holds: when two hold each other, two threads could wait for each other for ever. So who has
 * one turn waits for another one for a while only.
 */
/** Lets one call at a time into an object. Reentrant. */
final class Turn {
    private static final long NESTED_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How many turns a thread has. */
    private static final ThreadLocal<int[]> HELD = ThreadLocal.withInitial(() -> new int[1]);

    private final ReentrantLock lock = new ReentrantLock();

    /** {@return whether it is this thread's turn now} Does not wait. */
    boolean tryEnter() {
        boolean entered = lock.tryLock();
        if (entered) {
            HELD.get()[0]++;
        }
        return entered;
    }

    /**
     * Waits until it is this thread's turn; an interrupt is kept for later.
     *
     * @throws ManagerException if this thread has another one's turn already and does not get this one within a second
     * @throws RuntimeException if nobody waits for the call any more
     */
    void enter() {
        boolean interrupted = false;
        try {
            boolean entered = lock.tryLock();
            while (!entered) {
                try {
                    entered = await();
                } catch (InterruptedException e) {
                    interrupted = true;
                    if (Caller.current().isGone()) {
                        throw Departed.nobodyWaits(Caller.current());
                    }
                }
            }
            HELD.get()[0]++;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean await() throws InterruptedException {
        if (HELD.get()[0] == 0) {
            lock.lockInterruptibly();
            return true;
        } else if (lock.tryLock(NESTED_NANOS, TimeUnit.NANOSECONDS)) {
            return true;
        }
        throw new ManagerException(
                "an object that is used by this one is in use by another call, which perhaps waits for this one", null);
    }

    void leave() {
        HELD.get()[0]--;
        lock.unlock();
    }
}
