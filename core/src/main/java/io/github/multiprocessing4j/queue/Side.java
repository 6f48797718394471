package io.github.multiprocessing4j.queue;

import io.github.multiprocessing4j.failure.OwnerDiedException;
import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.region.WordWait;
import io.github.multiprocessing4j.sync.Lock;
import io.github.multiprocessing4j.wire.Doorbell;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Those who put into a queue, or those who take: one at a time among the threads of this process and, holding the queue's lock,
 * among all processes. Who has to wait for the other side does so apart from that, one thread of each process at the queue's
 * word and the others behind it: a thousand virtual threads that all slept at the word would each be woken for every element.
 */
final class Side {
    private static final long PATIENCE_NANOS = 500_000_000;

    private static final long LONGEST_NANOS = Long.MAX_VALUE / 2;

    private static final long NEVER = Long.MAX_VALUE;

    private final ReentrantLock inside = new ReentrantLock();

    private final ReentrantLock gate = new ReentrantLock();

    private final Lock lock;

    private final Doorbell bell;

    private final BooleanSupplier closed;

    private final Runnable resume;

    private final Runnable repair;

    /**
     * Makes one.
     *
     * @param lock the queue's
     * @param bell where they sleep who wait for the other side
     * @param closed whether the queue was closed in this process: then nobody gets in any more
     * @param resume what to do whenever this process has got the lock
     * @param repair what to do when somebody has died who had it
     */
    Side(Lock lock, Doorbell bell, BooleanSupplier closed, Runnable resume, Runnable repair) {
        this.lock = lock;
        this.bell = bell;
        this.closed = closed;
        this.resume = resume;
        this.repair = repair;
    }

    /**
     * {@return whether the calling thread has got in by then; it must {@link #leave}} Who is inside is about to leave, unless his
     * process was stopped, so even who does not want to wait waits a moment for that.
     */
    boolean enter(long deadline) throws InterruptedException {
        return enter(deadline, resume);
    }

    /** {@return whether by then everybody has left who was inside when this was called} */
    boolean pass(long deadline) throws InterruptedException {
        boolean entered = enter(deadline, () -> {});
        if (entered) {
            leave();
        }
        return entered;
    }

    private boolean enter(long deadline, Runnable begin) throws InterruptedException {
        if (!inside.tryLock() && !inside.tryLock(patience(deadline), TimeUnit.NANOSECONDS)) {
            return false;
        }
        boolean entered = false;
        try {
            if (tryLock(deadline)) {
                doOrLeave(begin);
                entered = true;
            }
            return entered;
        } finally {
            if (!entered) {
                inside.unlock();
            }
        }
    }

    private void doOrLeave(Runnable begin) {
        try {
            begin.run();
        } catch (Throwable t) {
            lock.unlock();
            throw t;
        }
    }

    private boolean tryLock(long deadline) throws InterruptedException {
        try {
            return lock.tryLock() || tryLockUntil(System.nanoTime() + patience(deadline));
        } catch (OwnerDiedException e) {
            takeOver();
            return true;
        }
    }

    /** A process that was stopped while it has the lock keeps nobody from closing the queue. */
    private boolean tryLockUntil(long until) throws InterruptedException {
        while (!closed.getAsBoolean()) {
            long left = until - System.nanoTime();
            if (lock.tryLock(Math.min(left, WordWait.SLICE_NANOS), TimeUnit.NANOSECONDS)) {
                return true;
            }
            if (left <= WordWait.SLICE_NANOS) {
                break;
            }
        }
        return false;
    }

    private void takeOver() {
        if (lock.recover()) {
            doOrLeave(repair);
        }
    }

    void leave() {
        lock.unlock();
        inside.unlock();
    }

    /** {@return whether the calling thread has got in, to put nothing and take nothing, as nobody else was; it must {@link #leave}} */
    boolean tryEnter() {
        boolean entered = false;
        if (inside.tryLock()) {
            try {
                entered = tryLock();
            } finally {
                if (!entered) {
                    inside.unlock();
                }
            }
        }
        return entered;
    }

    private boolean tryLock() {
        try {
            return lock.tryLock();
        } catch (OwnerDiedException e) {
            takeOver();
            return true;
        }
    }

    /** Puts right what somebody has left who died in here, unless somebody else is there now. */
    void lookForTheDead() {
        if (tryEnter()) {
            leave();
        }
    }

    /**
     * Waits until it is worth entering.
     *
     * @param ready whether it is
     * @param lookAround what to do now and then, as when somebody who should ring has died
     * @param deadline when to give up
     * @return whether it is
     */
    boolean await(BooleanSupplier ready, Runnable lookAround, long deadline) throws InterruptedException {
        if (left(deadline) <= 0) {
            return ready.getAsBoolean();
        }
        if (bell.spin(ready)) {
            return true;
        }
        if (!gate.tryLock(left(deadline), TimeUnit.NANOSECONDS)) {
            return ready.getAsBoolean();
        }
        try {
            return sleep(ready, lookAround, deadline);
        } finally {
            gate.unlock();
        }
    }

    private boolean sleep(BooleanSupplier ready, Runnable lookAround, long deadline) throws InterruptedException {
        boolean slept = false;
        try {
            while (!ready.getAsBoolean()) {
                long left = left(deadline);
                if (left <= 0) {
                    return false;
                }
                slept = true;
                bell.sleep(ready, left, WordWait.SLICE_NANOS);
                if (!ready.getAsBoolean()) {
                    lookAround.run();
                }
            }
            return true;
        } finally {
            if (slept) {
                FaultPoint.at("side.woken");
                bell.mark(); // one is woken for one element, and there may be more of both
            }
        }
    }

    /** Wakes somebody who waits, if anybody does. */
    void wake() {
        if (bell.isMarked()) {
            bell.ring(1);
        }
    }

    void wakeAll() {
        bell.ring();
    }

    /** Does something while no thread of this process is inside or waits. Those who do have been told to leave. */
    void whenEmpty(Runnable action) {
        gate.lock();
        inside.lock();
        try {
            action.run();
        } finally {
            inside.unlock();
            gate.unlock();
        }
    }

    /** {@return when a time will be over that begins now} Asking for the time takes longer than looking into the queue. */
    static long deadline(long nanos) {
        return nanos >= LONGEST_NANOS ? NEVER : System.nanoTime() + Math.max(0, nanos);
    }

    private static long patience(long deadline) {
        return Math.max(PATIENCE_NANOS, left(deadline));
    }

    static long left(long deadline) {
        return deadline == NEVER ? LONGEST_NANOS : deadline - System.nanoTime();
    }
}
