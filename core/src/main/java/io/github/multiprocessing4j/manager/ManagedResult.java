package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.function.RemoteFunction;
import io.github.multiprocessing4j.pool.AsyncResult;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The result of a pool in a server. */
final class ManagedResult<T extends @Nullable Object> implements Future<T>, Unreferenced {
    private final AsyncResult<T> result;

    private final ManagedPool pool;

    ManagedResult(AsyncResult<T> result, ManagedPool pool) {
        this.result = result;
        this.pool = pool;
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        return result.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        return result.get(timeout, unit);
    }

    public boolean await(Duration timeout) throws InterruptedException {
        return result.await(timeout);
    }

    public boolean ready() {
        return result.ready();
    }

    public boolean successful() {
        return result.successful();
    }

    public void onSuccess(RemoteFunction<? super T, ?> callback) {
        var _ = result.onSuccess(value -> call(callback, value));
    }

    public void onFailure(RemoteFunction<? super Throwable, ?> callback) {
        var _ = result.onFailure(reason -> call(callback, reason));
    }

    private static <A extends @Nullable Object> void call(RemoteFunction<? super A, ?> callback, A argument) {
        try {
            var _ = callback.apply(argument);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a callback has failed: " + e, e); // which the pool logs
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return result.cancel(mayInterruptIfRunning);
    }

    @Override
    public boolean isCancelled() {
        return result.isCancelled();
    }

    @Override
    public boolean isDone() {
        return result.isDone();
    }

    @Override
    public T resultNow() {
        return result.resultNow();
    }

    @Override
    public Throwable exceptionNow() {
        return result.exceptionNow();
    }

    @Override
    public State state() {
        return result.state();
    }

    @Override
    public void unreferenced() {
        pool.leave();
    }

    @Override
    public String toString() {
        return result.toString();
    }
}
