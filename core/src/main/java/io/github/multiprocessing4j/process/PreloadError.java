package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.os.LibraryLog;
import java.lang.System.Logger.Level;

/** What becomes of a class that a JVM in stock was to load ahead and can't. CPython's counterpart is {@code on_error} of {@code set_forkserver_preload}. */
public enum PreloadError {
    /** Nothing: who needs the class will be told. */
    IGNORE,

    /** A warning is logged, by the JVM in stock. */
    WARN,

    /**
     * The JVM does not go into stock, and as soon as that is known, children that would come from there are not started: a {@link
     * io.github.multiprocessing4j.failure.ProcessStartException} says which class it was.
     */
    FAIL;

    /** What a static initializer has thrown says more than that it has thrown. */
    private static Throwable reason(Throwable thrown) {
        return thrown instanceof ExceptionInInitializerError && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    /** In the JVM in stock. */
    void load(String className) throws ClassNotFoundException {
        try {
            Class.forName(className, true, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            switch (this) {
                case IGNORE -> {}
                case WARN -> LibraryLog.logger().log(Level.WARNING, className + " can't be loaded ahead", e);
                case FAIL -> throw new ClassNotFoundException(className + ": " + reason(e), e);
            }
        }
    }
}
