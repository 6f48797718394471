package io.github.multiprocessing4j.failure;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Stands for an exception of another process that could not be rebuilt in this one, because it does not serialize or its
 * class is unknown here. It prints as the original would: same class name, message, stack frames and causes.
 */
public final class RemoteThrowable extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String className;

    private final String text;

    /**
     * Stands for an exception of another process.
     *
     * @param className binary name of the original's class
     * @param message the original's message
     * @param text the original's {@code toString()}
     * @param frames the original's stack frames
     * @param cause what stands for the original's cause
     */
    public RemoteThrowable(
            String className,
            @Nullable String message,
            String text,
            StackTraceElement[] frames,
            @Nullable Throwable cause) {
        super(message, cause);
        this.className = className;
        this.text = text;
        setStackTrace(frames);
    }

    /** {@return the binary name of the class of the exception that this one stands for} */
    public String className() {
        return className;
    }

    /** {@return the original's own {@code toString()}} */
    @Override
    public String toString() {
        return text;
    }
}
