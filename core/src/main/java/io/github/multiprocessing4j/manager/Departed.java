package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.os.LibraryLog;
import java.lang.System.Logger.Level;
import java.util.concurrent.CancellationException;

/** What is said when a client is gone. */
final class Departed {
    private Departed() {}

    /** A log that fails must not keep the rest of what the client held. */
    static void warn(String text) {
        try {
            LibraryLog.logger().log(Level.WARNING, text);
        } catch (RuntimeException e) {
            Thread current = Thread.currentThread();
            current.getUncaughtExceptionHandler().uncaughtException(current, e);
        }
    }

    /** {@return what ends a call that nobody waits for} At most the cause of what is thrown for the time that is over. */
    static CancellationException nobodyWaits(Caller caller) {
        return new CancellationException("nobody waits any more for this call of " + caller);
    }
}
