package io.github.multiprocessing4j.region;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Work on files in a thread that may be interrupted: a channel is closed by that, and with a file go its locks. Work must be such
 * that it can be done again from the beginning if an interrupt came in its middle.
 */
final class Uninterrupted {
    private Uninterrupted() {}

    /** What is done with files. */
    interface Work<T extends @Nullable Object> {
        T run() throws IOException;
    }

    /** Does it, and sets the interrupt status again if it was set. */
    static <T extends @Nullable Object> T call(Work<T> work) throws IOException {
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
