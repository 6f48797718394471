package io.github.multiprocessing4j.manager;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/**
 * A lock of a manager, for threads of any number of processes, on any number of machines. CPython's {@code multiprocessing.managers.AcquirerProxy} for a {@code Lock} or
 * an {@code RLock}.
 *
 * <pre>{@code
 * try (var manager = SyncManager.start()) {
 *     LockProxy lock = manager.lock();
 *     lock.lock();
 *     try {
 *         System.out.println("one at a time");
 *     } finally {
 *         lock.unlock();
 *     }
 * }
 * }</pre>
 *
 * <p>It belongs to the thread that acquires it, of whichever process. One made by {@link SyncManager#lock} is not reentrant, and whoever likes may release it, as in CPython; one
 * made by {@link SyncManager#rLock} may be acquired again by the thread that holds it, and only that may release it, as often. Waiters get no particular order.
 *
 * <p><b>Interrupts and time limits.</b> {@link #lock} takes no notice of an interrupt, which stays set. {@link #lockInterruptibly} and {@link #tryLock(Duration)} throw, and
 * the thread does not hold the lock then.
 *
 * <p><b>When the holder's process ends</b>, whether it is killed or just forgot to release, the lock is free, within a second, with a warning in the log: what it protects may be
 * half done. A process is also gone when it has closed its last manager and proxy of that server. A thread that ends while its process lives on keeps the lock.
 *
 * <p><b>Memory consistency effects:</b> what a thread did before {@code unlock} <i>happens-before</i> what follows the next successful {@code lock} or {@code tryLock}, in
 * whatever process: calls to the same server, and what they have changed there.
 */
public interface LockProxy extends Lock, BaseProxy {
    /**
     * Acquires the lock if that is possible within some time. CPython's {@code acquire(timeout=...)}.
     *
     * @param time how long to wait; not at all if it is not positive
     * @return whether it is acquired
     * @throws InterruptedException if the thread is or gets interrupted; the lock is not acquired
     */
    boolean tryLock(Duration time) throws InterruptedException;

    /**
     * Acquires the lock if that is possible within some time.
     *
     * @param time how long to wait; not at all if it is not positive
     * @param unit of the time
     * @return whether it is acquired
     * @throws InterruptedException if the thread is or gets interrupted; the lock is not acquired
     */
    @Override
    boolean tryLock(long time, TimeUnit unit) throws InterruptedException;

    /**
     * Releases the lock.
     *
     * @throws IllegalMonitorStateException if nobody holds it; if it is a reentrant one, also if another thread does
     */
    @Override
    void unlock();

    /** {@return a new condition of this lock, in the server} */
    @Override
    ConditionProxy newCondition();

    /** {@return whether anybody holds the lock} */
    boolean locked();

    /** {@return who holds the lock: his process, its id, and the id of the thread there; nothing if it is free} */
    Optional<String> owner();
}
