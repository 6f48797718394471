package io.github.multiprocessing4j.queue;

import java.io.Serial;
import java.time.Duration;

/**
 * A {@link Queue} that one can wait for until all its elements are done. CPython's counterpart is
 * {@code multiprocessing.JoinableQueue}.
 *
 * <pre>{@code
 * try (var q = JoinableQueue.<Integer>create()) {
 *     var p = ChildProcess.builder().daemon(true).start(() -> { while (true) { q.take(); q.taskDone(); } });
 *     for (int i = 0; i < 100; i++) q.put(i);
 *     q.join();
 *     p.terminate();
 * }
 * }</pre>
 *
 * <p>Whoever has taken an element and dealt with it calls {@link #taskDone}. What a process has taken and not said to be done when
 * it ends counts as done from then on, with a warning in the log: a dead consumer keeps nobody waiting. The end of a thread is not such
 * an end, so it says {@code taskDone} in a {@code finally} block.
 *
 * @param <E> what it holds; null is no element
 */
public final class JoinableQueue<E> extends Queue<E> {
    @Serial
    private static final long serialVersionUID = 1L;

    JoinableQueue(QueueStorage storage) {
        super(storage);
    }

    /**
     * {@return a new queue without a limit}
     *
     * @param <E> what it holds
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    public static <E> JoinableQueue<E> create() {
        return create(Integer.MAX_VALUE);
    }

    /**
     * {@return a new queue with a limit}
     *
     * @param <E> what it holds
     * @param capacity how many elements it may hold; who puts more waits
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     * @throws IllegalArgumentException if the capacity is not positive
     */
    public static <E> JoinableQueue<E> create(int capacity) {
        return new JoinableQueue<>(SharedQueue.create(QueueKind.JOINABLE, capacity));
    }

    /**
     * {@return a new queue without a limit, between threads of this process} See {@link Queue} for how it differs.
     *
     * @param <E> what it holds
     */
    public static <E> JoinableQueue<E> betweenThreads() {
        return betweenThreads(Integer.MAX_VALUE);
    }

    /**
     * {@return a new queue with a limit, between threads of this process}
     *
     * @param <E> what it holds
     * @param capacity how many elements it may hold; who puts more waits
     * @throws IllegalArgumentException if the capacity is not positive
     */
    public static <E> JoinableQueue<E> betweenThreads(int capacity) {
        return new JoinableQueue<>(new LocalQueue(QueueKind.JOINABLE, capacity));
    }

    /**
     * Says that an element that was taken is done. CPython's {@code task_done}.
     *
     * @throws IllegalStateException if all elements are done already
     */
    public void taskDone() {
        storage.taskDone();
    }

    /**
     * Waits until all elements that were put are done. CPython's {@code join}.
     *
     * @throws InterruptedException if the thread is or gets interrupted
     * @throws IllegalStateException if the queue is or gets closed in this process
     */
    public void join() throws InterruptedException {
        storage.join(Long.MAX_VALUE);
    }

    /**
     * Waits until all elements that were put are done, for some time at most.
     *
     * @param timeout how long; not at all if it is not positive
     * @return whether they are
     * @throws InterruptedException if the thread is or gets interrupted
     */
    public boolean join(Duration timeout) throws InterruptedException {
        boolean far = timeout.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0;
        return storage.join(timeout.isNegative() ? 0 : far ? Long.MAX_VALUE : timeout.toNanos());
    }
}
