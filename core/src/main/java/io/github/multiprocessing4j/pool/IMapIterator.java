package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.failure.TaskFailedException;
import io.github.multiprocessing4j.failure.TaskTimeoutException;
import io.github.multiprocessing4j.failure.WaitInterruptedException;
import io.github.multiprocessing4j.failure.WorkerDiedException;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The results of {@link Pool#imap} or {@link Pool#imapUnordered}, which come as the workers go along.
 *
 * <pre>{@code
 * for (var size : pool.imap(Files::size, paths)) {
 *     total += size;
 * }
 * }</pre>
 *
 * <p><b>Lazy.</b> The input is read ahead of the results that were taken by a fixed number of chunks and no further, so it
 * may be endless, and results that nobody takes do not pile up. It is read by a thread of the pool's, one at a time, so a
 * source that blocks delays no result that is there. Whoever loses interest can just drop the iterator;
 * {@link #close()} moreover takes back what no worker has begun.
 *
 * <p><b>Failure.</b> {@link #next()} throws what befell an item in its place among the results: {@link TaskFailedException},
 * {@link TaskTimeoutException}, {@link WorkerDiedException} or {@link SerializationException}, as {@link Pool#map} does. The rest of that item's chunk
 * is not run, or lost; the results of the chunks after it follow. An exception of the input's own iterator is thrown when
 * the results before it were taken, and ends the results.
 *
 * <p><b>When the pool is closed</b> before the input was read to its end, the results of what was read can still be taken;
 * then {@code next} throws {@link IllegalStateException}. When the pool is terminated it throws
 * {@link CancellationException}.
 *
 * <p>One thread at a time should take results; several may, each gets some. Memory consistency effects are those of
 * {@link AsyncResult}; moreover, what the input's iterator does for one item happens before what it does for the next.
 *
 * <p>CPython's counterpart is {@code multiprocessing.pool.IMapIterator}.
 *
 * @param <T> the results' type
 */
@SuppressWarnings("IterableAndIterator") // as in CPython; once through, as its documentation says
public sealed interface IMapIterator<T extends @Nullable Object> extends Iterator<T>, Iterable<T>, AutoCloseable
        permits ImapCall {
    /**
     * {@return whether there is, or will be, another result} A result that is an exception counts. Waits until the input
     * says whether it goes on, if nothing of what was read is left.
     *
     * @throws WaitInterruptedException if the thread is interrupted
     */
    @Override
    boolean hasNext();

    /**
     * Takes the next result, waiting for it.
     *
     * @return the result
     * @throws NoSuchElementException if there is none
     * @throws TaskFailedException if the task failed on this item
     * @throws TaskTimeoutException if it took too long
     * @throws WorkerDiedException if the worker died on it, or none could be brought up to work
     * @throws SerializationException if it, or its result, could not be sent
     * @throws ProcessStartException if the operating system refused to start workers
     * @throws CancellationException if the pool was terminated
     * @throws IllegalStateException if the pool was closed before the input was read to its end, or the input's own iterator
     *     threw a checked exception, which is then the cause
     * @throws RuntimeException if the input's own iterator threw it; an {@link Error} of its comes as it is, too
     * @throws WaitInterruptedException if the thread is interrupted; nothing is lost
     */
    @Override
    T next();

    /**
     * Takes the next result, waiting for it, but not for ever.
     *
     * @param timeout how long to wait at most
     * @return the result
     * @throws TimeoutException if it is not there in time; it can be taken later
     * @throws NoSuchElementException if there is none
     * @throws TaskFailedException if the task failed on this item
     * @throws TaskTimeoutException if it took too long
     * @throws WorkerDiedException if the worker died on it, or none could be brought up to work
     * @throws SerializationException if it, or its result, could not be sent
     * @throws ProcessStartException if the operating system refused to start workers
     * @throws CancellationException if the pool was terminated
     * @throws IllegalStateException if the pool was closed before the input was read to its end, or the input's own iterator
     *     threw a checked exception, which is then the cause
     * @throws RuntimeException if the input's own iterator threw it; an {@link Error} of its comes as it is, too
     * @throws WaitInterruptedException if the thread is interrupted; nothing is lost
     */
    T next(Duration timeout) throws TimeoutException;

    /** {@return this} It can be iterated over only once. */
    @Override
    default Iterator<T> iterator() {
        return this;
    }

    /**
     * {@return the results as a stream, as lazy as this is} Closing it closes this; whoever does not read it to its end should do so.
     */
    default Stream<T> stream() {
        Spliterator<T> rest = Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED);
        return StreamSupport.stream(rest, /* parallel= */ false).onClose(this::close);
    }

    /**
     * Ends the iteration: the input is not read any further, what no worker has begun is not run, and what it yields is
     * dropped. There is no next result afterwards. Has no effect if there was none anyway.
     */
    @Override
    void close();
}
