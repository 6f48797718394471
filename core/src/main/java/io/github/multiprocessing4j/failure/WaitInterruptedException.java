package io.github.multiprocessing4j.failure;

import java.io.Serial;

/**
 * The calling thread was interrupted while it waited in a method that declares no {@link InterruptedException}. The
 * thread's interrupt status is set again, and what was waited for goes on undisturbed.
 */
public final class WaitInterruptedException extends MultiprocessingException {
    @Serial
    private static final long serialVersionUID = 1L;

    private WaitInterruptedException(String message, InterruptedException cause) {
        super(message, cause);
    }

    /**
     * Sets the calling thread's interrupt status again and says what it was waiting for.
     *
     * @param what what was waited for, as in "the end of Process-1"
     * @param cause the interrupt
     * @return the exception to throw
     */
    public static WaitInterruptedException of(String what, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new WaitInterruptedException("interrupted while waiting for " + what, cause);
    }
}
