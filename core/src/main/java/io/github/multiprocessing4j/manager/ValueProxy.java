package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.function.RemoteFunction;
import org.jspecify.annotations.Nullable;

/**
 * A value in a manager. CPython's {@code multiprocessing.managers.ValueProxy}, whose property {@code value} is {@link #get} and {@link #set} here.
 *
 * <pre>{@code
 * ValueProxy<Integer> count = manager.value(0);
 * ChildProcess.start(() -> count.update(n -> n + 1)).join();
 * System.out.println(count.get());                              // 1
 * }</pre>
 *
 * <p>Each method is one call, and no other comes in between.
 *
 * @param <T> what it is; may be null
 */
public interface ValueProxy<T extends @Nullable Object> extends BaseProxy {
    /** {@return the value} */
    T get();

    /**
     * Sets the value.
     *
     * @param value the value
     */
    void set(T value);

    /**
     * Sets the value.
     *
     * @param value the value
     * @return what it was before
     */
    T getAndSet(T value);

    /**
     * Sets the value if it equals another one.
     *
     * @param expected what it has to equal
     * @param value the value
     * @return whether it did, and was set
     */
    boolean compareAndSet(T expected, T value);

    /**
     * Sets the value to what a function makes of it. Nobody else gets to the value in between.
     *
     * @param function runs in the server; it should be quick
     * @return the new value
     * @throws Exception what the function throws; the value is as it was then
     */
    T update(RemoteFunction<? super T, ? extends T> function) throws Exception;
}
