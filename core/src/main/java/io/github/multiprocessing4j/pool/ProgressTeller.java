package io.github.multiprocessing4j.pool;

import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/*
 * However fast chunks end and however slow the listener is, one call of it is under way at most: it is told what is true when
 * it is called.
 */
/** Counts the items of a call that have ended, and tells its listener if there is one. Thread-safe. */
final class ProgressTeller {
    private final String call;

    private final long items;

    private final @Nullable ProgressListener listener;

    private final Executor callbacks;

    private final AtomicLong done = new AtomicLong();

    private final AtomicBoolean underWay = new AtomicBoolean();

    /**
     * @param call what was called
     * @param items how many it has, or {@link Progress#UNKNOWN}
     * @param callbacks where the listener is called, one call after the other
     */
    ProgressTeller(String call, long items, @Nullable ProgressListener listener, Executor callbacks) {
        this.call = call;
        this.items = items;
        this.listener = listener;
        this.callbacks = callbacks;
    }

    static long length(Iterable<?> items) {
        return items instanceof Collection<?> known ? known.size() : Progress.UNKNOWN;
    }

    /** So many more have ended. */
    void ended(int more) {
        ProgressListener told = listener;
        if (told != null) {
            done.addAndGet(more);
            if (underWay.compareAndSet(false, true)) {
                callbacks.execute(() -> tell(told));
            }
        }
    }

    private void tell(ProgressListener told) {
        underWay.set(false); // what ends from now on is worth another call
        told.progressed(new Progress(call, done.get(), items));
    }

    /** Does what is to come after the last call of the listener. */
    void afterLast(Runnable action) {
        if (listener == null) {
            action.run();
        } else {
            callbacks.execute(action);
        }
    }
}
