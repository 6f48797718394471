package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.function.RemoteFunction;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The result of an asynchronous call to a {@link PoolProxy}, which is in the manager's server or will be. What CPython's proxy for an {@code AsyncResult} is.
 *
 * <pre>{@code
 * AsyncResultProxy<Integer> r = pool.applyAsync(() -> 6 * 7);
 * int answer = r.get(10, TimeUnit.SECONDS);
 * }</pre>
 *
 * <p>It has the methods of an {@link io.github.multiprocessing4j.pool.AsyncResult} with the same rules, except for those that run code in this process. Each is a
 * call, and each {@code get} brings a copy. {@code get} throws an {@link java.util.concurrent.ExecutionException} whose cause is what the task threw, as itself, or what befell
 * it; when this was cancelled or the pool terminated, a {@link java.util.concurrent.CancellationException}. If the server has died every method throws {@link
 * io.github.multiprocessing4j.failure.ManagerDiedException}.
 *
 * <p>The pool goes on with the work as long as somebody has this, also if nobody has a proxy of the pool any more. Thread-safe, and can be sent to other processes. Memory
 * consistency effects are those of {@link BaseProxy} and of {@code AsyncResult} together.
 *
 * @param <T> the result's type
 */
public interface AsyncResultProxy<T extends @Nullable Object> extends Future<T>, BaseProxy {
    /** {@return whether the call has ended, well or not} */
    boolean ready();

    /**
     * {@return whether the call ended well}
     *
     * @throws IllegalStateException if it has not ended
     */
    boolean successful();

    /**
     * Waits until the call has ended, well or not, but not for ever. CPython's {@code wait}.
     *
     * @param timeout how long to wait at most
     * @return whether it has ended
     * @throws InterruptedException if the thread is interrupted
     */
    boolean await(Duration timeout) throws InterruptedException;

    /**
     * Has something done with the result in the server when it is there, or at once if it is: by one thread of the pool, as {@link
     * io.github.multiprocessing4j.pool.AsyncResult#onSuccess} says. A proxy that it uses is the object itself there. CPython's {@code callback}.
     *
     * @param callback what to do with the result, such as {@code list::add} with a list of the manager's; what it returns is ignored
     */
    void onSuccess(RemoteFunction<? super T, ?> callback);

    /**
     * Has something done in the server when the call fails or is cancelled, or at once if it has or was. CPython's {@code error_callback}.
     *
     * @param callback what to do with the reason, which is the cause that {@link #get()} gives; what it returns is ignored
     */
    void onFailure(RemoteFunction<? super Throwable, ?> callback);
}
