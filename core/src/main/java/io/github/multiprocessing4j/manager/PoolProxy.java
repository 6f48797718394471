package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.function.RemoteBiFunction;
import io.github.multiprocessing4j.function.RemoteCallable;
import io.github.multiprocessing4j.function.RemoteFunction;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pool of a manager, whose workers are children of the server's process, so that several processes may share it. CPython's {@code PoolProxy}.
 *
 * <pre>{@code
 * try (var manager = SyncManager.start(); var pool = manager.pool(4)) {
 *     List<Integer> squares = pool.map(n -> n * n, List.of(0, 1, 2, 3));
 *     ChildProcess.start(() -> pool.apply(() -> work())).join();   // by the same workers
 * }
 * }</pre>
 *
 * <p>The calls are those of {@link io.github.multiprocessing4j.pool.Pool}, with the same rules and failures: what a task throws is the cause of a {@link
 * io.github.multiprocessing4j.failure.TaskFailedException} here, too, and a worker that dies is replaced. Each call goes to the server and from there to a worker, as arguments and
 * results do: that is twice the way of a pool of one's own.
 *
 * <p><b>Code.</b> A function is copied to the server and from there to the workers. Classes that are not on their class path come from the process that has started the
 * server, and from no other one.
 *
 * <p><b>Input</b> that is {@link java.io.Serializable} is read in the server, a list of the manager's among it; of other input the elements are sent, so it is read to its end
 * before the call begins, that of {@code imap} as well.
 *
 * <p><b>Life.</b> {@link #close()} gives this proxy up, as it does with every one. When nobody has a proxy of the pool any more, because they were all closed or collected or their processes
 * have ended, it takes no new work; when nobody has one of its results either, its workers are terminated. So a program that asks for something and does not wait for it keeps the result. Nothing of a
 * pool outlives the server's process, however that ends. When the server ends, calls throw {@link io.github.multiprocessing4j.failure.ManagerDiedException}.
 *
 * <p>Thread-safe, and can be sent to other processes. Memory consistency effects are those of {@link BaseProxy}, and of a pool's results.
 */
public interface PoolProxy extends BaseProxy {
    /**
     * Has something run by a worker and waits for the result.
     *
     * @param <T> the result's type
     * @param code what to run
     * @return its result
     * @throws io.github.multiprocessing4j.failure.TaskFailedException if it threw
     * @throws io.github.multiprocessing4j.failure.WorkerDiedException if the worker died
     * @throws io.github.multiprocessing4j.failure.SerializationException if it or its result can't be sent
     * @throws io.github.multiprocessing4j.failure.WaitInterruptedException if the thread is interrupted; the work goes on
     * @throws IllegalStateException if the pool is shut down
     */
    <T extends @Nullable Object> T apply(RemoteCallable<? extends T> code);

    /**
     * Has something run by a worker.
     *
     * @param <T> the result's type
     * @param code what to run
     * @return its result to come
     * @throws io.github.multiprocessing4j.failure.SerializationException if it can't be sent
     * @throws IllegalStateException if the pool is shut down
     */
    <T extends @Nullable Object> AsyncResultProxy<T> applyAsync(RemoteCallable<? extends T> code);

    /**
     * Applies a function to every item and waits for the results. {@link io.github.multiprocessing4j.pool.Pool#map(RemoteFunction, Iterable)} tells the rest.
     *
     * @param <T> the items' type
     * @param <R> the results' type
     * @param function what to apply
     * @param items what to apply it to
     * @return the results in the items' order; can't be changed
     * @throws io.github.multiprocessing4j.failure.TaskFailedException if the function threw
     * @throws io.github.multiprocessing4j.failure.WorkerDiedException if a worker died on an item
     * @throws io.github.multiprocessing4j.failure.SerializationException if the function, an item or a result can't be sent
     * @throws io.github.multiprocessing4j.failure.WaitInterruptedException if the thread is interrupted; the work goes on
     * @throws IllegalStateException if the pool is shut down
     */
    <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items);

    /**
     * As {@link #map(RemoteFunction, Iterable)}, in chunks of a size.
     *
     * @param <T> the items' type
     * @param <R> the results' type
     * @param function what to apply
     * @param items what to apply it to
     * @param chunkSize how many items a worker gets together; at least 1
     * @return the results in the items' order; can't be changed
     */
    <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize);

    /**
     * Applies a function to every item.
     *
     * @param <T> the items' type
     * @param <R> the results' type
     * @param function what to apply
     * @param items what to apply it to
     * @return the results to come, in the items' order
     * @throws io.github.multiprocessing4j.failure.SerializationException if the function or an item can't be sent
     * @throws IllegalStateException if the pool is shut down
     */
    <T extends @Nullable Object, R extends @Nullable Object> AsyncResultProxy<List<R>> mapAsync(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items);

    /**
     * As {@link #mapAsync(RemoteFunction, Iterable)}, in chunks of a size.
     *
     * @param <T> the items' type
     * @param <R> the results' type
     * @param function what to apply
     * @param items what to apply it to
     * @param chunkSize how many items a worker gets together; at least 1
     * @return the results to come, in the items' order
     */
    <T extends @Nullable Object, R extends @Nullable Object> AsyncResultProxy<List<R>> mapAsync(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize);

    /**
     * Applies a function to the key and the value of every entry and waits for the results. Fails as {@link #map(RemoteFunction, Iterable)} does.
     *
     * @param <A> the keys' type
     * @param <B> the values' type
     * @param <R> the results' type
     * @param function what to apply
     * @param arguments pairs of arguments, as made by {@link Map#entry}
     * @return the results in the pairs' order; can't be changed
     */
    <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> List<R> starmap(
            RemoteBiFunction<? super A, ? super B, ? extends R> function,
            Iterable<? extends Map.Entry<? extends A, ? extends B>> arguments);

    /**
     * As {@link #starmap(RemoteBiFunction, Iterable)}, in chunks of a size.
     *
     * @param <A> the keys' type
     * @param <B> the values' type
     * @param <R> the results' type
     * @param function what to apply
     * @param arguments pairs of arguments, as made by {@link Map#entry}
     * @param chunkSize how many pairs a worker gets together; at least 1
     * @return the results in the pairs' order; can't be changed
     */
    <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> List<R> starmap(
            RemoteBiFunction<? super A, ? super B, ? extends R> function,
            Iterable<? extends Map.Entry<? extends A, ? extends B>> arguments,
            int chunkSize);

    /**
     * Applies a function to the key and the value of every entry. Fails as {@link #mapAsync(RemoteFunction, Iterable)} does.
     *
     * @param <A> the keys' type
     * @param <B> the values' type
     * @param <R> the results' type
     * @param function what to apply
     * @param arguments pairs of arguments, as made by {@link Map#entry}
     * @return the results to come, in the pairs' order
     */
    <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            AsyncResultProxy<List<R>> starmapAsync(
                    RemoteBiFunction<? super A, ? super B, ? extends R> function,
                    Iterable<? extends Map.Entry<? extends A, ? extends B>> arguments);

    /**
     * As {@link #starmapAsync(RemoteBiFunction, Iterable)}, in chunks of a size.
     *
     * @param <A> the keys' type
     * @param <B> the values' type
     * @param <R> the results' type
     * @param function what to apply
     * @param arguments pairs of arguments, as made by {@link Map#entry}
     * @param chunkSize how many pairs a worker gets together; at least 1
     * @return the results to come, in the pairs' order
     */
    <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            AsyncResultProxy<List<R>> starmapAsync(
                    RemoteBiFunction<? super A, ? super B, ? extends R> function,
                    Iterable<? extends Map.Entry<? extends A, ? extends B>> arguments,
                    int chunkSize);

    /**
     * Applies a function to every item. The results come as the workers go along, and wait in the server until they are taken: a bounded number of them, then the workers wait.
     *
     * @param <T> the items' type
     * @param <R> the results' type
     * @param function what to apply
     * @param items what to apply it to; if it serializes, it is read in the server no further ahead than a {@link
     *     io.github.multiprocessing4j.pool.IMapIterator} does
     * @return the results in the items' order. What befalls an item is thrown in its place
     * @throws io.github.multiprocessing4j.failure.SerializationException if the function or an input can't be sent
     * @throws IllegalStateException if the pool is shut down
     */
    <T extends @Nullable Object, R extends @Nullable Object> IteratorProxy<R> imap(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items);

    /**
     * As {@link #imap(RemoteFunction, Iterable)}, in chunks of a size.
     *
     * @param <T> the items' type
     * @param <R> the results' type
     * @param function what to apply
     * @param items what to apply it to
     * @param chunkSize how many items a worker gets together; at least 1
     * @return the results in the items' order
     */
    <T extends @Nullable Object, R extends @Nullable Object> IteratorProxy<R> imap(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize);

    /**
     * As {@link #imap(RemoteFunction, Iterable)}, but the results come in the order in which they arrive.
     *
     * @param <T> the items' type
     * @param <R> the results' type
     * @param function what to apply
     * @param items what to apply it to
     * @return the results
     */
    <T extends @Nullable Object, R extends @Nullable Object> IteratorProxy<R> imapUnordered(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items);

    /**
     * As {@link #imapUnordered(RemoteFunction, Iterable)}, in chunks of a size.
     *
     * @param <T> the items' type
     * @param <R> the results' type
     * @param function what to apply
     * @param items what to apply it to
     * @param chunkSize how many items a worker gets together; at least 1
     * @return the results
     */
    <T extends @Nullable Object, R extends @Nullable Object> IteratorProxy<R> imapUnordered(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize);

    /** Takes no new work; the workers end when what there is was done. Does not wait. CPython's {@code close}. */
    void shutdown();

    /**
     * Waits until all workers have ended.
     *
     * @throws IllegalStateException if the pool was neither shut down nor terminated
     * @throws io.github.multiprocessing4j.failure.WaitInterruptedException if the thread is interrupted
     */
    void join();

    /** Ends the workers at once, whatever they do; what was not done is cancelled. Does not wait. */
    void terminate();
}
