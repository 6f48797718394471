package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.failure.ManagerException;
import java.lang.System.Logger.Level;

/** What is said when a client is gone. */
final class Departed {
    private Departed() {}

    /** A log that fails must not keep the rest of what the client held. */
    static void warn(String text) {
        try {
            System.getLogger("io.github.multiprocessing4j").log(Level.WARNING, text);
        } catch (RuntimeException e) {
            Thread current = Thread.currentThread();
            current.getUncaughtExceptionHandler().uncaughtException(current, e);
        }
    }

    /** {@return what ends a call that nobody waits for; nobody gets to see it} */
    static ManagerException nobodyWaits(Caller caller) {
        return new ManagerException(caller + " is gone", null);
    }
}
