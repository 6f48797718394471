package io.github.multiprocessing4j.region;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Work on files in a thread that may be interrupted: a channel would be closed by it, and with a file go its locks. */
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
            return work.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
