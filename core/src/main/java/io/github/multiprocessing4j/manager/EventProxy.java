package io.github.multiprocessing4j.manager;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Something in a manager that is set or not, and can be waited for. CPython's {@code multiprocessing.managers.EventProxy}; {@code wait} is {@link #await()} here.
 *
 * <pre>{@code
 * EventProxy stop = manager.event();
 * var p = ChildProcess.start(() -> {
 *     while (!stop.await(Duration.ofSeconds(1))) {
 *         System.out.println("still there");
 *     }
 * });
 * stop.set();
 * p.join();
 * }</pre>
 *
 * <p>A process that dies, whatever it was doing with an event, keeps nobody from using it.
 *
 * <p><b>Memory consistency effects:</b> what a thread did before {@code set} <i>happens-before</i> what follows an {@code isSet} or {@code await} that says so, in whatever
 * process: calls to the same server, and what they have changed there.
 */
public interface EventProxy extends BaseProxy {
    /** {@return whether it is set} */
    boolean isSet();

    /** Sets it, and wakes all who wait. Nothing happens if it is set. */
    void set();

    /** Clears it. Nothing happens if it is not set. */
    void clear();

    /**
     * Waits until it is set. Also returns if it was cleared again meanwhile.
     *
     * @throws InterruptedException if the thread is or gets interrupted
     */
    void await() throws InterruptedException;

    /**
     * Waits until it is set, for some time.
     *
     * @param time how long to wait; not at all if it is not positive
     * @return whether it was set in time
     * @throws InterruptedException if the thread is or gets interrupted
     */
    boolean await(Duration time) throws InterruptedException;

    /**
     * Waits until it is set, for some time.
     *
     * @param time how long to wait; not at all if it is not positive
     * @param unit of the time
     * @return whether it was set in time
     * @throws InterruptedException if the thread is or gets interrupted
     */
    boolean await(long time, TimeUnit unit) throws InterruptedException;
}
