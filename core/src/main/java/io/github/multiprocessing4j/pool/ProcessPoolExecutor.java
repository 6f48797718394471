package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.failure.WorkerDiedException;
import io.github.multiprocessing4j.function.RemoteCallable;
import io.github.multiprocessing4j.function.RemoteFunction;
import io.github.multiprocessing4j.function.SerializableRunnable;
import io.github.multiprocessing4j.os.LibraryLog;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An {@link ExecutorService} whose tasks run in worker processes, which are started when there is work for them.
 *
 * {@snippet :
 * try (var executor = ProcessPoolExecutor.create(4)) {
 *     Future<Integer> sum = executor.submit(() -> 2 + 2);
 *     ...
 *     for (var size : executor.map(Files::size, paths)) { ... }
 * }
 * }
 *
 * <p><b>Tasks are sent</b>, so they must be serializable, and everything that they capture. A lambda is if it is written as an argument
 * of a method of this class, or is given a type of {@code io.github.multiprocessing4j.function}. If this is passed on as
 * a plain {@code ExecutorService}, the compiler gives lambdas the type {@code Callable} or {@code Runnable}, and the error says so.
 *
 * <p><b>Failure.</b> {@link Future#get} throws {@link ExecutionException} as {@link AsyncResult} says. If a worker dies only the task that it
 * ran fails, with {@link WorkerDiedException}, and another worker takes its place; who wants all to fail, as
 * with CPython's, gives {@link #create(PoolBuilder)} a pool that {@linkplain PoolBuilder#failFast() fails fast}.
 *
 * <p><b>The end.</b> {@link #shutdown()} takes no new tasks, {@link #close()} waits for those that there are. {@link #shutdownNow()}
 * interrupts those that run, and kills the workers of those that do not heed that. The JVM's end waits for no task: when the last of
 * its own threads has ended, workers end with it, whatever they do, where CPython waits for them; {@link #close()} waits. An executor
 * that is not closed and can't be reached any more is shut down when the garbage collector finds that, as a {@link Pool} is.
 * Thread-safe. Memory consistency effects are those
 * of {@link AsyncResult}.
 *
 * <p>CPython's counterpart is {@code concurrent.futures.ProcessPoolExecutor}.
 */
public final class ProcessPoolExecutor implements ExecutorService {
    private final Pool pool;

    private final Submissions submissions = new Submissions();

    private ProcessPoolExecutor(Pool pool) {
        this.pool = pool;
    }

    /** {@return an executor with at most as many workers as this JVM may use processors} */
    public static ProcessPoolExecutor create() {
        return create(Runtime.getRuntime().availableProcessors());
    }

    /**
     * {@return an executor with at most so many workers}
     *
     * @param maxWorkers how many; at least 1
     */
    public static ProcessPoolExecutor create(int maxWorkers) {
        return create(Pool.builder().processes(maxWorkers).minProcesses(0));
    }

    /**
     * {@return an executor whose tasks run in a pool}
     *
     * {@snippet :
     * ProcessPoolExecutor.create(Pool.builder().processes(4).minProcesses(0).initializer(() -> Model.load()));
     * }
     *
     * @param settings the pool's; its workers are all started at once unless {@link PoolBuilder#minProcesses} says otherwise
     */
    public static ProcessPoolExecutor create(PoolBuilder settings) {
        return new ProcessPoolExecutor(settings.build());
    }

    Pool pool() {
        return pool;
    }

    // -- tasks
    // ---------------------------------------------------------------------------------------------------------

    /**
     * Runs code in a worker.
     *
     * @param <T> the result's type
     * @param code what to run
     * @return the result to come
     * @throws SerializationException if the code can't be sent
     * @throws RejectedExecutionException if this is shut down
     */
    public <T extends @Nullable Object> AsyncResult<T> submit(RemoteCallable<T> code) {
        return begin(Objects.requireNonNull(code, "code"));
    }

    private AsyncResult<@Nullable Object> beginWithoutResult(RemoteCallable<@Nullable Object> code) {
        return this.<@Nullable Object>begin(code);
    }

    private <T extends @Nullable Object> AsyncResult<T> begin(RemoteCallable<T> code) {
        return submissions.add(unlessClosed(() -> pool.<T>applyAsync(code)), code);
    }

    /**
     * Runs code in a worker, under limits or otherwise as the options say.
     *
     * @param <T> the result's type
     * @param code what to run
     * @param options limits and retries
     * @return the result to come
     * @throws SerializationException if the code can't be sent
     * @throws RejectedExecutionException if this is shut down
     */
    public <T extends @Nullable Object> AsyncResult<T> submit(RemoteCallable<T> code, TaskOptions options) {
        Objects.requireNonNull(code, "code");
        return submissions.add(unlessClosed(() -> pool.<T>applyAsync(code, options)), code);
    }

    /**
     * Runs code without a result in a worker.
     *
     * @param code what to run
     * @return what says when it has ended; its result is null
     * @throws SerializationException if the code can't be sent
     * @throws RejectedExecutionException if this is shut down
     */
    public AsyncResult<?> submit(SerializableRunnable code) {
        Objects.requireNonNull(code, "code");
        return beginWithoutResult(Tasks.withoutResult(code));
    }

    /**
     * {@inheritDoc}
     *
     * @param task must be serializable
     * @throws SerializationException if the task can't be sent
     */
    @Override
    public <T> AsyncResult<T> submit(Callable<T> task) {
        return submit(Tasks.remote(task));
    }

    /**
     * {@inheritDoc}
     *
     * @param task must be serializable
     * @throws SerializationException if the task can't be sent
     */
    @Override
    public AsyncResult<?> submit(Runnable task) {
        return beginWithoutResult(Tasks.remote(task));
    }

    /**
     * {@inheritDoc}
     *
     * @param task must be serializable
     * @param result is not sent
     * @throws SerializationException if the task can't be sent
     */
    @Override
    public <T> Future<T> submit(Runnable task, T result) {
        AsyncResult<?> ended = submit(task);
        return new MappedFuture<>(ended, result);
    }

    /**
     * Runs code in a worker some time. What it throws is logged.
     *
     * @param command must be serializable
     * @throws SerializationException if the command can't be sent
     * @throws RejectedExecutionException if this is shut down
     */
    @Override
    public void execute(Runnable command) {
        var _ = submit(command)
                .onFailure(failure -> LibraryLog.logger()
                        .log(Level.WARNING, "a command that was given to an executor failed", failure));
    }

    /**
     * Runs code in a worker some time. What it throws is logged.
     *
     * @param command what to run
     * @throws SerializationException if the command can't be sent
     * @throws RejectedExecutionException if this is shut down
     */
    public void execute(SerializableRunnable command) {
        execute((Runnable) command);
    }

    /**
     * Applies a function to every item while the input is read and the results are taken; one item at a time.
     *
     * @param <T> the items' type
     * @param <R> the results' type
     * @param function what to apply
     * @param items what to apply it to; may be endless
     * @return the results in the items' order
     * @throws SerializationException if the function can't be sent
     * @throws RejectedExecutionException if this is shut down
     */
    public <T extends @Nullable Object, R extends @Nullable Object> IMapIterator<R> map(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
        return unlessClosed(() -> pool.imap(function, items));
    }

    /**
     * Applies a function to every item while the input is read and the results are taken.
     *
     * @param <T> the items' type
     * @param <R> the results' type
     * @param function what to apply
     * @param items what to apply it to; may be endless
     * @param options limits, retries, and what CPython calls {@code chunksize} and {@code buffersize}
     * @return the results in the items' order
     * @throws SerializationException if the function can't be sent
     * @throws RejectedExecutionException if this is shut down
     */
    public <T extends @Nullable Object, R extends @Nullable Object> IMapIterator<R> map(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items, TaskOptions options) {
        return unlessClosed(() -> pool.imap(function, items, options));
    }

    private static <T> T unlessClosed(Supplier<T> call) {
        try {
            return call.get();
        } catch (PoolClosedException e) {
            throw new RejectedExecutionException("the executor takes no new tasks: " + e.getMessage(), e);
        }
    }

    // -- several tasks
    // -------------------------------------------------------------------------------------------------

    /**
     * {@inheritDoc}
     *
     * @param tasks must be serializable
     * @throws SerializationException if a task can't be sent; none is run then
     */
    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
        return invokeAll(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }

    /**
     * {@inheritDoc}
     *
     * @param tasks must be serializable
     * @throws SerializationException if a task can't be sent; none is run then
     */
    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        List<AsyncResult<T>> results = submitAll(tasks);
        boolean waited = false;
        try {
            var _ = Futures.await(results, duration(timeout, unit), Futures.ReturnWhen.ALL_COMPLETED);
            waited = true;
        } finally {
            if (!waited) {
                results.forEach(result -> result.cancel(true));
            }
        }
        results.forEach(result -> result.cancel(true)); // has no effect on those that have ended
        return List.copyOf(results);
    }

    /**
     * {@inheritDoc}
     *
     * @param tasks must be serializable
     * @throws SerializationException if a task can't be sent; none is run then
     */
    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        try {
            return invokeAny(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("nobody waits that long", e);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @param tasks must be serializable
     * @throws SerializationException if a task can't be sent; none is run then
     */
    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("there is no task to invoke any of");
        }
        List<AsyncResult<T>> results = submitAll(tasks);
        try {
            ExecutionException failure = null;
            long deadline = System.nanoTime() + unit.toNanos(timeout);
            var completed = Futures.asCompleted(results);
            while (completed.hasNext()) {
                try {
                    return completed
                            .next(Duration.ofNanos(deadline - System.nanoTime()))
                            .get();
                } catch (ExecutionException e) {
                    failure = e;
                }
            }
            throw Objects.requireNonNull(failure, "some task has failed");
        } finally {
            results.forEach(result -> result.cancel(true));
        }
    }

    private static Duration duration(long time, TimeUnit unit) {
        return Duration.ofNanos(unit.toNanos(time));
    }

    private <T> List<AsyncResult<T>> submitAll(Collection<? extends Callable<T>> tasks) {
        List<RemoteCallable<T>> all = new ArrayList<>(tasks.size());
        for (Callable<T> task : tasks) {
            all.add(Tasks.remote(task));
        }
        List<AsyncResult<T>> results = new ArrayList<>(all.size());
        boolean submitted = false;
        try {
            for (RemoteCallable<T> task : all) {
                results.add(submit(task));
            }
            submitted = true;
            return results;
        } finally {
            if (!submitted) {
                results.forEach(result -> result.cancel(true));
            }
        }
    }

    // -- the end
    // -------------------------------------------------------------------------------------------------------

    @Override
    public void shutdown() {
        pool.shutdown();
    }

    /**
     * Takes no new tasks and cancels those that no worker has begun; those that run go on. CPython's {@code
     * shutdown(cancel_futures=True)}.
     */
    public void shutdownAndCancel() {
        pool.shutdown();
        submissions.cancelUnbegun();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Tasks that run are interrupted, and their workers killed if they have not ended after the grace period of their options, 2 seconds
     * unless that was changed. The results of those that had not begun are cancelled. What {@link #map} has read of its input is cancelled, too, once
     * {@link #terminateWorkers()} is called.
     */
    @Override
    public List<Runnable> shutdownNow() {
        pool.shutdown();
        return submissions.endAll();
    }

    /**
     * Takes no new tasks and ends the workers whatever they do, giving them a few seconds for their shutdown hooks; results that are not
     * there are cancelled. {@code terminate_workers()} of CPython 3.14.
     */
    public void terminateWorkers() {
        pool.terminate();
    }

    /** Takes no new tasks and kills the workers; results that are not there are cancelled. {@code kill_workers()} of CPython 3.14. */
    public void killWorkers() {
        pool.kill();
    }

    @Override
    public boolean isShutdown() {
        return pool.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return pool.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return pool.awaitTermination(duration(timeout, unit));
    }

    /**
     * Takes no new tasks and waits for those that there are, and for the end of the workers. If the thread is interrupted, now or as it waits, what
     * runs is ended as by {@link #terminateWorkers()}, and the thread's interrupt status is set when this returns. Closing it again has no effect.
     */
    @Override
    public void close() {
        pool.close();
    }

    /** {@return what the workers have spent their time with, and which tasks took longest} Can be asked at any time. */
    public PoolStats stats() {
        return pool.stats();
    }

    /** {@return the executor's state, workers and work} */
    @Override
    public String toString() {
        return pool.toString().replaceFirst("Pool", "ProcessPoolExecutor");
    }
}
