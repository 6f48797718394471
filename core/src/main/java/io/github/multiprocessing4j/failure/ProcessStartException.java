package io.github.multiprocessing4j.failure;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A child process could not be started: the operating system refused it, or the new JVM ended before it was ready to be
 * told what to run (a misspelt JVM option, for instance; its own words are then on the child's standard error).
 */
public final class ProcessStartException extends MultiprocessingException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Says that a process could not be started.
     *
     * @param message what was tried and what came of it
     * @param cause the underlying failure, if there is one
     */
    public ProcessStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
