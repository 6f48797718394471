package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.failure.TaskTimeoutException;

/**
 * Makes {@link Pool}s whose workers are threads of this process: for tasks that wait more than they compute, or that work on objects
 * which can't or need not be copied.
 *
 * {@snippet :
 * try (var pool = ThreadPool.create(8)) {
 *     var pages = pool.map(client::fetch, addresses);            // client is not serializable
 * }
 * try (var pool = ThreadPool.builder().threads(1000).threadFactory(Thread.ofVirtual().factory()).build()) {
 *     ...
 * }
 * }
 *
 * <p>All calls are those of {@link Pool}, and work as described there, but:
 *
 * <ul>
 *   <li><b>Nothing is copied.</b> Code, arguments, results and exceptions are handed over as they are; none of them needs to be
 *       serializable, though the types of lambdas say that they are. What several tasks change has to be thread-safe.
 *   <li><b>A thread can't be killed.</b> A task that exceeds its {@linkplain TaskOptions#timeout() hard limit} or its stall limit, or goes on beyond
 *       the grace period after its soft limit or {@link AsyncResult#cancel cancel(true)}, is interrupted and given up on: its call fails at
 *       once, with {@link TaskTimeoutException} or as cancelled, and another thread takes the place of the stuck one. That one
 *       runs on until its task ends; what the task yields then is dropped. So a task that never ends costs a thread for good.
 *   <li><b>Nobody dies</b>, so that {@link TaskOptions#retries} have no meaning. Whatever a task throws, an {@link Error} too,
 *       is the failure of that task and leaves its thread as it was. {@link System#exit} ends this process.
 *   <li>{@link Pool#terminate} interrupts the tasks that run, and fails their calls at once; {@link Pool#join} then waits for each at most
 *       for its grace period. A task can't wait for the end of its own pool: {@link IllegalStateException}.
 *   <li>An initializer runs once in each thread. If three threads in a row fail to come up, because it throws or because the thread factory does, and no
 *       other is there or coming up, what waits fails with {@link ProcessStartException}, and nothing is started until the
 *       next call.
 *   <li>Process ids, as of {@link TaskTimeoutException#pid()}, are this process's, and the thread dump is the stack of the task's
 *       thread.
 * </ul>
 *
 * <p>The threads are daemons: a pool that is not closed does not keep the JVM alive. What a thread did before it made the call happens before the task begins, and what the
 * task did happens before a return from {@link AsyncResult#get()}. Tasks may have pools and processes of their own.
 *
 * <p>CPython's counterparts are {@code multiprocessing.pool.ThreadPool} and {@code multiprocessing.dummy.Pool}.
 */
public final class ThreadPool {
    private ThreadPool() {}

    /**
     * {@return a pool with as many threads as this JVM may use processors}
     *
     * @throws ProcessStartException if there is no memory or thread left
     */
    public static Pool create() {
        return builder().build();
    }

    /**
     * {@return a pool with so many threads}
     *
     * @param threads how many; at least 1
     * @throws ProcessStartException if there is no memory or thread left
     */
    public static Pool create(int threads) {
        return builder().threads(threads).build();
    }

    /** {@return a builder of pools with virtual threads, an initializer and so on} */
    public static ThreadPoolBuilder builder() {
        return new ThreadPoolBuilder();
    }
}
