package io.github.multiprocessing4j.sync;

import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.region.BlockHandle;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Where a number of threads, of any number of processes, wait for each other, again and again. CPython's counterpart is
 * {@code multiprocessing.Barrier}; {@code wait} is {@link #await()} here.
 *
 * <pre>{@code
 * try (var barrier = Barrier.create(2)) {
 *     ChildProcess.start(() -> {
 *         prepare();
 *         barrier.await();
 *     });
 *     barrier.await(); // the child is prepared
 * }
 * }</pre>
 *
 * <p>A barrier breaks when one of those who wait is interrupted, runs out of time, or dies, when its action throws, and when
 * somebody calls {@link #abort()}: then all who wait, and all who come, get a {@link BrokenBarrierException}, until somebody
 * calls {@link #reset()}. A process that ends inside, or in the middle of any of the methods, breaks it within a second.
 *
 * <p><b>Memory consistency effects:</b> what a thread did before {@code await} <i>happens-before</i> the action, and that
 * <i>happens-before</i> what follows a successful {@code await} of the others, in whatever process.
 */
public final class Barrier implements AutoCloseable, Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient BarrierState state;

    private final transient LockWord lock;

    private final transient @Nullable RemoteRunnable action;

    private final transient @Nullable Duration timeout;

    /** The id of the thread that runs the action; 0 if none does. */
    private transient volatile long actor;

    private Barrier(BarrierState state, @Nullable RemoteRunnable action, @Nullable Duration timeout) {
        this.state = state;
        this.lock = new LockWord(state.shared(), true, _ -> state.breakAfterDeath());
        this.action = action;
        this.timeout = timeout;
    }

    /**
     * {@return a new barrier}
     *
     * @param parties how many have to arrive
     * @throws IllegalArgumentException if they are not positive
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    public static Barrier create(int parties) {
        return make(parties, null, null);
    }

    /**
     * {@return a new barrier with an action}
     *
     * @param parties how many have to arrive
     * @param action what the last one to arrive does, in its process, before the others go on; it may abort or reset the
     *     barrier, but not wait for it, and the others' time limits are looked at when it is done
     * @throws IllegalArgumentException if the parties are not positive
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    public static Barrier create(int parties, RemoteRunnable action) {
        return make(parties, action, null);
    }

    /**
     * {@return a new barrier that breaks if somebody has waited too long}
     *
     * @param parties how many have to arrive
     * @param timeout how long {@link #await()} waits
     * @throws IllegalArgumentException if the parties are not positive
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    public static Barrier create(int parties, Duration timeout) {
        return make(parties, null, timeout);
    }

    /**
     * {@return a new barrier with an action that breaks if somebody has waited too long}
     *
     * @param parties how many have to arrive
     * @param action what the last one to arrive does, in its process, before the others go on; it may abort or reset the
     *     barrier, but not wait for it, and the others' time limits are looked at when it is done
     * @param timeout how long {@link #await()} waits
     * @throws IllegalArgumentException if the parties are not positive
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    public static Barrier create(int parties, RemoteRunnable action, Duration timeout) {
        return make(parties, action, timeout);
    }

    private static Barrier make(int parties, @Nullable RemoteRunnable action, @Nullable Duration timeout) {
        if (parties <= 0) {
            throw new IllegalArgumentException("a barrier can't be for " + parties + " parties");
        }
        SharedBlock shared = SharedBlock.allocate(BarrierState.bytes(parties));
        return new Barrier(new BarrierState(shared, parties), action, timeout);
    }

    /**
     * Waits until all have arrived, or for the time given when the barrier was created, after which it breaks.
     *
     * @return how many had arrived before in this round, from 0 to {@link #getParties()} - 1: a different one for each
     * @throws InterruptedException if the thread is or gets interrupted; the barrier breaks
     * @throws BrokenBarrierException if the barrier is or gets broken, or is reset meanwhile
     * @throws CompletionException if the action throws a checked exception, in the thread that runs it; what is unchecked is thrown
     *     as it is. The barrier breaks
     */
    public int await() throws InterruptedException, BrokenBarrierException {
        try {
            return await(timeout == null ? Deadline.never() : Deadline.after(timeout));
        } catch (TimeoutException e) {
            BrokenBarrierException broken = new BrokenBarrierException("waited too long at the barrier");
            broken.initCause(e);
            throw broken;
        }
    }

    /**
     * Waits until all have arrived, for some time.
     *
     * @param time how long to wait; not at all if it is not positive
     * @return as {@link #await()} does
     * @throws InterruptedException if the thread is or gets interrupted; the barrier breaks
     * @throws BrokenBarrierException if the barrier is or gets broken, or is reset meanwhile
     * @throws TimeoutException if the time is over; the barrier breaks
     * @throws CompletionException as {@link #await()} does
     */
    public int await(Duration time) throws InterruptedException, BrokenBarrierException, TimeoutException {
        return await(Deadline.after(time));
    }

    /**
     * Waits until all have arrived, for some time.
     *
     * @param time how long to wait; not at all if it is not positive
     * @param unit of the time
     * @return as {@link #await()} does
     * @throws InterruptedException if the thread is or gets interrupted; the barrier breaks
     * @throws BrokenBarrierException if the barrier is or gets broken, or is reset meanwhile
     * @throws TimeoutException if the time is over; the barrier breaks
     * @throws CompletionException as {@link #await()} does
     */
    public int await(long time, TimeUnit unit) throws InterruptedException, BrokenBarrierException, TimeoutException {
        return await(Deadline.after(unit.toNanos(time)));
    }

    private int await(Deadline deadline) throws InterruptedException, BrokenBarrierException, TimeoutException {
        if (isActing()) {
            throw new IllegalStateException("a barrier's action can't wait for the barrier");
        }
        int round;
        int index;
        lock.lock();
        try {
            state.breakIfSomebodyDied();
            requireSound();
            requireNotInterrupted();
            round = state.round();
            index = state.arrive();
            if (index + 1 == state.parties()) {
                state.breakIfSomebodyIsDead();
                requireSound();
                runAction();
                if (state.round() != round) { // the action has aborted or reset it
                    throw broken();
                }
                state.pass();
                return index;
            }
        } finally {
            lock.unlock();
        }
        sleep(round, deadline);
        if (state.didBreak(round)) {
            throw broken();
        }
        return index;
    }

    private void requireSound() throws BrokenBarrierException {
        if (state.isBroken()) {
            throw broken();
        }
    }

    private void requireNotInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            state.breakUp();
            throw new InterruptedException();
        }
    }

    private static BrokenBarrierException broken() {
        return new BrokenBarrierException("somebody who waited at the barrier died, was interrupted or waited too long,"
                + " its action failed, or it was aborted or reset");
    }

    private void runAction() {
        boolean done = false;
        actor = Thread.currentThread().threadId();
        try {
            if (action != null) {
                action.run();
            }
            done = true;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CompletionException("the barrier's action failed", e);
        } finally {
            actor = 0;
            if (!done) {
                state.breakUp();
            }
        }
    }

    /** Whether the calling thread runs the action, and so has the lock. */
    private boolean isActing() {
        return actor == Thread.currentThread().threadId();
    }

    private void sleep(int round, Deadline deadline) throws InterruptedException, TimeoutException {
        while (state.round() == round) {
            long left = deadline.left();
            if (left <= 0 && giveUp(round)) {
                throw new TimeoutException("waited too long at the barrier");
            }
            try {
                state.sleep(round, left);
            } catch (InterruptedException e) {
                if (giveUp(round)) {
                    throw e;
                }
                Thread.currentThread().interrupt(); // the round was over before
            }
            lookForDeaths(round);
        }
    }

    /** Breaks the barrier if the round is not over. {@return whether it did} */
    private boolean giveUp(int round) {
        lock.lock();
        try {
            boolean waiting = state.round() == round;
            if (waiting) {
                state.breakUp();
            }
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /** If the lock is not to be had, another one lives and looks. */
    private void lookForDeaths(int round) {
        if (state.round() == round && lock.tryLock()) {
            try {
                state.breakIfSomebodyDied();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Breaks the barrier. Nothing happens if it is broken. */
    public void abort() {
        underLock(state::breakUp);
    }

    /** Makes the barrier like a new one. Those who wait get a {@link BrokenBarrierException}. */
    public void reset() {
        underLock(state::reset);
    }

    private void underLock(Runnable change) {
        if (isActing()) {
            change.run();
            return;
        }
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    /** {@return how many have to arrive} */
    public int getParties() {
        return state.parties();
    }

    /** {@return how many wait at the moment} */
    public int getNumberWaiting() {
        return state.arrived();
    }

    /** {@return whether the barrier is broken} */
    public boolean isBroken() {
        return state.isBroken();
    }

    /** Gives up this process's share; its methods throw {@link IllegalStateException} then. Calling this again does nothing. */
    @Override
    public void close() {
        state.shared().close();
    }

    /** {@return how many wait, of how many} */
    @Override
    public String toString() {
        if (state.shared().isClosed()) {
            return "Barrier[closed]";
        }
        return "Barrier[" + (isBroken() ? "broken" : getNumberWaiting() + " of " + getParties() + " wait") + "]";
    }

    @Serial
    private Object writeReplace() {
        return new Handle(state.shared().handle(), state.parties(), action, timeout);
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a barrier is sent as a handle");
    }

    private record Handle(
            BlockHandle block,
            int parties,
            @Nullable RemoteRunnable action,
            @Nullable Duration timeout) implements Serializable {
        @Serial
        private Object readResolve() {
            return new Barrier(new BarrierState(SharedBlock.attach(block), parties), action, timeout);
        }
    }
}
