package io.github.multiprocessing4j.pool;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A future with a result of the caller's own.
 *
 * @param ended says when it is there
 * @param result the result
 */
record MappedFuture<T>(Future<?> ended, T result) implements Future<T> {
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return ended.cancel(mayInterruptIfRunning);
    }

    @Override
    public boolean isCancelled() {
        return ended.isCancelled();
    }

    @Override
    public boolean isDone() {
        return ended.isDone();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        var _ = ended.get();
        return result;
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        var _ = ended.get(timeout, unit);
        return result;
    }
}
