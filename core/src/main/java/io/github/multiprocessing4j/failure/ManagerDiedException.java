package io.github.multiprocessing4j.failure;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The server of a manager has ended, was shut down, or can't be reached, and its objects with it. A call that was under way was perhaps
 * executed. CPython's counterparts are {@code EOFError}, {@code BrokenPipeError} and {@code ConnectionRefusedError}.
 */
public final class ManagerDiedException extends MultiprocessingException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Says which server is gone.
     *
     * @param message which one, and what for it was needed
     * @param cause how that showed
     */
    public ManagerDiedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
