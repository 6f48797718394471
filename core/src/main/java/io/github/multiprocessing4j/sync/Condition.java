package io.github.multiprocessing4j.sync;

import io.github.multiprocessing4j.failure.OwnerDiedException;
import io.github.multiprocessing4j.region.BlockHandle;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Waiting until another thread, of whatever process, says that something has changed. CPython's counterpart is
 * {@code multiprocessing.Condition}; {@code wait} is {@link #await()} and {@code notify} is {@link #signal(int)} here.
 *
 * <pre>{@code
 * condition.getLock().lock();
 * try {
 *     condition.waitFor(() -> queue.size() > 0);
 * } finally {
 *     condition.getLock().unlock();
 * }
 * }</pre>
 *
 * <p>A condition belongs to a lock, which must be held to wait and to signal; waiting releases the lock, however often it is
 * held, and acquires it again before it returns. A signal wakes somebody who waited when it was given. Waiting may end
 * without a signal, as in {@link java.util.concurrent.locks.Condition}: look at what is waited for in a loop, or use
 * {@link #waitFor(BooleanSupplier)}.
 *
 * <p><b>When a process ends</b> that waits, no signal is lost with it. If one ends that holds the lock, those who wait get an
 * {@link OwnerDiedException} within a second, as if they had called {@code lock}, and do not hold the lock; with
 * {@link OwnerDeath#TAKE_OVER} one after the other gets the lock and waits on.
 *
 * <p><b>Memory consistency effects:</b> those of the lock.
 */
public final class Condition implements java.util.concurrent.locks.Condition, AutoCloseable, Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient RobustLock lock;

    private final transient boolean ownsLock;

    private final transient WaitRoom room;

    private Condition(RobustLock lock, boolean ownsLock, SharedBlock shared) {
        this.lock = lock;
        this.ownsLock = ownsLock;
        this.room = new WaitRoom(shared);
    }

    /**
     * {@return a new condition with a new {@link RLock}, which is closed with it}
     *
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    public static Condition create() {
        return new Condition(RLock.create(), true, SharedBlock.allocate(WaitRoom.BYTES));
    }

    /**
     * {@return a new condition of a lock}
     *
     * @param lock the lock; it is not closed with the condition
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    public static Condition create(Lock lock) {
        return of(lock);
    }

    /**
     * {@return a new condition of a lock}
     *
     * @param lock the lock; it is not closed with the condition
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    public static Condition create(RLock lock) {
        return of(lock);
    }

    static Condition of(RobustLock lock) {
        return new Condition(lock, false, SharedBlock.allocate(WaitRoom.BYTES));
    }

    WaitRoom room() {
        return room;
    }

    /** {@return the lock that must be held to wait and to signal: a {@link Lock} or {@link RLock}, to be cast to it to recover it} */
    public java.util.concurrent.locks.Lock getLock() {
        return lock;
    }

    /**
     * Waits for a signal.
     *
     * @throws InterruptedException if the thread is or gets interrupted; it holds the lock
     * @throws IllegalMonitorStateException if the thread does not hold the lock
     * @throws OwnerDiedException if a process ended while it held the lock; the calling thread does not hold it
     */
    @Override
    public void await() throws InterruptedException {
        waitUntil(Deadline.never());
    }

    /**
     * Waits for a signal, whether or not the thread is interrupted.
     *
     * @throws IllegalMonitorStateException if the thread does not hold the lock
     * @throws OwnerDiedException as {@link #await()} does
     */
    @Override
    public void awaitUninterruptibly() {
        requireHeld();
        new ConditionWait(lock, room, Deadline.never(), false).awaitUninterruptibly();
    }

    /**
     * Waits for a signal for some time.
     *
     * @param time how long to wait
     * @return whether there was a signal before the time was over
     * @throws InterruptedException as {@link #await()} does
     * @throws OwnerDiedException as {@link #await()} does
     */
    public boolean await(Duration time) throws InterruptedException {
        return waitUntil(Deadline.after(time));
    }

    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return waitUntil(Deadline.after(unit.toNanos(time)));
    }

    @Override
    public long awaitNanos(long nanos) throws InterruptedException {
        Deadline deadline = Deadline.after(nanos);
        waitUntil(deadline);
        return deadline.left();
    }

    @Override
    public boolean awaitUntil(Date date) throws InterruptedException {
        return waitUntil(Deadline.after(Duration.between(Instant.now(), date.toInstant())));
    }

    private boolean waitUntil(Deadline deadline) throws InterruptedException {
        requireHeld();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return new ConditionWait(lock, room, deadline, true).await();
    }

    /**
     * Waits until something is true, which is looked at when this is called and after each signal, while the lock is held.
     *
     * @param predicate what is waited for
     * @throws InterruptedException as {@link #await()} does
     * @throws OwnerDiedException as {@link #await()} does
     */
    public void waitFor(BooleanSupplier predicate) throws InterruptedException {
        waitFor(predicate, Deadline.never());
    }

    /**
     * Waits until something is true, for some time.
     *
     * @param predicate what is waited for
     * @param time how long to wait
     * @return what the predicate said last
     * @throws InterruptedException as {@link #await()} does
     * @throws OwnerDiedException as {@link #await()} does
     */
    public boolean waitFor(BooleanSupplier predicate, Duration time) throws InterruptedException {
        return waitFor(predicate, Deadline.after(time));
    }

    private boolean waitFor(BooleanSupplier predicate, Deadline deadline) throws InterruptedException {
        requireHeld();
        boolean result = predicate.getAsBoolean();
        while (!result && deadline.left() > 0) {
            waitUntil(deadline);
            result = predicate.getAsBoolean();
        }
        return result;
    }

    /**
     * Wakes one who waits, if anybody does.
     *
     * @throws IllegalMonitorStateException if the thread does not hold the lock
     */
    @Override
    public void signal() {
        signal(1);
    }

    /**
     * Wakes some of those who wait.
     *
     * @param count how many at most
     * @throws IllegalMonitorStateException if the thread does not hold the lock
     * @throws IllegalArgumentException if the count is negative
     */
    public void signal(int count) {
        requireHeld();
        if (count < 0) {
            throw new IllegalArgumentException("can't wake " + count);
        }
        room.signal(count);
    }

    /**
     * Wakes all who wait.
     *
     * @throws IllegalMonitorStateException if the thread does not hold the lock
     */
    @Override
    public void signalAll() {
        signal(Integer.MAX_VALUE);
    }

    private void requireHeld() {
        if (!lock.word().isMine()) {
            throw new IllegalMonitorStateException(
                    "a condition's lock must be held by the thread that waits or signals, and this one does not: "
                            + lock);
        }
    }

    /** Gives up this process's share of the condition, and of its lock if the condition made it. */
    @Override
    public void close() {
        room.shared().close();
        if (ownsLock) {
            lock.close();
        }
    }

    /** {@return whose condition it is} */
    @Override
    public String toString() {
        return "Condition[" + (room.shared().isClosed() ? "closed" : lock) + "]";
    }

    @Serial
    private Object writeReplace() {
        return new Handle(lock, ownsLock, room.shared().handle());
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a condition is sent as a handle");
    }

    private record Handle(RobustLock lock, boolean ownsLock, BlockHandle block) implements Serializable {
        @Serial
        private Object readResolve() {
            return new Condition(lock, ownsLock, SharedBlock.attach(block));
        }
    }
}
