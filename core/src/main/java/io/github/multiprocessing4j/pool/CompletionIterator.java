package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.WaitInterruptedException;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Results in the order in which they end, as {@link Futures#asCompleted} gives them. Each is ready when it comes, and is not kept. One
 * thread at a time should use it.
 *
 * @param <T> the results' type
 */
@SuppressWarnings("IterableAndIterator") // to be used in a for loop, once
public final class CompletionIterator<T extends @Nullable Object>
        implements Iterator<AsyncResult<T>>, Iterable<AsyncResult<T>> {
    private final LinkedBlockingQueue<AsyncResult<T>> ended = new LinkedBlockingQueue<>();

    private final int total;

    private int left;

    CompletionIterator(Collection<AsyncResult<T>> results) {
        Set<AsyncResult<T>> all = new LinkedHashSet<>(results);
        total = all.size();
        left = total;
        all.forEach(result -> result.whenEnded(() -> ended.add(result)));
    }

    /** {@return whether some have not come yet} Does not wait. */
    @Override
    public boolean hasNext() {
        return left > 0;
    }

    /**
     * {@return the next one that has ended}
     *
     * @throws NoSuchElementException if all have come
     * @throws WaitInterruptedException if the thread is interrupted; nothing is lost
     */
    @Override
    public AsyncResult<T> next() {
        try {
            return next(Duration.ofNanos(Long.MAX_VALUE));
        } catch (TimeoutException e) {
            throw new AssertionError("nobody waits that long", e);
        }
    }

    /**
     * {@return the next one that has ended, waiting for it, but not for ever}
     *
     * @param timeout how long to wait at most
     * @throws TimeoutException if none has ended in time; it comes later
     * @throws NoSuchElementException if all have come
     * @throws WaitInterruptedException if the thread is interrupted; nothing is lost
     */
    public AsyncResult<T> next(Duration timeout) throws TimeoutException {
        if (left == 0) {
            throw new NoSuchElementException("all " + total + " results have come");
        }
        try {
            AsyncResult<T> next = ended.poll(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new TimeoutException(left + " (of " + total + ") futures unfinished after " + timeout);
            }
            left--;
            return next;
        } catch (InterruptedException e) {
            throw WaitInterruptedException.of("the next of " + total + " results", e);
        }
    }

    /** {@return this} It can be iterated over only once. */
    @Override
    public Iterator<AsyncResult<T>> iterator() {
        return this;
    }

    /** {@return how many have come, and of how many} */
    @Override
    public String toString() {
        return "CompletionIterator[" + (total - left) + " of " + total + "]";
    }
}
