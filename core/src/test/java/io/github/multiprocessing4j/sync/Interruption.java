package io.github.multiprocessing4j.sync;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One actor interrupts another one, which has no interrupt left afterwards. */
final class Interruption {
    private volatile @Nullable Thread target;

    private volatile boolean done;

    private volatile boolean over;

    /** {@return what the work returns, or that it was interrupted} */
    Object tell(Callable<?> work) throws Exception {
        target = Thread.currentThread();
        try {
            return work.call();
        } catch (InterruptedException e) {
            return "interrupted";
        } finally {
            done = true;
            Interleavings.spinUntil(() -> over);
            Thread.interrupted();
        }
    }

    void strike() {
        Interleavings.spinUntil(() -> target != null);
        Thread thread = target;
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** An interrupt in the moment before a sleep is noticed late, and so another one follows. */
    void insist() {
        while (!done) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            strike();
        }
        over = true;
    }
}
