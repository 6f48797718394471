package io.github.multiprocessing4j.manager;

import java.time.Duration;

/**
 * A queue in a manager that one can wait for until all its elements are done. CPython's proxy for a {@code queue.Queue} with {@code task_done} and {@code join}.
 *
 * <pre>{@code
 * JoinableQueueProxy<Integer> queue = manager.joinableQueue();
 * var p = ChildProcess.builder().daemon(true).start(() -> { while (true) { queue.take(); queue.taskDone(); } });
 * for (int i = 0; i < 100; i++) queue.put(i);
 * queue.join();
 * p.terminate();
 * }</pre>
 *
 * <p>Whoever has taken an element and dealt with it calls {@link #taskDone}. What a process has taken and not said to be done when it ends counts as done from then on, with a
 * warning in the log: a dead consumer keeps nobody waiting. A process that says so of what it has not taken does it in the place of others that have.
 *
 * @param <E> what it holds; null is no element
 */
public interface JoinableQueueProxy<E> extends QueueProxy<E> {
    /**
     * Says that an element that was taken is done. CPython's {@code task_done}.
     *
     * @throws IllegalStateException if all elements are done already
     */
    void taskDone();

    /**
     * Waits until all elements that were put are done. CPython's {@code join}.
     *
     * @throws InterruptedException if the thread is or gets interrupted
     */
    void join() throws InterruptedException;

    /**
     * Waits until all elements that were put are done, for some time at most.
     *
     * @param timeout how long; not at all if it is not positive
     * @return whether they are
     * @throws InterruptedException if the thread is or gets interrupted
     */
    boolean join(Duration timeout) throws InterruptedException;
}
