package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.LibraryLog;
import java.lang.System.Logger.Level;

/** What somebody wants done when something happens, by a thread that has other things to do. */
public final class Callbacks {
    private Callbacks() {}

    /**
     * Does it. What it throws is logged: it is neither to end what the calling thread is at, nor to keep others from being told.
     *
     * @param action what to do
     */
    public static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            LibraryLog.logger()
                    .log(Level.ERROR, "what was to be done when something is ready or has changed has failed", e);
        }
    }
}
