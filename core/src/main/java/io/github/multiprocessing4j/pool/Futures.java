package io.github.multiprocessing4j.pool;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waiting for several results. CPython's counterparts are {@code wait} and {@code as_completed} of {@code concurrent.futures}. */
public final class Futures {
    private Futures() {}

    /** What to wait for. */
    public enum ReturnWhen {
        /** Until one has ended, well or not. */
        FIRST_COMPLETED,
        /** Until one has failed or was cancelled, or all have ended. */
        FIRST_EXCEPTION,
        /** Until all have ended. */
        ALL_COMPLETED
    }

    /**
     * Which have ended.
     *
     * @param <T> the results' type
     * @param done those that have, well or not, in the order in which they were given
     * @param notDone the others
     */
    public record Waited<T extends @Nullable Object>(Set<AsyncResult<T>> done, Set<AsyncResult<T>> notDone) {}

    /**
     * Waits until all have ended.
     *
     * @param <T> the results' type
     * @param results what to wait for; one that is given twice counts once
     * @return all of them, as done
     * @throws InterruptedException if the thread is interrupted
     */
    public static <T extends @Nullable Object> Waited<T> await(Collection<AsyncResult<T>> results)
            throws InterruptedException {
        return await(results, Duration.ofNanos(Long.MAX_VALUE), ReturnWhen.ALL_COMPLETED);
    }

    /**
     * Waits for some results or the end of a time.
     *
     * @param <T> the results' type
     * @param results what to wait for; one that is given twice counts once
     * @param timeout how long to wait at most
     * @param returnWhen what to wait for
     * @return which have ended
     * @throws InterruptedException if the thread is interrupted
     */
    public static <T extends @Nullable Object> Waited<T> await(
            Collection<AsyncResult<T>> results, Duration timeout, ReturnWhen returnWhen) throws InterruptedException {
        Set<AsyncResult<T>> all = new LinkedHashSet<>(results);
        CountDownLatch enough =
                new CountDownLatch(returnWhen == ReturnWhen.FIRST_COMPLETED ? Math.min(1, all.size()) : all.size());
        for (AsyncResult<T> result : all) {
            result.whenEnded(() -> {
                enough.countDown();
                if (returnWhen == ReturnWhen.FIRST_EXCEPTION && result.state() != Future.State.SUCCESS) {
                    release(enough);
                }
            });
        }
        boolean _ = enough.await(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
        Set<AsyncResult<T>> done = new LinkedHashSet<>(all);
        done.removeIf(result -> !result.isDone());
        all.removeAll(done);
        return new Waited<>(done, all);
    }

    private static void release(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            latch.countDown();
        }
    }

    /**
     * {@return the results in the order in which they end} Those that have ended come first.
     *
     * @param <T> the results' type
     * @param results what to wait for; one that is given twice comes once
     */
    public static <T extends @Nullable Object> CompletionIterator<T> asCompleted(Collection<AsyncResult<T>> results) {
        return new CompletionIterator<>(results);
    }
}
