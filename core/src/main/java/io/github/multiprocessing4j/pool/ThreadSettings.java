package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.function.RemoteRunnable;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * What the threads of a pool have in common.
 *
 * @param threads how many there are to be at first
 * @param factory what makes them
 * @param initializer what each runs first
 * @param grace how many nanoseconds one that does not run a task may go on after an interrupt
 */
record ThreadSettings(
        int threads, ThreadFactory factory, @Nullable RemoteRunnable initializer, long grace) {
    /** Starts a thread. What the factory throws is the user's code's, and may be anything. */
    void launch(ThreadWorker worker) {
        try {
            Thread thread = Objects.requireNonNull(factory.newThread(worker), "the thread factory has made no thread");
            thread.setDaemon(true);
            thread.start();
        } catch (Throwable t) {
            throw new ProcessStartException("a thread of a pool can't be started: " + ThrownText.of(t), t);
        }
    }

    /** {@return what the initializer has thrown, if it has} */
    @Nullable
    Throwable initialize() {
        try {
            if (initializer != null) {
                initializer.run();
            }
            return null;
        } catch (Throwable t) {
            return t;
        } finally {
            Thread.interrupted();
        }
    }
}
