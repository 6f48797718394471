package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.os.Membarrier;
import java.io.InterruptedIOException;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/*
 * Most ends are used by one thread, and the two atomic instructions of a lock take about as long as a small message. So the lock
 * is the first thread's until another one comes, as HotSpot's monitors once were: the first one says that it is inside, then looks
 * whether that was taken back; the other one takes it back, then looks whether the first one is inside. In between each needs a full
 * fence, and the other one, who comes once, has the kernel run it for both.
 */
/**
 * One thread at a time sends through a connection, and one receives. Who has the turn must not ask for it again. What one did is seen
 * by the next.
 */
final class Turns {
    private static final boolean CAN_FENCE = Membarrier.register();

    /** No thread has this number. */
    private static final long NOBODY = 0;

    private final ReentrantLock lock = new ReentrantLock();

    private final Condition favouriteLeft = lock.newCondition();

    /** The number of the thread that came first, which needs no lock until another one comes. */
    private final AtomicLong favourite = new AtomicLong(NOBODY);

    /** Changed by the favourite, and once its favour is revoked only under the lock. */
    private final AtomicBoolean favouriteIsInside = new AtomicBoolean();

    private volatile boolean revoked = !CAN_FENCE;

    /** Whether the favourite is sure to know that it is none any more. */
    private volatile boolean settled = !CAN_FENCE;

    /** Waits until it is the calling thread's turn. */
    void enter() throws InterruptedIOException {
        if (!enterAsFavourite()) {
            enterAsOneOfMany();
        }
    }

    private boolean enterAsFavourite() {
        if (revoked
                || !isFavourite()
                        && !favourite.compareAndSet(
                                NOBODY, Thread.currentThread().threadId())) {
            return false;
        }
        favouriteIsInside.setOpaque(true);
        VarHandle.releaseFence(); // orders the compiler; Membarrier does the processor
        if (!revoked) {
            return true;
        }
        leaveForGood();
        return false;
    }

    private boolean isFavourite() {
        return favourite.getPlain() == Thread.currentThread().threadId();
    }

    private void enterAsOneOfMany() throws InterruptedIOException {
        revoke();
        try {
            lock.lockInterruptibly();
            awaitFavourite();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private void awaitFavourite() throws InterruptedException {
        try {
            while (favouriteIsInside.getAcquire()) {
                favouriteLeft.await();
            }
        } catch (InterruptedException e) {
            lock.unlock();
            throw e;
        }
    }

    private void revoke() {
        if (!settled) {
            revoked = true;
            Membarrier.everywhere();
            settled = true;
        }
    }

    /** {@return whether it is the calling thread's turn, at once} If not, it is another one's, who {@linkplain #leave leaves} later. */
    boolean tryEnter() {
        if (enterAsFavourite()) {
            return true;
        }
        revoke();
        return lock.tryLock() && !leftToFavourite();
    }

    private boolean leftToFavourite() {
        boolean left = favouriteIsInside.getAcquire();
        if (left) {
            lock.unlock();
        }
        return left;
    }

    /** {@return whether it is the calling thread's turn by then} */
    boolean tryEnter(long nanos) throws InterruptedIOException {
        if (enterAsFavourite()) {
            return true;
        }
        revoke();
        long start = System.nanoTime();
        try {
            return lock.tryLock(nanos, TimeUnit.NANOSECONDS) && awaitFavourite(nanos - (System.nanoTime() - start));
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private boolean awaitFavourite(long nanos) throws InterruptedException {
        try {
            for (long left = nanos; left > 0 && favouriteIsInside.getAcquire(); ) {
                left = favouriteLeft.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            lock.unlock();
            throw e;
        }
        return !leftToFavourite();
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while another thread was using this connection");
    }

    /** The turn is somebody else's. Who finds afterwards that it was not yet does so before what the caller does next. */
    void leave() {
        if (favouriteIsInside.getPlain() && isFavourite()) {
            leaveAsFavourite();
        } else {
            lock.unlock();
        }
    }

    private void leaveAsFavourite() {
        if (revoked) {
            leaveForGood();
            return;
        }
        favouriteIsInside.setRelease(false);
        VarHandle.releaseFence();
        if (revoked) {
            leaveForGood();
        }
    }

    /** Tells those who wait for the favourite, who is one of many from now on. */
    private void leaveForGood() {
        lock.lock();
        try {
            favouriteIsInside.set(false);
            favouriteLeft.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Does something while no thread has the turn. */
    void last(Runnable action) {
        if (!enterAsFavourite()) {
            revoke();
            lock.lock();
            while (favouriteIsInside.getAcquire()) {
                favouriteLeft.awaitUninterruptibly();
            }
        }
        try {
            action.run();
        } finally {
            leave();
        }
    }
}
