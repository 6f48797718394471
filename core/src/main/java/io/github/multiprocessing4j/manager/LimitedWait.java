package io.github.multiprocessing4j.manager;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits of a caller who may have a time limit, and may be interrupted. */
final class LimitedWait {
    private LimitedWait() {}

    /**
     * {@return the result} Throws what the future has failed with, which nobody had to declare.
     *
     * @param limit how long at most; null for as long as it takes
     * @param interruptible whether an interrupt ends this; else it is kept for later
     * @throws CallLink.LateException if the time is over, or the thread was interrupted, as it is still then: the future is cancelled
     */
    static <T> T forResult(CompletableFuture<T> awaited, @Nullable Duration limit, boolean interruptible)
            throws CallLink.LateException {
        long start = System.nanoTime();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    long left = limit == null ? Nanos.FOREVER : Nanos.of(limit) - (System.nanoTime() - start);
                    return awaited.get(left, TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                    if (interruptible && awaited.cancel(false)) {
                        throw new CallLink.LateException(/* interrupted= */ true, null);
                    }
                } catch (TimeoutException e) {
                    if (awaited.cancel(false)) {
                        throw new CallLink.LateException(/* interrupted= */ false, null);
                    }
                } catch (ExecutionException e) {
                    throw unchecked(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException unchecked(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
    }
}
