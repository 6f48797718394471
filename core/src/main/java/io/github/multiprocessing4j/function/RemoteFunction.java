package io.github.multiprocessing4j.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A function that can be sent to another process, where it runs. A lambda or method reference becomes serializable by being given
 * this type; what it captures must be able to cross too.
 * @param <T> the argument's type
 * @param <R> the result's type
 */
@FunctionalInterface
public interface RemoteFunction<T extends @Nullable Object, R extends @Nullable Object> extends Serializable {
    /**
     * Applies this function.
     * @param argument the argument
     * @return the result
     * @throws Exception if it fails
     */
    R apply(T argument) throws Exception;
}
