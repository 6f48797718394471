package io.github.multiprocessing4j.failure;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A value could not cross from one process to another. The message names the class, the field or captured variable that
 * led to it, the side on which it happened and the cure. CPython's counterparts are {@code pickle.PicklingError},
 * {@code pickle.UnpicklingError} and {@code multiprocessing.pool.MaybeEncodingError}.
 */
public final class SerializationException extends MultiprocessingException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Says that a value could not cross.
     *
     * @param message which class, reached by which path, and what to do about it
     * @param cause the underlying failure, if there is one
     */
    public SerializationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
