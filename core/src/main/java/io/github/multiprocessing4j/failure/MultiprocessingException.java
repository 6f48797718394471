package io.github.multiprocessing4j.failure;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Root of the unchecked exceptions that are this library's own, told apart by type and never by message: the
 * task failed ({@link TaskFailedException}), took too long ({@link TaskTimeoutException}), its worker died ({@link WorkerDiedException}), a value could not cross
 * ({@link SerializationException}), a process could not be started ({@link ProcessStartException}), the holder of a lock
 * died ({@link OwnerDiedException}), a manager is gone ({@link ManagerDiedException}), was asked for what it has not ({@link ManagerException}) or takes too long ({@link
 * CallTimeoutException}), or the waiting thread was interrupted ({@link WaitInterruptedException}). Misuse is an {@link IllegalStateException} or an
 * {@link IllegalArgumentException} as everywhere in Java; a queue that was shut down is an {@link IllegalStateException}, too, a {@link QueueShutDownException}.
 *
 * <p>Not among them is what is an {@link java.io.IOException}, such as an {@link AuthenticationException} of a peer that has another key. Where a method does not declare
 * that, as {@code ManagerBuilder.connect}, it comes as the cause of an {@link java.io.UncheckedIOException}.
 *
 * <p>CPython's counterpart is {@code multiprocessing.ProcessError}.
 */
public abstract sealed class MultiprocessingException extends RuntimeException
        permits CallTimeoutException,
                ManagerDiedException,
                ManagerException,
                OwnerDiedException,
                ProcessStartException,
                SerializationException,
                TaskFailedException,
                TaskTimeoutException,
                WaitInterruptedException,
                WorkerDiedException {
    @Serial
    private static final long serialVersionUID = 1L;

    MultiprocessingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
