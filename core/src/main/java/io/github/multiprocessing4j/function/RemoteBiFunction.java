package io.github.multiprocessing4j.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A function of two arguments that can be sent to another process, where it runs. A lambda or method reference becomes serializable by being given
 * this type; what it captures must be able to cross too.
 * @param <T> the first argument's type
 * @param <U> the second argument's type
 * @param <R> the result's type
 */
@FunctionalInterface
public interface RemoteBiFunction<T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object>
        extends Serializable {
    /**
     * Applies this function.
     * @param first the first argument
     * @param second the second argument
     * @return the result
     * @throws Exception if it fails
     */
    R apply(T first, U second) throws Exception;
}
