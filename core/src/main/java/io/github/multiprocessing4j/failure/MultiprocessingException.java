package io.github.multiprocessing4j.failure;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Root of everything that this library reports as an unchecked exception, told apart by type and never by message: the
 * task failed ({@link TaskFailedException}), took too long ({@link TaskTimeoutException}), its worker died ({@link WorkerDiedException}), a value could not cross
 * ({@link SerializationException}), a process could not be started ({@link ProcessStartException}), the holder of a lock
 * died ({@link OwnerDiedException}), a manager is gone ({@link ManagerDiedException}), was asked for what it has not ({@link ManagerException}) or takes too long ({@link
 * CallTimeoutException}), or the waiting thread was interrupted ({@link WaitInterruptedException}). Misuse is an {@link IllegalStateException} or an
 * {@link IllegalArgumentException} as everywhere in Java.
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
