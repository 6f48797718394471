package io.github.multiprocessing4j.failure;

import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A task ran longer than it may, or gave no sign of progress for longer than it may. It does not run any more: either it ended when it was
 * interrupted, and what it threw then is the cause, or its worker was killed. The pool replaces the worker and goes on. Only a thread of a
 * {@code ThreadPool}, which can't be killed, may still run it after its interrupt; what it yields is dropped.
 *
 * <p>CPython's pools have no such limits; there {@code get(timeout)} gives up waiting and the task runs on, as it does here
 * after a {@link java.util.concurrent.TimeoutException}.
 */
public final class TaskTimeoutException extends MultiprocessingException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final long pid;

    private final Duration limit;

    private final String threadDump;

    /**
     * Says that a task took too long.
     *
     * @param message which task exceeded which limit, where
     * @param pid the process id of the worker that ran it
     * @param limit the limit
     * @param threadDump what the worker's threads were doing before it was killed, or empty
     * @param cause what the task threw when it was interrupted, if it ended so
     */
    public TaskTimeoutException(
            String message, long pid, Duration limit, String threadDump, @Nullable Throwable cause) {
        super(message, cause);
        this.pid = pid;
        this.limit = limit;
        this.threadDump = threadDump;
    }

    /** {@return the process id of the worker that ran the task} */
    public long pid() {
        return pid;
    }

    /** {@return the limit that was exceeded} */
    public Duration limit() {
        return limit;
    }

    /**
     * {@return the stacks of the worker's threads just before it was killed, first that of the task's own thread, with which the message ends} Empty if the task ended when it
     * was interrupted, or if the worker did not even answer that in time. Of a {@code ThreadPool} it is the stack of the task's thread only.
     */
    public String threadDump() {
        return threadDump;
    }
}
