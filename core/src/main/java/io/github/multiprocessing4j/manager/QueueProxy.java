package io.github.multiprocessing4j.manager;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;

/**
 * A queue in a manager. CPython's proxy for a {@code queue.Queue} of a {@code SyncManager}.
 *
 * <pre>{@code
 * QueueProxy<String> queue = manager.queue();
 * var p = ChildProcess.start(() -> queue.put("done"));
 * System.out.println(queue.take());
 * p.join();
 * }</pre>
 *
 * <p>Elements are copies, but for proxies, which stay such. They come out in the order in which they were put. What would have to look at elements without taking them, such as
 * {@code peek}, {@code iterator}, {@code contains} and {@code remove(Object)}, throws an {@link UnsupportedOperationException}, as with {@link
 * io.github.multiprocessing4j.queue.Queue}. Between processes of one machine, that one is many times faster.
 *
 * <p><b>When a process ends</b> that waits to put or take, others go on, and nothing is lost. What the server had taken for it and was on its way to it is lost with it.
 *
 * <p><b>Memory consistency effects:</b> what a thread did before it put an element <i>happens-before</i> what follows its removal, in whatever process: calls to the same
 * server, and what they have changed there.
 *
 * @param <E> what it holds; null is no element
 */
public interface QueueProxy<E> extends BlockingQueue<E>, BaseProxy {
    /** {@return whether who puts had to wait at the moment} CPython's {@code full}. */
    boolean isFull();

    /**
     * Shuts the queue down: nothing can be put into it any more; what is there can be taken. Who waits to put, and who waits to take when there is nothing left, gets a {@link
     * io.github.multiprocessing4j.failure.QueueShutDownException}.
     */
    void shutdown();

    /**
     * Shuts the queue down. CPython's {@code queue.Queue.shutdown}.
     *
     * @param immediate whether what is there can't be taken any more either
     */
    void shutdown(boolean immediate);

    /** {@return whether the queue was shut down} */
    boolean isShutdown();

    /**
     * {@return as many elements as there are at the moment, which are taken}
     *
     * @param most how many to take at most; none if it is not positive
     */
    List<E> drain(int most);

    @Override
    default int drainTo(Collection<? super E> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // another proxy of this queue is no error: each element goes to its end once
    default int drainTo(Collection<? super E> target, int most) {
        if (Objects.requireNonNull(target) == this) {
            throw new IllegalArgumentException("a queue can't be drained to itself");
        }
        List<E> drained = drain(most);
        target.addAll(drained);
        return drained.size();
    }
}
