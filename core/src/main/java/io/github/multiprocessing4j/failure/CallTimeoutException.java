package io.github.multiprocessing4j.failure;

import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call through a manager's proxy took longer than it may. The thread that executes it was interrupted; whether the call has had its
 * effect is not known. CPython has no counterpart: there calls wait as long as it takes.
 */
public final class CallTimeoutException extends MultiprocessingException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Duration limit;

    /**
     * Says which call took too long.
     *
     * @param message which one
     * @param limit how long it could take
     * @param cause what it threw when it was interrupted
     */
    public CallTimeoutException(String message, Duration limit, @Nullable Throwable cause) {
        super(message, cause);
        this.limit = limit;
    }

    /** {@return how long the call could take} */
    public Duration limit() {
        return limit;
    }
}
