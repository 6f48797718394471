package io.github.multiprocessing4j.manager;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A number of permits in a manager. CPython's {@code multiprocessing.managers.AcquirerProxy} for a {@code Semaphore} or a {@code BoundedSemaphore}.
 *
 * <pre>{@code
 * SemaphoreProxy licenses = manager.semaphore(3);
 * licenses.acquire();
 * try {
 *     work();
 * } finally {
 *     licenses.release();
 * }
 * }</pre>
 *
 * <p>Whoever likes may release. One that is made by {@link SyncManager#boundedSemaphore} never has more permits than at the beginning. Waiters get no particular order; one who
 * wants several permits gets them all at once or none, and may be overtaken by others who want fewer.
 *
 * <p><b>When a process ends</b> that has acquired permits and not released them, by whichever of its threads, they come back within a second, but never more than there were at
 * the beginning: one that begins with none and signals something has nothing to give back. A process that releases what it has not acquired does so in the place of others
 * that have.
 *
 * <p><b>Memory consistency effects:</b> what a thread did before {@code release} <i>happens-before</i> what follows an {@code acquire} that got such a permit, in whatever
 * process: calls to the same server, and what they have changed there.
 */
public interface SemaphoreProxy extends BaseProxy {
    /**
     * Takes a permit, and waits for one if there is none.
     *
     * @throws InterruptedException if the thread is or gets interrupted; no permit is taken
     */
    void acquire() throws InterruptedException;

    /**
     * Takes some permits, and waits until there are as many. It takes them all at once.
     *
     * @param count how many; nothing is done if it is 0
     * @throws IllegalArgumentException if it is negative, or more than there can ever be
     * @throws InterruptedException if the thread is or gets interrupted; no permit is taken
     */
    void acquire(int count) throws InterruptedException;

    /** Takes a permit, and waits for one if there is none. An interrupt does not end the wait, and stays set. */
    void acquireUninterruptibly();

    /**
     * Takes some permits, and waits until there are as many. An interrupt does not end the wait, and stays set.
     *
     * @param count how many; nothing is done if it is 0
     * @throws IllegalArgumentException if it is negative, or more than there can ever be
     */
    void acquireUninterruptibly(int count);

    /**
     * Takes a permit if there is one. CPython's {@code acquire(False)}.
     *
     * @return whether there was one
     */
    boolean tryAcquire();

    /**
     * Takes some permits if there are as many.
     *
     * @param count how many; nothing is done if it is 0
     * @return whether there were as many; if not, none is taken
     * @throws IllegalArgumentException if it is negative, or more than there can ever be
     */
    boolean tryAcquire(int count);

    /**
     * Takes a permit if there is one within some time. CPython's {@code acquire(timeout=...)}.
     *
     * @param time how long to wait; not at all if it is not positive
     * @return whether there was one
     * @throws InterruptedException if the thread is or gets interrupted; no permit is taken
     */
    boolean tryAcquire(Duration time) throws InterruptedException;

    /**
     * Takes some permits if there are as many within some time.
     *
     * @param count how many; nothing is done if it is 0
     * @param time how long to wait; not at all if it is not positive
     * @return whether there were as many; if not, none is taken
     * @throws IllegalArgumentException if the count is negative, or more than there can ever be
     * @throws InterruptedException if the thread is or gets interrupted; no permit is taken
     */
    boolean tryAcquire(int count, Duration time) throws InterruptedException;

    /**
     * Takes a permit if there is one within some time.
     *
     * @param time how long to wait; not at all if it is not positive
     * @param unit of the time
     * @return whether there was one
     * @throws InterruptedException if the thread is or gets interrupted; no permit is taken
     */
    boolean tryAcquire(long time, TimeUnit unit) throws InterruptedException;

    /**
     * Takes some permits if there are as many within some time.
     *
     * @param count how many; nothing is done if it is 0
     * @param time how long to wait; not at all if it is not positive
     * @param unit of the time
     * @return whether there were as many; if not, none is taken
     * @throws IllegalArgumentException if the count is negative, or more than there can ever be
     * @throws InterruptedException if the thread is or gets interrupted; no permit is taken
     */
    boolean tryAcquire(int count, long time, TimeUnit unit) throws InterruptedException;

    /**
     * Gives a permit back, or adds one.
     *
     * @throws IllegalStateException if there would be too many
     */
    void release();

    /**
     * Gives permits back, or adds some.
     *
     * @param count how many
     * @throws IllegalArgumentException if they are not positive
     * @throws IllegalStateException if there would be too many; none is added
     */
    void release(int count);

    /** {@return how many permits there are at the moment} CPython's {@code get_value}, which its proxy does not have. */
    int availablePermits();

    /** {@return whether there is no permit at the moment} */
    boolean locked();
}
