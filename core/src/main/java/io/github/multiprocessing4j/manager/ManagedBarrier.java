package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.function.RemoteRunnable;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A barrier in a server. A client that is gone is interrupted, which breaks it as any interrupt does. Thread-safe. */
final class ManagedBarrier {
    private final ReentrantLock mutex = new ReentrantLock();

    private final Condition over = mutex.newCondition();

    private final int parties;

    private final @Nullable RemoteRunnable action;

    private final long usualNanos;

    /** Guarded by the mutex. */
    private Round round = new Round();

    private boolean acting;

    /** Who wait together. Once it is not open any more, others wait in another one. */
    private static final class Round {
        int arrived;

        Outcome outcome = Outcome.OPEN;
    }

    private enum Outcome {
        OPEN,
        PASSED,
        BROKEN
    }

    ManagedBarrier(int parties, @Nullable RemoteRunnable action, @Nullable Duration timeout) {
        if (parties <= 0) {
            throw new IllegalArgumentException("a barrier can't be for " + parties + " parties");
        }
        this.parties = parties;
        this.action = action;
        this.usualNanos = timeout == null ? Nanos.FOREVER : Nanos.of(timeout);
    }

    public int await() throws InterruptedException, BrokenBarrierException {
        try {
            return await(usualNanos);
        } catch (TimeoutException e) {
            BrokenBarrierException broken = new BrokenBarrierException("waited too long at the barrier");
            broken.initCause(e);
            throw broken;
        }
    }

    public int await(Duration time) throws InterruptedException, BrokenBarrierException, TimeoutException {
        return await(Nanos.of(time));
    }

    public int await(long time, TimeUnit unit) throws InterruptedException, BrokenBarrierException, TimeoutException {
        return await(Nanos.of(time, unit));
    }

    private int await(long nanos) throws InterruptedException, BrokenBarrierException, TimeoutException {
        mutex.lock();
        try {
            if (acting) {
                throw new IllegalStateException("a barrier's action can't wait for the barrier");
            }
            requireSound(round);
            if (Thread.interrupted()) {
                end(Outcome.BROKEN);
                throw new InterruptedException();
            }
            Round mine = round;
            int index = mine.arrived++;
            if (mine.arrived == parties) {
                runAction();
                requireSound(mine); // the action may have aborted or reset it
                end(Outcome.PASSED);
            } else {
                sleep(mine, nanos);
                requireSound(mine);
            }
            return index;
        } finally {
            mutex.unlock();
        }
    }

    /** A broken one stays the current round until somebody resets the barrier. */
    private void end(Outcome outcome) {
        round.outcome = outcome;
        if (outcome == Outcome.PASSED) {
            round = new Round();
        }
        over.signalAll();
    }

    private void sleep(Round mine, long nanos) throws InterruptedException, TimeoutException {
        long left = nanos;
        while (mine.outcome == Outcome.OPEN) {
            if (left <= 0) {
                end(Outcome.BROKEN);
                throw new TimeoutException("waited too long at the barrier");
            }
            try {
                left = over.awaitNanos(left);
            } catch (InterruptedException e) {
                if (mine.outcome == Outcome.OPEN) {
                    end(Outcome.BROKEN);
                    throw e;
                }
                Thread.currentThread().interrupt(); // the round was over before
            }
        }
    }

    private static void requireSound(Round round) throws BrokenBarrierException {
        if (round.outcome == Outcome.BROKEN) {
            throw new BrokenBarrierException(
                    "somebody who waited at the barrier died, was interrupted or waited too long,"
                            + " its action failed, or it was aborted or reset");
        }
    }

    private void runAction() {
        boolean done = false;
        acting = true;
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
            acting = false;
            if (!done) {
                end(Outcome.BROKEN);
            }
        }
    }

    public void abort() {
        mutex.lock();
        try {
            end(Outcome.BROKEN);
        } finally {
            mutex.unlock();
        }
    }

    public void reset() {
        mutex.lock();
        try {
            end(Outcome.BROKEN); // for those who wait
            round = new Round();
        } finally {
            mutex.unlock();
        }
    }

    public int getParties() {
        return parties;
    }

    public int getNumberWaiting() {
        mutex.lock();
        try {
            return round.outcome == Outcome.OPEN ? round.arrived : 0;
        } finally {
            mutex.unlock();
        }
    }

    public boolean isBroken() {
        mutex.lock();
        try {
            return round.outcome == Outcome.BROKEN;
        } finally {
            mutex.unlock();
        }
    }

    @Override
    public String toString() {
        return "Barrier[" + (isBroken() ? "broken" : getNumberWaiting() + " of " + parties + " wait") + "]";
    }
}
