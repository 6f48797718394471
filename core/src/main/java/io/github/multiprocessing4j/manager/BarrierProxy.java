package io.github.multiprocessing4j.manager;

import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where a number of threads, of any number of processes, wait for each other, again and again. CPython's {@code multiprocessing.managers.BarrierProxy}; {@code wait} is {@link
 * #await()} here.
 *
 * <pre>{@code
 * BarrierProxy barrier = manager.barrier(2);
 * ChildProcess.start(() -> {
 *     prepare();
 *     barrier.await();
 * });
 * barrier.await(); // the child is prepared
 * }</pre>
 *
 * <p>A barrier breaks when one of those who wait is interrupted, runs out of time, or dies, when its action throws, and when somebody calls {@link #abort()}: then all who wait,
 * and all who come, get a {@link BrokenBarrierException}, until somebody calls {@link #reset()}. A process that ends inside breaks it within a second. What a caller gives up that
 * has a {@linkplain BaseProxy#withTimeout time limit} is an interrupt as well.
 *
 * <p>An action runs in the server, for the last one to arrive, before any of them goes on. It may abort or reset the barrier, but not wait for it.
 *
 * <p><b>Memory consistency effects:</b> what a thread did before {@code await} <i>happens-before</i> the action, and that <i>happens-before</i> what follows a successful
 * {@code await} of the others, in whatever process: calls to the same server, and what they have changed there.
 */
public interface BarrierProxy extends BaseProxy {
    /**
     * Waits until all have arrived, or for the time given when the barrier was created, after which it breaks.
     *
     * @return how many had arrived before in this round, from 0 to {@link #getParties()} - 1: a different one for each
     * @throws InterruptedException if the thread is or gets interrupted; the barrier breaks, unless that was before the call
     * @throws BrokenBarrierException if the barrier is or gets broken, or is reset meanwhile
     * @throws java.util.concurrent.CompletionException if the action throws a checked exception, at the last one to arrive; what is unchecked is thrown as it is. The barrier
     *     breaks
     */
    int await() throws InterruptedException, BrokenBarrierException;

    /**
     * Waits until all have arrived, for some time.
     *
     * @param time how long to wait; not at all if it is not positive
     * @return as {@link #await()} does
     * @throws InterruptedException as {@link #await()} does
     * @throws BrokenBarrierException if the barrier is or gets broken, or is reset meanwhile
     * @throws TimeoutException if the time is over; the barrier breaks
     * @throws java.util.concurrent.CompletionException as {@link #await()} does
     */
    int await(Duration time) throws InterruptedException, BrokenBarrierException, TimeoutException;

    /**
     * Waits until all have arrived, for some time.
     *
     * @param time how long to wait; not at all if it is not positive
     * @param unit of the time
     * @return as {@link #await()} does
     * @throws InterruptedException as {@link #await()} does
     * @throws BrokenBarrierException if the barrier is or gets broken, or is reset meanwhile
     * @throws TimeoutException if the time is over; the barrier breaks
     * @throws java.util.concurrent.CompletionException as {@link #await()} does
     */
    int await(long time, TimeUnit unit) throws InterruptedException, BrokenBarrierException, TimeoutException;

    /** Breaks the barrier. Nothing happens if it is broken. */
    void abort();

    /** Makes the barrier like a new one. Those who wait get a {@link BrokenBarrierException}. */
    void reset();

    /** {@return how many have to arrive} */
    int getParties();

    /** {@return how many wait at the moment} */
    int getNumberWaiting();

    /** {@return whether the barrier is broken} */
    boolean isBroken();
}
