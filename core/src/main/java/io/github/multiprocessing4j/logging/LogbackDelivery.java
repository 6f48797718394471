package io.github.multiprocessing4j.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** Hands what another process has logged by Logback to this process's Logback. Loaded only where there is one. */
final class LogbackDelivery {
    private LogbackDelivery() {}

    /**
     * Hands it on.
     *
     * @return whether this process uses Logback
     */
    static boolean deliver(LogEntry entry) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext logback)) {
            return false;
        }
        Logger logger = logback.getLogger(entry.logger());
        if (logger.isEnabledFor(Level.toLevel(entry.severity()))) {
            logger.callAppenders(new ForwardedEvent(entry, logback));
        }
        return true;
    }
}
