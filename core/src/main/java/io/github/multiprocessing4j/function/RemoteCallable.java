package io.github.multiprocessing4j.function;

import java.io.Serializable;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A piece of code with a result that can be sent to another process, where it runs. A lambda or method reference becomes serializable by being given
 * this type; what it captures must be able to cross too.
 * @param <T> the result's type
 */
@FunctionalInterface
public interface RemoteCallable<T extends @Nullable Object> extends Callable<T>, Serializable {
    /**
     * Computes the result.
     * @return the result
     * @throws Exception if it fails
     */
    @Override
    T call() throws Exception;
}
