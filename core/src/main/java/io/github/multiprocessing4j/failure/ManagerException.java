package io.github.multiprocessing4j.failure;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A manager's server could not do what it was asked to: it has no such type or object, or the method is not among those that are
 * exposed. What an object itself throws arrives as it is, and never as this. CPython's counterpart is {@code
 * multiprocessing.managers.RemoteError}.
 */
public final class ManagerException extends MultiprocessingException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Says what could not be done.
     *
     * @param message what was asked for, and what to do instead
     * @param cause what is known beyond that
     */
    public ManagerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
