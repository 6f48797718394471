package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.failure.TaskFailedException;
import io.github.multiprocessing4j.failure.TaskTimeoutException;
import io.github.multiprocessing4j.failure.WaitInterruptedException;
import io.github.multiprocessing4j.failure.WorkerDiedException;
import io.github.multiprocessing4j.function.RemoteBiFunction;
import io.github.multiprocessing4j.function.RemoteCallable;
import io.github.multiprocessing4j.function.RemoteFunction;
import io.github.multiprocessing4j.pool.PoolBackend.Load;
import io.github.multiprocessing4j.pool.PoolBackend.Preparation;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Worker processes that share out work. Each is a JVM of its own, so that what one of them runs can crash, run out of memory
 * or call {@link System#exit} without harm to anything else.
 *
 * {@snippet :
 * try (var pool = Pool.create(4)) {
 *     List<Integer> squares = pool.map(n -> n * n, List.of(0, 1, 2, 3));
 *     for (var size : pool.imap(Files::size, paths)) {          // lazy, in order
 *         total += size;
 *     }
 *     AsyncResult<String> later = pool.applyAsync(() -> slow());
 *     ...
 * }
 * }
 *
 * <p>{@link ThreadPool} makes pools with the same calls whose workers are threads of this process.
 *
 * <p><b>What crosses.</b> Code and arguments are copied into a worker, and results back; both must be serializable, as a
 * lambda is that is written as an argument here. A worker has its own copy of every static field. What a call captures is
 * copied for every chunk. So don't close a lock or other shared memory that a call has captured before the call has ended:
 * a chunk that comes to a worker afterwards may fail with "shared memory is gone". To drop it does no harm, the pool keeps it
 * until then.
 *
 * <p><b>Large arrays</b> of numbers, of 16 KiB and more, are not copied in this process by {@code map} and {@code starmap}, but read while
 * they are sent: like objects that threads share, they must not be changed before the call has returned, and where the calling thread was
 * interrupted, not before the pool has ended. All else is encoded before a call goes on, and the calls that return at once copy large arrays, too.
 *
 * <p><b>Chunks.</b> The input is sent in chunks, each run by one worker in order. {@code map} and {@code starmap} read the
 * whole input and make about four chunks a worker unless they are given a chunk size; {@code imap} reads lazily and sends
 * single items unless told otherwise, so give it a chunk size if the items are many and small. Results come in the input's
 * order, except from {@code imapUnordered}.
 *
 * <p><b>Failure of a task.</b> Blocking calls throw {@link TaskFailedException}, whose cause is what the task threw, with the
 * stack frames that it had in the worker. If several items fail, the first one in the input's order is reported; the rest
 * of its chunk is not run, the other chunks are. Nothing of a call runs any more when it has returned or thrown, unless the
 * caller was interrupted or a worker died.
 *
 * <p><b>Death of a worker</b>, of whatever: the call whose chunk it had begun fails with {@link WorkerDiedException} as soon as
 * the operating system has declared the process dead. Of {@code map} and {@code starmap} what no worker has begun is then
 * not run, and what is running ends unheard; of {@code imap} only the chunk fails. What the dead worker had not begun for
 * other calls is run by another, and a new worker takes its place; the pool is never broken. If three workers in a row end
 * before they are ready to work, as when the initializer throws or a JVM option is wrong, and no other is there or coming up,
 * what waits fails and nothing is started until the next call.
 *
 * <p><b>Tasks that take too long</b> can be stopped: with {@link TaskOptions} a call, or with {@link PoolBuilder#taskOptions} a pool, has
 * limits beyond which a task is interrupted or its worker killed, and {@link AsyncResult#cancel cancel(true)} does the same. Only that task
 * fails, with {@link TaskTimeoutException}, and a new worker takes the killed one's place.
 *
 * <p><b>Values that can't cross</b> are a {@link SerializationException}: at once for arguments, in which case nothing was
 * run, and in place of the result for results.
 *
 * <p><b>Closing.</b> {@link #close()} waits for the work as {@link java.util.concurrent.ExecutorService#close} does,
 * {@link #shutdown()} only takes no new work, {@link #terminate()} waits for nothing. A pool that is not closed does not
 * keep the JVM alive, and its workers end with it. One that is not closed and can't be reached any more is shut down when the garbage collector
 * finds that, with a warning; what it was given is done first. A worker that has nothing more to do and has not ended after five seconds, with its shutdown hooks, is
 * killed; the system property {@code multiprocessing4j.workerEndSeconds} sets another limit.
 *
 * <p>Pools are thread-safe; calls from several threads share the workers, first come, first served. Workers are daemons:
 * they may not start {@code ChildProcess}es or pools of their own. Tasks that wait for each other need as many workers as
 * there are of them. Memory consistency effects are those of {@link AsyncResult}.
 *
 * <p>CPython's counterpart is {@code multiprocessing.Pool}; its {@code close} is {@link #shutdown()}, and leaving its
 * {@code with} block terminates where {@link #close()} waits. Forgetting one is a {@code ResourceWarning} there.
 */
public final class Pool implements AutoCloseable {
    private static final Duration LONG = Duration.ofDays(1);

    private final PoolBackend backend;

    private final Front front;

    /** Of calls that say nothing of it. */
    private final TaskOptions defaults;

    Pool(PoolBackend backend, TaskOptions defaults) {
        this.backend = backend;
        this.front = new Front(backend);
        this.defaults = defaults;
        Forgotten.watch(this, front.lifecycle());
    }

    /** {@return a pool with as many workers as this JVM may use processors} */
    public static Pool create() {
        return builder().build();
    }

    /**
     * {@return a pool with so many workers}
     *
     * @param processes how many; at least 1
     */
    public static Pool create(int processes) {
        return builder().processes(processes).build();
    }

    /** {@return a builder of pools with an initializer, JVM options and so on} */
    public static PoolBuilder builder() {
        return new PoolBuilder();
    }

    /**
     * {@return a pool that has its work done by workers of another kind}
     *
     * @param backend who runs the work; the pool's from now on
     */
    public static Pool over(PoolBackend backend) {
        return new Pool(Objects.requireNonNull(backend, "backend"), TaskOptions.none());
    }

    // -- map
    // -----------------------------------------------------------------------------------------------------------

    /**
     * Applies a function to every item and waits for the results.
     *
     * @param <T> the items' type
     * @param <R> the results' type
     * @param function what to apply
     * @param items what to apply it to
     * @return the results in the items' order; can't be changed
     * @throws TaskFailedException if the function threw
     * @throws WorkerDiedException if a worker died on an item
     * @throws SerializationException if the function, an item or a result can't be sent
     * @throws WaitInterruptedException if the thread is interrupted; the work goes on
     * @throws IllegalStateException if the pool is shut down
     */
    public <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
        return map(function, items, defaults);
    }

    /**
     * Applies a function to every item, sent in chunks of a size, and waits for the results.
     *
     * @param <T> the items' type
     * @param <R> the results' type
     * @param function what to apply
     * @param items what to apply it to
     * @param chunkSize how many items are sent together; at least 1
     * @return the results in the items' order; can't be changed
     * @throws TaskFailedException if the function threw
     * @throws WorkerDiedException if a worker died on an item
     * @throws SerializationException if the function, an item or a result can't be sent
     * @throws WaitInterruptedException if the thread is interrupted; the work goes on
     * @throws IllegalStateException if the pool is shut down
     */
    public <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize) {
        return map(function, items, defaults.chunkSize(chunkSize));
    }

    /**
     * Applies a function to every item, under limits or otherwise as the options say, and waits for the results.
     *
     * @param <T> the items' type
     * @param <R> the results' type
     * @param function what to apply
     * @param items what to apply it to
     * @param options limits, retries, chunk size
     * @return the results in the items' order; can't be changed
     * @throws TaskFailedException if the function threw
     * @throws TaskTimeoutException if it took too long for an item
     * @throws WorkerDiedException if a worker died on an item
     * @throws SerializationException if the function, an item or a result can't be sent
     * @throws WaitInterruptedException if the thread is interrupted; the work goes on
     * @throws IllegalStateException if the pool is shut down
     */
    public <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items, TaskOptions options) {
        return this.<R>submit("map", apply(function), Chunking.materialize(items), options, /* itemsStay= */ true)
                .join();
    }

    /**
     * Applies a function to every item.
     *
     * @param <T> the items' type
     * @param <R> the results' type
     * @param function what to apply
     * @param items what to apply it to; read to its end before this returns
     * @return the results to come, in the items' order
     * @throws SerializationException if the function or an item can't be sent
     * @throws IllegalStateException if the pool is shut down
     */
    public <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<List<R>> mapAsync(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
        return mapAsync(function, items, defaults);
    }

    /**
     * Applies a function to every item, under limits or otherwise as the options say.
     *
     * @param <T> the items' type
     * @param <R> the results' type
     * @param function what to apply
     * @param items what to apply it to; read to its end before this returns
     * @param options limits, retries, chunk size
     * @return the results to come, in the items' order
     * @throws SerializationException if the function or an item can't be sent
     * @throws IllegalStateException if the pool is shut down
     */
    public <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<List<R>> mapAsync(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items, TaskOptions options) {
        return submit("map", apply(function), Chunking.materialize(items), options, /* itemsStay= */ false);
    }

    /**
     * Applies a function to every item, sent in chunks of a size.
     *
     * @param <T> the items' type
     * @param <R> the results' type
     * @param function what to apply
     * @param items what to apply it to; read to its end before this returns
     * @param chunkSize how many items are sent together; at least 1
     * @return the results to come, in the items' order
     * @throws SerializationException if the function or an item can't be sent
     * @throws IllegalStateException if the pool is shut down
     */
    public <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<List<R>> mapAsync(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize) {
        return mapAsync(function, items, defaults.chunkSize(chunkSize));
    }

    // -- starmap
    // -------------------------------------------------------------------------------------------------------

    /**
     * Applies a function to the key and the value of every entry and waits for the results.
     *
     * @param <A> the keys' type
     * @param <B> the values' type
     * @param <R> the results' type
     * @param function what to apply
     * @param arguments pairs of arguments, as made by {@link Map#entry}
     * @return the results in the pairs' order; can't be changed
     * @throws TaskFailedException if the function threw
     * @throws WorkerDiedException if a worker died on an item
     * @throws SerializationException if the function, an argument or a result can't be sent
     * @throws WaitInterruptedException if the thread is interrupted; the work goes on
     * @throws IllegalStateException if the pool is shut down
     */
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> List<R> starmap(
            RemoteBiFunction<? super A, ? super B, ? extends R> function,
            Iterable<? extends Map.Entry<? extends A, ? extends B>> arguments) {
        return starmap(function, arguments, defaults);
    }

    /**
     * Applies a function to the key and the value of every entry, sent in chunks of a size, and waits for the results.
     *
     * @param <A> the keys' type
     * @param <B> the values' type
     * @param <R> the results' type
     * @param function what to apply
     * @param arguments pairs of arguments, as made by {@link Map#entry}
     * @param chunkSize how many pairs are sent together; at least 1
     * @return the results in the pairs' order; can't be changed
     * @throws TaskFailedException if the function threw
     * @throws WorkerDiedException if a worker died on an item
     * @throws SerializationException if the function, an argument or a result can't be sent
     * @throws WaitInterruptedException if the thread is interrupted; the work goes on
     * @throws IllegalStateException if the pool is shut down
     */
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> List<R> starmap(
            RemoteBiFunction<? super A, ? super B, ? extends R> function,
            Iterable<? extends Map.Entry<? extends A, ? extends B>> arguments,
            int chunkSize) {
        return starmap(function, arguments, defaults.chunkSize(chunkSize));
    }

    /**
     * Applies a function to the key and the value of every entry, under limits or otherwise as the options say, and waits for the results.
     *
     * @param <A> the keys' type
     * @param <B> the values' type
     * @param <R> the results' type
     * @param function what to apply
     * @param arguments pairs of arguments, as made by {@link Map#entry}
     * @param options limits, retries, chunk size
     * @return the results in the pairs' order; can't be changed
     * @throws TaskFailedException if the function threw
     * @throws TaskTimeoutException if it took too long for an item
     * @throws WorkerDiedException if a worker died on an item
     * @throws SerializationException if the function, an argument or a result can't be sent
     * @throws WaitInterruptedException if the thread is interrupted; the work goes on
     * @throws IllegalStateException if the pool is shut down
     */
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> List<R> starmap(
            RemoteBiFunction<? super A, ? super B, ? extends R> function,
            Iterable<? extends Map.Entry<? extends A, ? extends B>> arguments,
            TaskOptions options) {
        return this.<R>submit(
                        "starmap", spread(function), Chunking.materialize(arguments), options, /* itemsStay= */ true)
                .join();
    }

    /**
     * Applies a function to the key and the value of every entry.
     *
     * @param <A> the keys' type
     * @param <B> the values' type
     * @param <R> the results' type
     * @param function what to apply
     * @param arguments pairs of arguments, as made by {@link Map#entry}; read to its end before this returns
     * @return the results to come, in the pairs' order
     * @throws SerializationException if the function or an argument can't be sent
     * @throws IllegalStateException if the pool is shut down
     */
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            AsyncResult<List<R>> starmapAsync(
                    RemoteBiFunction<? super A, ? super B, ? extends R> function,
                    Iterable<? extends Map.Entry<? extends A, ? extends B>> arguments) {
        return starmapAsync(function, arguments, defaults);
    }

    /**
     * Applies a function to the key and the value of every entry, under limits or otherwise as the options say.
     *
     * @param <A> the keys' type
     * @param <B> the values' type
     * @param <R> the results' type
     * @param function what to apply
     * @param arguments pairs of arguments, as made by {@link Map#entry}; read to its end before this returns
     * @param options limits, retries, chunk size
     * @return the results to come, in the pairs' order
     * @throws SerializationException if the function or an argument can't be sent
     * @throws IllegalStateException if the pool is shut down
     */
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            AsyncResult<List<R>> starmapAsync(
                    RemoteBiFunction<? super A, ? super B, ? extends R> function,
                    Iterable<? extends Map.Entry<? extends A, ? extends B>> arguments,
                    TaskOptions options) {
        return submit("starmap", spread(function), Chunking.materialize(arguments), options, /* itemsStay= */ false);
    }

    /**
     * Applies a function to the key and the value of every entry, sent in chunks of a size.
     *
     * @param <A> the keys' type
     * @param <B> the values' type
     * @param <R> the results' type
     * @param function what to apply
     * @param arguments pairs of arguments, as made by {@link Map#entry}; read to its end before this returns
     * @param chunkSize how many pairs are sent together; at least 1
     * @return the results to come, in the pairs' order
     * @throws SerializationException if the function or an argument can't be sent
     * @throws IllegalStateException if the pool is shut down
     */
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            AsyncResult<List<R>> starmapAsync(
                    RemoteBiFunction<? super A, ? super B, ? extends R> function,
                    Iterable<? extends Map.Entry<? extends A, ? extends B>> arguments,
                    int chunkSize) {
        return starmapAsync(function, arguments, defaults.chunkSize(chunkSize));
    }

    // -- apply
    // ---------------------------------------------------------------------------------------------------------

    /**
     * Runs code in a worker and waits for its result.
     *
     * @param <T> the result's type
     * @param code what to run
     * @return the result
     * @throws TaskFailedException if the code threw
     * @throws WorkerDiedException if the worker died on it
     * @throws SerializationException if the code or the result can't be sent
     * @throws WaitInterruptedException if the thread is interrupted; the work goes on
     * @throws IllegalStateException if the pool is shut down
     */
    public <T extends @Nullable Object> T apply(RemoteCallable<? extends T> code) {
        return this.<T>applyAsync(code).join();
    }

    /**
     * Runs code in a worker, under limits or otherwise as the options say, and waits for its result.
     *
     * @param <T> the result's type
     * @param code what to run
     * @param options limits and retries
     * @return the result
     * @throws TaskFailedException if the code threw
     * @throws TaskTimeoutException if it took too long
     * @throws WorkerDiedException if the worker died on it
     * @throws SerializationException if the code or the result can't be sent
     * @throws WaitInterruptedException if the thread is interrupted; the work goes on
     * @throws IllegalStateException if the pool is shut down
     */
    public <T extends @Nullable Object> T apply(RemoteCallable<? extends T> code, TaskOptions options) {
        return this.<T>applyAsync(code, options).join();
    }

    /**
     * Runs code in a worker.
     *
     * @param <T> the result's type
     * @param code what to run
     * @return the result to come
     * @throws SerializationException if the code can't be sent
     * @throws IllegalStateException if the pool is shut down
     */
    public <T extends @Nullable Object> AsyncResult<T> applyAsync(RemoteCallable<? extends T> code) {
        return applyAsync(code, defaults);
    }

    /**
     * Runs code in a worker, under limits or otherwise as the options say.
     *
     * @param <T> the result's type
     * @param code what to run
     * @param options limits and retries
     * @return the result to come
     * @throws SerializationException if the code can't be sent
     * @throws IllegalStateException if the pool is shut down
     */
    public <T extends @Nullable Object> AsyncResult<T> applyAsync(
            RemoteCallable<? extends T> code, TaskOptions options) {
        Task.Call task = new Task.Call(Objects.requireNonNull(code, "code"));
        try {
            return SingleCall.submit(front, task, Objects.requireNonNull(options, "options"));
        } finally {
            Reference.reachabilityFence(this); // or it could be forgotten before the call is counted in
        }
    }

    // -- imap
    // ----------------------------------------------------------------------------------------------------------

    /**
     * Applies a function to every item while the input is read and the results are taken; one item at a time.
     *
     * @param <T> the items' type
     * @param <R> the results' type
     * @param function what to apply
     * @param items what to apply it to; may be endless
     * @return the results in the items' order
     * @throws SerializationException if the function can't be sent
     * @throws IllegalStateException if the pool is shut down
     */
    public <T extends @Nullable Object, R extends @Nullable Object> IMapIterator<R> imap(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
        return imap(function, items, defaults);
    }

    /**
     * Applies a function to every item while the input is read and the results are taken; sent in chunks of a size.
     *
     * @param <T> the items' type
     * @param <R> the results' type
     * @param function what to apply
     * @param items what to apply it to; may be endless
     * @param chunkSize how many items are sent together; at least 1
     * @return the results in the items' order
     * @throws SerializationException if the function can't be sent
     * @throws IllegalStateException if the pool is shut down
     */
    public <T extends @Nullable Object, R extends @Nullable Object> IMapIterator<R> imap(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize) {
        return imap(function, items, defaults.chunkSize(chunkSize));
    }

    /**
     * Applies a function to every item while the input is read and the results are taken, under limits or otherwise as the options say.
     *
     * @param <T> the items' type
     * @param <R> the results' type
     * @param function what to apply
     * @param items what to apply it to; may be endless
     * @param options limits, retries, chunk size, how far to read ahead
     * @return the results in the items' order
     * @throws SerializationException if the function can't be sent
     * @throws IllegalStateException if the pool is shut down
     */
    public <T extends @Nullable Object, R extends @Nullable Object> IMapIterator<R> imap(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items, TaskOptions options) {
        return iterate("imap", apply(function), items, options, /* ordered= */ true);
    }

    /**
     * Applies a function to every item while the input is read and the results are taken; one item at a time.
     *
     * @param <T> the items' type
     * @param <R> the results' type
     * @param function what to apply
     * @param items what to apply it to; may be endless
     * @return the results as they come
     * @throws SerializationException if the function can't be sent
     * @throws IllegalStateException if the pool is shut down
     */
    public <T extends @Nullable Object, R extends @Nullable Object> IMapIterator<R> imapUnordered(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
        return imapUnordered(function, items, defaults);
    }

    /**
     * Applies a function to every item while the input is read and the results are taken; sent in chunks of a size.
     *
     * @param <T> the items' type
     * @param <R> the results' type
     * @param function what to apply
     * @param items what to apply it to; may be endless
     * @param chunkSize how many items are sent together; at least 1
     * @return the results as they come
     * @throws SerializationException if the function can't be sent
     * @throws IllegalStateException if the pool is shut down
     */
    public <T extends @Nullable Object, R extends @Nullable Object> IMapIterator<R> imapUnordered(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize) {
        return imapUnordered(function, items, defaults.chunkSize(chunkSize));
    }

    /**
     * Applies a function to every item while the input is read and the results are taken, under limits or otherwise as the options say.
     *
     * @param <T> the items' type
     * @param <R> the results' type
     * @param function what to apply
     * @param items what to apply it to; may be endless
     * @param options limits, retries, chunk size, how far to read ahead
     * @return the results as they come
     * @throws SerializationException if the function can't be sent
     * @throws IllegalStateException if the pool is shut down
     */
    public <T extends @Nullable Object, R extends @Nullable Object> IMapIterator<R> imapUnordered(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items, TaskOptions options) {
        return iterate("imapUnordered", apply(function), items, options, /* ordered= */ false);
    }

    /**
     * Has more or fewer workers from now on. Those that are too many end as soon as they have run what they have begun; what they had not begun is run
     * by others. The heap size and the processors of workers are those that were meant for the number at the beginning.
     *
     * @param processes how many; at least 1
     * @throws UnsupportedOperationException if the pool's workers are of a kind whose number it can't change
     */
    public void resize(int processes) {
        if (processes < 1) {
            throw new IllegalArgumentException("a pool needs at least 1 process, not " + processes);
        }
        backend.resize(processes);
    }

    // -- the end
    // -------------------------------------------------------------------------------------------------------

    /**
     * Takes no new calls from now on. What was called before goes on, and then the workers end. Has no effect if it was
     * called before. CPython calls it {@code close}.
     */
    public void shutdown() {
        front.lifecycle().shutdown();
    }

    /**
     * Waits until all work is done, the workers have ended and callbacks were called; those only if this is not called by one. An input of {@code imap} that nobody reads on is not waited
     * for, but cut off.
     *
     * @throws IllegalStateException if the pool was neither shut down nor terminated
     * @throws WaitInterruptedException if the thread is interrupted
     */
    public void join() {
        front.lifecycle().await();
        try {
            while (!backend.awaitTermination(LONG)) {
                // a day has passed
            }
            front.callbacks().await();
        } catch (InterruptedException e) {
            throw WaitInterruptedException.of("the end of " + this, e);
        }
    }

    /**
     * Ends the workers whatever they do. Results that are not there yet are cancelled: who waits for them gets
     * {@link java.util.concurrent.CancellationException}. Does not wait for the processes' end; {@link #join()} does.
     */
    public void terminate() {
        front.lifecycle().terminate(backend::terminate);
    }

    /** Does what {@link #terminate} does, by SIGKILL. */
    void kill() {
        front.lifecycle().terminate(backend::kill);
    }

    /**
     * Looks what the workers have spent their time with, and which tasks took longest: {@code System.out.print(pool.stats())} prints a
     * table. Of a pool over a {@link PoolBackend} that counts nothing there is nothing to see. Can be asked at any time, also when the pool is closed.
     *
     * @return the numbers of this moment
     */
    public PoolStats stats() {
        return backend.stats();
    }

    Load load() {
        return backend.load();
    }

    boolean isShutdown() {
        return front.lifecycle().isShutdown();
    }

    boolean isTerminated() {
        boolean interrupted = Thread.interrupted(); // it only looks
        try {
            return isShutdown() && backend.awaitTermination(Duration.ZERO);
        } catch (InterruptedException e) {
            interrupted = true;
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    boolean awaitTermination(Duration timeout) throws InterruptedException {
        return backend.awaitTermination(timeout);
    }

    /**
     * Takes no new calls, and waits until all work is done, the workers have ended and callbacks were called. If the thread is interrupted, now or
     * as it waits, the pool is terminated, and the thread's interrupt status is set when this returns. Closing it again has
     * no effect.
     */
    @Override
    public void close() {
        shutdown();
        front.lifecycle().await();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = backend.awaitTermination(LONG);
                if (!interrupted) {
                    front.callbacks().await();
                }
            } catch (InterruptedException e) {
                interrupted = true;
                terminate();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@return the pool's state, workers and work} */
    @Override
    public String toString() {
        Load load = backend.load();
        int workers = backend.workers();
        return "Pool[" + front.lifecycle().describe() + ", " + workers + (workers == 1 ? " worker (" : " workers (")
                + load.ready() + " ready, " + load.starting() + " starting), chunks: " + load.running()
                + " with workers, " + load.queued()
                + " queued]";
    }

    private <R extends @Nullable Object> AsyncResult<List<R>> submit(
            String name, Task task, List<? extends @Nullable Object> items, TaskOptions options, boolean itemsStay) {
        Preparation prepared = backend.prepare(options.around(task), options);
        Preparation code = itemsStay ? prepared.withItemsThatStay() : prepared;
        int unsaid = options.hasLimits() ? 1 : Chunking.automatic(items.size(), backend.workers());
        try {
            return MapCall.submit(
                    front, name, code, items, options, options.chunkSize().orElse(unsaid));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private <R extends @Nullable Object> IMapIterator<R> iterate(
            String name, Task task, Iterable<? extends @Nullable Object> items, TaskOptions options, boolean ordered) {
        Preparation code = backend.prepare(options.around(task), options);
        InputReader reader =
                new InputReader(items.iterator(), options.chunkSize().orElse(1));
        OptionalInt said = options.bufferSize();
        Window window =
                said.isPresent() ? Window.of(said.getAsInt(), ordered) : Window.forWorkers(backend.workers(), ordered);
        ProgressTeller progress = front.newTeller(name, ProgressTeller.length(items), options);
        try {
            return new ImapCall<R>(name, front, code, progress, reader, window).start();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @SuppressWarnings("unchecked") // only what the caller's own types allow is given to it
    private static Task apply(RemoteFunction<?, ? extends @Nullable Object> function) {
        Objects.requireNonNull(function, "function");
        return new Task.Apply((RemoteFunction<@Nullable Object, ? extends @Nullable Object>) function);
    }

    @SuppressWarnings("unchecked") // only what the caller's own types allow is given to it
    private static Task spread(RemoteBiFunction<?, ?, ? extends @Nullable Object> function) {
        Objects.requireNonNull(function, "function");
        return new Task.Spread(
                (RemoteBiFunction<@Nullable Object, @Nullable Object, ? extends @Nullable Object>) function);
    }
}
