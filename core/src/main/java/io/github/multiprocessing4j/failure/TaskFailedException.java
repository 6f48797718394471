package io.github.multiprocessing4j.failure;

import java.io.Serial;

/**
 * A task threw. The {@linkplain #getCause() cause} is what it threw, with the stack frames that it had in the worker; if
 * that exception could not be rebuilt in this process, a {@link RemoteThrowable} that tells as much stands for it.
 *
 * <p>Thrown by the blocking calls; {@code AsyncResult.get} throws {@link java.util.concurrent.ExecutionException} with
 * the same cause instead, as every {@link java.util.concurrent.Future} does.
 */
public final class TaskFailedException extends MultiprocessingException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final long pid;

    /**
     * Says that a task threw.
     *
     * @param message which task failed where
     * @param pid the process in which it failed
     * @param cause what the task threw
     */
    public TaskFailedException(String message, long pid, Throwable cause) {
        super(message, cause);
        this.pid = pid;
    }

    /** {@return the process id of the worker in which the task failed} */
    public long pid() {
        return pid;
    }
}
