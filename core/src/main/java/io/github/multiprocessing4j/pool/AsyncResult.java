package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.failure.TaskFailedException;
import io.github.multiprocessing4j.failure.TaskTimeoutException;
import io.github.multiprocessing4j.failure.WaitInterruptedException;
import io.github.multiprocessing4j.failure.WorkerDiedException;
import io.github.multiprocessing4j.region.Spin;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The result of an asynchronous call to a {@link Pool}, which is there or will be.
 *
 * <pre>{@code
 * AsyncResult<Integer> r = pool.applyAsync(() -> 6 * 7);
 * int answer = r.get(10, TimeUnit.SECONDS);
 * }</pre>
 *
 * <p>It is a {@link Future}, and {@link #toCompletableFuture()} makes it a stage of a pipeline. The pool does not keep it:
 * what nobody refers to is garbage. All methods can be called by any thread, also when the pool is closed.
 *
 * <p><b>Failure.</b> {@link #get()} throws {@link ExecutionException}. Its cause is what the task threw, with the stack
 * frames that it had in the worker, or {@link WorkerDiedException} if the worker ended before the task did, or
 * {@link TaskTimeoutException} if the task took too long, or {@link SerializationException} if the result could not be sent; its message names the worker. When this was cancelled,
 * or the pool terminated, {@link CancellationException}, whose message says which.
 *
 * <p>Memory consistency effects: what a thread did before it made the call happens before the task begins in the worker,
 * and what the task did happens before a return from {@code get}. Between processes that concerns memory that both map;
 * of ordinary objects each process has its own.
 *
 * <p>CPython's counterpart is {@code multiprocessing.pool.AsyncResult}.
 *
 * @param <T> the result's type
 */
public final class AsyncResult<T extends @Nullable Object> implements Future<T> {
    /** To sleep and be woken takes longer than many a task. Of all results, since each is waited for once. */
    private static final Spin SPIN = Spin.forResult();

    private final String name;

    private final Executor dependents;

    private final CallbackThread callbacks;

    private final CompletableFuture<T> future = new CompletableFuture<>();

    /** Gone when there is nothing to wait for any more. */
    private volatile @Nullable Assisted assisted;

    /** The stage after the last callback, so that they are called in the order in which they were given. */
    private CompletableFuture<?> calledBack = future;

    /** Gives up what has not ended; gone when there is nothing to give up any more. */
    private volatile @Nullable Cancellation cancellation;

    /**
     * @param dependents where stages of futures run
     * @param callbacks where callbacks do
     */
    AsyncResult(String name, Executor dependents, CallbackThread callbacks) {
        this.name = name;
        this.dependents = dependents;
        this.callbacks = callbacks;
    }

    /** Says how to give up what was submitted. */
    void onCancel(Cancellation how) {
        this.cancellation = how;
        if (future.isDone()) {
            this.cancellation = null;
        }
    }

    /** Says what can be done by who waits. */
    void assistedBy(Assisted chunk) {
        this.assisted = chunk;
        if (future.isDone()) {
            this.assisted = null;
        }
    }

    void complete(T value) {
        future.complete(value);
        letGo();
    }

    void fail(RuntimeException failure) {
        future.completeExceptionally(failure);
        letGo();
    }

    private void letGo() {
        cancellation = null;
        assisted = null;
    }

    /** Has something small done in whatever thread ends this. */
    void whenEnded(Runnable action) {
        var _ = future.whenComplete((_, _) -> action.run());
    }

    /** Takes back what has not begun, and fails then. {@return whether it had not} */
    boolean takeBack(CancellationException reason) {
        Cancellation how = cancellation;
        boolean back = how != null && how.takeBack();
        if (back) {
            fail(reason);
        }
        return back;
    }

    /** Has what has begun end soon; what it yields then is the result. */
    void interrupt() {
        Cancellation how = cancellation;
        if (how != null) {
            how.run(/* interruptRunning= */ true);
        }
    }

    /** Waits for the result for a blocking call. */
    T join() {
        try {
            return await();
        } catch (InterruptedException e) {
            throw WaitInterruptedException.of("the result of " + name, e);
        } catch (ExecutionException e) {
            throw Failures.atCaller(future.exceptionNow());
        } catch (CancellationException e) {
            throw why(e);
        }
    }

    private T await() throws InterruptedException, ExecutionException {
        Assisted chunk = assisted;
        boolean _ = chunk == null ? SPIN.until(future::isDone) : chunk.assist(SPIN, future::isDone);
        return future.get();
    }

    /** Instead of what a CompletableFuture throws, whose message is the name of the method that waited. */
    private static RuntimeException why(CancellationException thrown) {
        return Failures.atCaller(thrown.getCause() instanceof CancellationException reason ? reason : thrown);
    }

    /**
     * Waits for the result.
     *
     * @return the result
     * @throws InterruptedException if the thread is interrupted; the task goes on
     * @throws ExecutionException if the task failed, its worker died, or its result could not be sent
     * @throws CancellationException if this was cancelled or the pool terminated
     */
    @Override
    public T get() throws InterruptedException, ExecutionException {
        try {
            return await();
        } catch (ExecutionException e) {
            throw Failures.fromGet(future.exceptionNow());
        } catch (CancellationException e) {
            throw why(e);
        }
    }

    /**
     * Waits for the result, but not for ever. The task goes on after a timeout.
     *
     * @param timeout how long to wait at most
     * @param unit of the timeout
     * @return the result
     * @throws InterruptedException if the thread is interrupted; the task goes on
     * @throws ExecutionException if the task failed, its worker died, or its result could not be sent
     * @throws TimeoutException if the result is not there in time
     * @throws CancellationException if this was cancelled or the pool terminated
     */
    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return future.get(timeout, unit);
        } catch (ExecutionException e) {
            throw Failures.fromGet(future.exceptionNow());
        } catch (CancellationException e) {
            throw why(e);
        } catch (TimeoutException e) {
            throw new TimeoutException("the result of " + name + " is not there after " + timeout + " "
                    + unit.toString().toLowerCase(java.util.Locale.ROOT));
        }
    }

    /**
     * Waits until the call has ended, well or not, but not for ever.
     *
     * @param timeout how long to wait at most
     * @return whether it has ended
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean await(Duration timeout) throws InterruptedException {
        try {
            future.get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException | CancellationException e) {
            return true;
        }
        return true;
    }

    /** {@return whether the call has ended, well or not} */
    public boolean ready() {
        return future.isDone();
    }

    /**
     * {@return whether the call ended well}
     *
     * @throws IllegalStateException if it has not ended
     */
    public boolean successful() {
        return switch (future.state()) {
            case RUNNING -> throw new IllegalStateException("the result of " + name + " is not ready");
            case SUCCESS -> true;
            case FAILED, CANCELLED -> false;
        };
    }

    /**
     * Gives up the result. What no worker has begun is not run. What has begun either runs to its end in its worker, and its
     * result is dropped; or its thread is interrupted, {@link TaskContext#isCancelled()} becomes true there, and if it has not ended after the
     * {@linkplain TaskOptions#grace(Duration) grace} period its worker is killed and replaced. This does not wait for either.
     *
     * @param mayInterruptIfRunning whether what has begun is to end
     * @return whether this is cancelled now; false if it had ended before
     */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        // As CompletableFuture.cancel does, but with a message.
        var reason = new CancellationException(name + " was cancelled by a call of AsyncResult.cancel");
        boolean cancelled = future.completeExceptionally(reason) || future.isCancelled();
        Cancellation how = cancellation;
        if (cancelled && how != null) {
            how.run(mayInterruptIfRunning);
            if (mayInterruptIfRunning) {
                cancellation = null; // else what has begun may still be interrupted
            }
        }
        return cancelled;
    }

    @Override
    public boolean isCancelled() {
        return future.isCancelled();
    }

    /** {@return whether the call has ended, well or not, or was cancelled} */
    @Override
    public boolean isDone() {
        return future.isDone();
    }

    @Override
    public T resultNow() {
        return future.resultNow();
    }

    /** {@return the cause that {@link #get()} would give} */
    @Override
    public Throwable exceptionNow() {
        return Failures.own(future.exceptionNow());
    }

    @Override
    public State state() {
        return future.state();
    }

    /**
     * Has something done with the result when it is there, or at once if it is. It is done in one thread of the pool's, named
     * {@code mp4j-pool-callbacks}, which calls all callbacks of the pool one after the other, those of one call in the order in which they
     * were given; {@link #get()} may return before. What it throws is logged and harms nobody. {@link Pool#join()} and
     * {@link Pool#close()} wait for it.
     *
     * <p>CPython's counterpart is the argument {@code callback} of {@code apply_async}.
     *
     * @param callback what to do with the result; not called if there is none. It should return soon
     * @return this
     */
    public AsyncResult<T> onSuccess(Consumer<? super T> callback) {
        Objects.requireNonNull(callback, "callback");
        return callBack((value, failure) -> {
            if (failure == null) {
                callback.accept(value);
            }
        });
    }

    /**
     * Has something done when the call fails or is cancelled, or at once if it has or was; where and how {@link #onSuccess} says.
     *
     * <p>CPython's counterpart is the argument {@code error_callback} of {@code apply_async}.
     *
     * @param callback what to do with the reason, which is the cause that {@link #get()} gives, or the {@link CancellationException}.
     *     It should return soon
     * @return this
     */
    public AsyncResult<T> onFailure(Consumer<? super Throwable> callback) {
        Objects.requireNonNull(callback, "callback");
        return callBack((value, failure) -> {
            if (failure != null) {
                callback.accept(Failures.own(failure));
            }
        });
    }

    private synchronized AsyncResult<T> callBack(BiConsumer<? super T, ? super @Nullable Throwable> callback) {
        calledBack = calledBack.handle((_, _) -> callBackSoon(callback));
        return this;
    }

    /** With this one's outcome, not that of the stage before. */
    private boolean callBackSoon(BiConsumer<? super T, ? super @Nullable Throwable> callback) {
        var _ = future.whenComplete((value, failure) -> callbacks.execute(() -> callback.accept(value, failure)));
        return true;
    }

    /**
     * {@return a future that completes as this does} It completes exceptionally with what the blocking calls throw, as
     * {@link TaskFailedException}. Its dependent actions run in a thread of the pool's that waits for nothing else, unless
     * they name an executor. Completing or cancelling it has no effect on this.
     */
    public CompletableFuture<T> toCompletableFuture() {
        CompletableFuture<T> copy = new CompletableFuture<>();
        var _ = future.whenCompleteAsync((_, _) -> passOnTo(copy), dependents)
                // No thread may be to be had for it; then here, rather than never. Otherwise it is done already.
                .whenComplete((_, _) -> passOnTo(copy));
        return copy;
    }

    private void passOnTo(CompletableFuture<T> copy) {
        var _ = future.whenComplete((value, failure) -> {
            if (failure != null) {
                copy.completeExceptionally(failure);
            } else {
                copy.complete(value);
            }
        });
    }

    /** {@return what was called, and its state} */
    @Override
    public String toString() {
        return "AsyncResult[" + name + ", " + future.state() + "]";
    }
}
