package io.github.multiprocessing4j.failure;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A child process could not be started: the operating system refused a process, or what one needs to be started with, such
 * as a descriptor, a file for its output or, for a pool's worker, a thread. Also: the threads of a {@code ThreadPool} could not be
 * started, or their initializer threw, which is the cause then.
 *
 * <p>What goes wrong in the new JVM is no such exception, since the process was started then. A misspelt option, for instance,
 * ends it with exit code 1 and a message on its standard error. In a pool whose workers end like that, calls fail with
 * {@link WorkerDiedException}.
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
