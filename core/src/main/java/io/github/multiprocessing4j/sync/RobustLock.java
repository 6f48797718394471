package io.github.multiprocessing4j.sync;

import io.github.multiprocessing4j.failure.OwnerDiedException;
import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.region.BlockHandle;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What {@link Lock} and {@link RLock} have in common. */
abstract sealed class RobustLock implements java.util.concurrent.locks.Lock, AutoCloseable, Serializable
        permits Lock, RLock {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient OwnerDeath onOwnerDeath;

    private final transient LockWord word;

    RobustLock(SharedBlock shared, OwnerDeath onOwnerDeath) {
        this.onOwnerDeath = onOwnerDeath;
        this.word = new LockWord(shared, onOwnerDeath == OwnerDeath.TAKE_OVER, this::warn);
    }

    /** A log that fails must not keep its caller from knowing that it holds the lock. */
    private void warn(Owner dead) {
        String warning =
                dead + " ended while it held a lock, which was taken over; what the lock protects may be half written";
        try {
            LibraryLog.logger().log(Level.WARNING, warning);
        } catch (RuntimeException e) {
            Thread current = Thread.currentThread();
            current.getUncaughtExceptionHandler().uncaughtException(current, e);
        }
    }

    final LockWord word() {
        return word;
    }

    final OwnerDeath onOwnerDeath() {
        return onOwnerDeath;
    }

    /** Holds the lock once more if the calling thread holds it and may hold it again. */
    abstract boolean reenter();

    /** Releases it however often it is held. {@return how often that was} */
    abstract int release();

    /** Gets it as often as it was held before. */
    abstract void reacquire(int depth);

    /**
     * Waits until the lock is free and acquires it. An interrupt does not end the wait, and stays set.
     *
     * @throws OwnerDiedException if the process that held it has ended, unless the lock is one that is taken over then; the
     *     lock is not acquired
     * @throws IllegalStateException if this is closed
     */
    @Override
    public void lock() {
        if (!reenter()) {
            word.lock();
        }
    }

    /**
     * Acquires the lock as {@link #lock()} does, unless the thread is or gets interrupted.
     *
     * @throws InterruptedException if so; the lock is not acquired
     * @throws OwnerDiedException as {@code lock} does
     */
    @Override
    public void lockInterruptibly() throws InterruptedException {
        if (!reenter()) {
            word.lockInterruptibly(Deadline.never());
        }
    }

    /**
     * Acquires the lock if that is possible at once. CPython's {@code acquire(False)}.
     *
     * @return whether it is acquired
     * @throws OwnerDiedException as {@code lock} does
     */
    @Override
    public boolean tryLock() {
        return reenter() || word.tryLock();
    }

    /**
     * Acquires the lock if that is possible within some time. CPython's {@code acquire(timeout=...)}.
     *
     * @param time how long to wait; not at all if it is not positive
     * @param unit of the time
     * @return whether it is acquired
     * @throws InterruptedException if the thread is or gets interrupted; the lock is not acquired
     * @throws OwnerDiedException as {@code lock} does
     */
    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        return reenter() || word.lockInterruptibly(Deadline.after(unit.toNanos(time)));
    }

    /**
     * Acquires the lock if that is possible within some time.
     *
     * @param time how long to wait; not at all if it is not positive
     * @return whether it is acquired
     * @throws InterruptedException if the thread is or gets interrupted; the lock is not acquired
     * @throws OwnerDiedException as {@code lock} does
     */
    public boolean tryLock(Duration time) throws InterruptedException {
        return reenter() || word.lockInterruptibly(Deadline.after(time));
    }

    /**
     * Acquires the lock even if the process that held it has ended, and declares what it protects sound: from now on the lock is
     * like any other. The caller puts the data right before it releases the lock. Waits as {@link #lock()} does while a living
     * process holds it, such as one that called this first.
     *
     * @return whether there was anything to recover from: of several callers one is told so for each death
     */
    public boolean recover() {
        return !reenter() && word.recover();
    }

    /**
     * {@return a new condition of this lock} To be closed like the lock.
     *
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    @Override
    public Condition newCondition() {
        return Condition.of(this);
    }

    /**
     * {@return whether anybody holds the lock, or held it as his process ended}
     */
    public boolean locked() {
        return word.isLocked();
    }

    /** {@return who holds the lock, or held it as his process ended; nobody if it is free} */
    public Optional<Owner> owner() {
        return word.owner();
    }

    /**
     * Gives up this process's share of the lock, which is not released by that. Its methods throw
     * {@link IllegalStateException} then; calling this again does nothing.
     */
    @Override
    public void close() {
        word.shared().close();
    }

    /** {@return whether it is free, or who holds it} */
    @Override
    public String toString() {
        String name = getClass().getSimpleName();
        if (word.shared().isClosed()) {
            return name + "[closed]";
        }
        return name + owner().map(owner -> "[held by " + owner + "]").orElse("[free]");
    }

    @Serial
    final Object writeReplace() {
        return new Handle(this instanceof RLock, word.shared().handle(), onOwnerDeath);
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a lock is sent as a handle");
    }

    @Serial
    private void readObjectNoData() throws InvalidObjectException {
        throw new InvalidObjectException("a lock is sent as a handle");
    }

    private record Handle(boolean reentrant, BlockHandle block, OwnerDeath onOwnerDeath) implements Serializable {
        @Serial
        private Object readResolve() {
            SharedBlock shared = SharedBlock.attach(block);
            return reentrant ? new RLock(shared, onOwnerDeath) : new Lock(shared, onOwnerDeath);
        }
    }
}
