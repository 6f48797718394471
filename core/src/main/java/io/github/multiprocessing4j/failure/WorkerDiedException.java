package io.github.multiprocessing4j.failure;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The process that ran a task ended before the task did. Only the chunk of work that it had begun is lost; the pool
 * replaces the worker and goes on. CPython's counterpart is {@code concurrent.futures.process.BrokenProcessPool}; its
 * {@code Pool} waits for ever instead.
 */
public final class WorkerDiedException extends MultiprocessingException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final long pid;

    private final ExitStatus exitStatus;

    /**
     * Says that a worker died.
     *
     * @param message which worker died of what, and what was lost
     * @param pid the dead worker's process id
     * @param exitStatus how it ended
     * @param cause what is known of the reason beyond the exit status
     */
    public WorkerDiedException(String message, long pid, ExitStatus exitStatus, @Nullable Throwable cause) {
        super(message, cause);
        this.pid = pid;
        this.exitStatus = exitStatus;
    }

    /** {@return the process id that the dead worker had} */
    public long pid() {
        return pid;
    }

    /** {@return how the worker ended} */
    public ExitStatus exitStatus() {
        return exitStatus;
    }
}
