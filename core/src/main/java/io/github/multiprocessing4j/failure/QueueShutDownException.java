package io.github.multiprocessing4j.failure;

import java.io.Serial;

/**
 * A queue was shut down: nothing can be put into it any more, and there is nothing left to take, or nothing shall be taken. It
 * is an {@link IllegalStateException}. Python's counterpart is {@code queue.ShutDown} of 3.13.
 */
public final class QueueShutDownException extends IllegalStateException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Says what can't be done.
     *
     * @param message what, and why
     */
    public QueueShutDownException(String message) {
        super(message);
    }
}
