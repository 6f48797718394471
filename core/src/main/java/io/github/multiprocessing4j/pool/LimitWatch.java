package io.github.multiprocessing4j.pool;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongUnaryOperator;

/*
 * It looks when the first limit may be over, and then at everybody: as long as all tasks keep their limits that is once in a while, whatever
 * their number, and starting one costs nothing. A task that has not begun yet can't be over its limit before that time has passed once more.
 */
/** Sees to it that limits of time are kept: a thread that is there while there are any. Guarded by the dispatcher's lock. */
final class LimitWatch implements Runnable {
    private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int STACK_BYTES = 256 << 10;

    private final ReentrantLock lock;

    private final Condition earlier;

    /** Looks at what is limited, at a time, and says after how many nanoseconds to look again. */
    private final LongUnaryOperator look;

    private boolean runs;

    private boolean ended;

    /** When it will look next. */
    private long next;

    LimitWatch(ReentrantLock lock, LongUnaryOperator look) {
        this.lock = lock;
        this.earlier = lock.newCondition();
        this.look = look;
    }

    /**
     * Something needs to be looked at after so many nanoseconds.
     *
     * @throws OutOfMemoryError if there is no thread to be had for it
     */
    void lookAfter(long nanos) {
        long now = System.nanoTime();
        if (ended) {
            return;
        } else if (!runs) {
            next = now;
            Thread.ofPlatform()
                    .daemon()
                    .stackSize(STACK_BYTES)
                    .name("mp4j-pool-limits")
                    .start(this);
            runs = true;
        } else if (next - now > nanos) {
            earlier.signal();
        }
    }

    /** There is nobody any more to look at. */
    void end() {
        ended = true;
        earlier.signal();
    }

    @Override
    public void run() {
        lock.lock();
        try {
            watch();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody knows this thread", e);
        } finally {
            runs = false;
            lock.unlock();
        }
    }

    private void watch() throws InterruptedException {
        long now = System.nanoTime();
        long lastLimit = now;
        while (!ended) {
            long left = look.applyAsLong(now);
            if (left != Limits.FOREVER) {
                lastLimit = now;
            } else if (now - lastLimit >= KEEP_ALIVE_NANOS) {
                return; // with the lock held since it looked: whoever comes now finds that it does not run
            }
            long pause = Math.min(left, KEEP_ALIVE_NANOS);
            next = now + pause;
            long _ = earlier.awaitNanos(pause);
            now = System.nanoTime();
        }
    }
}
