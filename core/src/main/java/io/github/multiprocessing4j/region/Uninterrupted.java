package io.github.multiprocessing4j.region;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Work on files and sockets in a thread that may be interrupted: a channel is closed by that, and with a file go its locks. Work
 * must be such that it can be done again from the beginning if an interrupt came in its middle.
 */
public final class Uninterrupted {
    private Uninterrupted() {}

    /**
     * What is done.
     *
     * @param <T> its result
     */
    public interface Work<T extends @Nullable Object> {
        /** Does it. {@return the result} */
        T run() throws IOException;
    }

    /**
     * Does it, and sets the interrupt status again if it was set.
     *
     * @param work what to do
     * @return its result
     * @throws IOException as the work does
     */
    public static <T extends @Nullable Object> T call(Work<T> work) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return work.run();
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
