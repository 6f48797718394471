package io.github.multiprocessing4j.sync;

import java.io.Serial;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A lock for threads of any number of processes, which a thread that holds it may acquire again; it is free when it was
 * released as often. Only the thread that holds it may release it. CPython's counterpart is {@code multiprocessing.RLock}.
 *
 * <p>Everything else is as with {@link Lock}, also in what order waiters get it, what happens when the holder's process ends, however often it held the
 * lock, and its memory consistency effects.
 */
public final class RLock extends RobustLock {
    @Serial
    private static final long serialVersionUID = 1L;

    RLock(SharedBlock shared, OwnerDeath onOwnerDeath) {
        super(shared, onOwnerDeath);
    }

    /**
     * {@return a new lock, free}
     *
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    public static RLock create() {
        return builder().create();
    }

    /** {@return a builder for a lock with other than the usual settings} */
    public static LockBuilder<RLock> builder() {
        return new LockBuilder<>(onOwnerDeath -> new RLock(SharedBlock.allocate(LockLayout.BYTES), onOwnerDeath));
    }

    private MemorySegment memory() {
        return word().shared().memory();
    }

    private int depth() {
        return memory().get(ValueLayout.JAVA_INT, LockLayout.DEPTH);
    }

    private void depth(int depth) {
        memory().set(ValueLayout.JAVA_INT, LockLayout.DEPTH, depth);
    }

    @Override
    boolean reenter() {
        boolean mine = word().isMine();
        if (mine) {
            depth(Math.incrementExact(depth()));
        }
        return mine;
    }

    @Override
    int release() {
        requireMine();
        int depth = depth();
        memory().set(ValueLayout.JAVA_LONG, LockLayout.THREAD, 0);
        word().unlock();
        return depth;
    }

    @Override
    void reacquire(int depth) {
        lock();
        depth(depth);
    }

    private void requireMine() {
        if (!word().isMine()) {
            word().requireLivingHolder();
            throw new IllegalMonitorStateException(
                    "only the thread that holds an RLock may release it, and this one does not: " + this);
        }
    }

    /** {@return how often the calling thread holds the lock; 0 if it does not} */
    public int holdCount() {
        return word().isMine() ? depth() : 0;
    }

    /**
     * Releases the lock once.
     *
     * @throws IllegalMonitorStateException if the calling thread does not hold it
     * @throws io.github.multiprocessing4j.failure.OwnerDiedException if it does not, and the holder's process has ended and nobody has
     *     recovered the lock since
     */
    @Override
    public void unlock() {
        requireMine();
        int depth = depth();
        if (depth > 1) {
            depth(depth - 1);
        } else {
            release();
        }
    }
}
