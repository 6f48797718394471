package io.github.multiprocessing4j.manager;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;

/**
 * A condition of a manager, to wait for what another process does. CPython's {@code multiprocessing.managers.ConditionProxy}.
 *
 * <pre>{@code
 * ListProxy<String> jobs = manager.list();
 * ConditionProxy condition = manager.condition();
 * LockProxy lock = condition.getLock();
 * lock.lock();
 * try {
 *     condition.waitFor(() -> !jobs.isEmpty());
 *     work(jobs.removeFirst());
 * } finally {
 *     lock.unlock();
 * }
 * }</pre>
 *
 * <p>It belongs to a lock, which the calling thread must hold to wait and to signal; waiting releases the lock, however often it is held, and acquires it again before it
 * returns or throws. A signal wakes who waits for the longest time. {@link #awaitUntil} goes by the server's clock.
 *
 * <p><b>When a process ends</b> that waits, no signal is lost with it. If one ends that holds the lock, that is free, with a warning in the log, as {@link LockProxy} says.
 * When the server ends, or a {@linkplain BaseProxy#withTimeout time limit} of the proxy is over, who waits does not hold the lock. An interrupt ends the wait when the lock is
 * to be had, however long that takes.
 *
 * <p><b>Memory consistency effects:</b> those of the lock.
 */
public interface ConditionProxy extends Condition, BaseProxy {
    /** {@return the lock that must be held to wait and to signal} Each call makes another proxy, so keep it. */
    LockProxy getLock();

    /**
     * Waits for a signal for some time.
     *
     * @param time how long to wait
     * @return whether there was a signal before the time was over
     * @throws InterruptedException if the thread is or gets interrupted
     * @throws IllegalMonitorStateException if the thread does not hold the lock
     */
    boolean await(Duration time) throws InterruptedException;

    /**
     * Wakes some of those who wait. CPython's {@code notify(n)}.
     *
     * @param count how many at most
     * @throws IllegalMonitorStateException if the thread does not hold the lock
     * @throws IllegalArgumentException if the count is negative
     */
    void signal(int count);

    /**
     * Waits until something is true, which is looked at here when this is called and after each signal, while the lock is held. CPython's {@code wait_for}.
     *
     * @param predicate what is waited for
     * @throws InterruptedException if the thread is or gets interrupted
     * @throws IllegalMonitorStateException if it does not hold the lock, and has to wait
     */
    default void waitFor(BooleanSupplier predicate) throws InterruptedException {
        while (!predicate.getAsBoolean()) {
            await();
        }
    }

    /**
     * Waits until something is true, for some time.
     *
     * @param predicate what is waited for
     * @param time how long to wait
     * @return what the predicate said last
     * @throws InterruptedException if the thread is or gets interrupted
     * @throws IllegalMonitorStateException if it does not hold the lock, and has to wait
     */
    default boolean waitFor(BooleanSupplier predicate, Duration time) throws InterruptedException {
        long whole = TimeUnit.NANOSECONDS.convert(time);
        long start = System.nanoTime();
        boolean result = predicate.getAsBoolean();
        for (long left = whole; !result && left > 0; left = whole - (System.nanoTime() - start)) {
            awaitNanos(left);
            result = predicate.getAsBoolean();
        }
        return result;
    }
}
