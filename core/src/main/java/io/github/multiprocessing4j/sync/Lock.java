package io.github.multiprocessing4j.sync;

import java.io.Serial;

/**
 * A lock for threads of any number of processes. CPython's counterpart is {@code multiprocessing.Lock}.
 *
 * <pre>{@code
 * try (var lock = Lock.create()) {
 *     var p = ChildProcess.start(() -> {
 *         lock.lock();
 *         try {
 *             System.out.println("one at a time");
 *         } finally {
 *             lock.unlock();
 *         }
 *     });
 *     p.join();
 * }
 * }</pre>
 *
 * <p>It is not reentrant: a thread that acquires it again waits for itself. Whoever likes may release it, also another thread
 * or process than the one that acquired it, as in CPython.
 *
 * <p>Processes that wait stand in line, each with one of its threads. Whoever has the processor may get the lock before
 * them while it is free, so a process that wants it again and again keeps it, for a turn of a millisecond; then the next in line gets
 * it. A process has to wait for about as many turns as there are others, and for as long as the kernel takes to have them running. That is
 * roughly the order of coming, and no promise: who has waited for a quarter of a second stands in no line any more, and {@code tryLock} without a time
 * never did. Threads of one process get no particular order.
 *
 * <p><b>When the holder's process ends</b>, whether it is killed or just forgot to release, everybody else's {@code lock} and
 * {@code tryLock} throw {@link io.github.multiprocessing4j.failure.OwnerDiedException} within a second and do not hold the
 * lock, so that {@code lock(); try { … } finally { unlock(); }} stays right. So does every later one until somebody calls
 * {@link #recover()}, which acquires the lock; he puts the data right and unlocks. With {@link OwnerDeath#TAKE_OVER} the next one gets the lock. A stopped
 * process is alive. A thread that ends while its process lives on keeps the lock.
 *
 * <p><b>Memory consistency effects:</b> what a thread did before {@code unlock} <i>happens-before</i> what follows the next
 * successful {@code lock}, {@code tryLock} or {@code recover}, in whatever process.
 */
public final class Lock extends RobustLock {
    @Serial
    private static final long serialVersionUID = 1L;

    Lock(SharedBlock shared, OwnerDeath onOwnerDeath) {
        super(shared, onOwnerDeath);
    }

    /**
     * {@return a new lock, free}
     *
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    public static Lock create() {
        return builder().create();
    }

    /** {@return a builder for a lock with other than the usual settings} */
    public static LockBuilder<Lock> builder() {
        return new LockBuilder<>(onOwnerDeath -> new Lock(SharedBlock.allocate(LockLayout.BYTES), onOwnerDeath));
    }

    @Override
    boolean reenter() {
        return false;
    }

    @Override
    int release() {
        unlock();
        return 1;
    }

    @Override
    void reacquire(int depth) {
        lock();
    }

    /**
     * Releases the lock, whoever holds it.
     *
     * @throws IllegalMonitorStateException if nobody holds it
     * @throws io.github.multiprocessing4j.failure.OwnerDiedException if the holder's process has ended and nobody has recovered
     *     the lock since: who calls this does not hold it
     */
    @Override
    public void unlock() {
        word().unlock();
    }
}
