package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.function.RemoteFunction;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A value in a server. */
final class ManagedValue<T extends @Nullable Object> implements Executor.CopiedAs {
    private T value;

    ManagedValue(T value) {
        this.value = value;
    }

    public T get() {
        return value;
    }

    public void set(T value) {
        this.value = value;
    }

    public T getAndSet(T value) {
        T before = this.value;
        this.value = value;
        return before;
    }

    public boolean compareAndSet(T expected, T value) {
        boolean equal = Objects.equals(this.value, expected);
        if (equal) {
            this.value = value;
        }
        return equal;
    }

    public T update(RemoteFunction<? super T, ? extends T> function) throws Exception {
        value = function.apply(value);
        return value;
    }

    @Override
    public @Nullable Object copy() {
        return value;
    }

    @Override
    public String toString() {
        return "Value(" + value + ")";
    }
}
