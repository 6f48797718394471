package io.github.multiprocessing4j.logging;

import java.lang.System.Logger;
import org.jspecify.annotations.Nullable;

/** Hands what another process has logged to this process's loggers of the same names. */
final class JulDelivery {
    /** A program may be without that module; then there is what the JDK has in its place. */
    static final boolean HAS_JUL = ModuleLayer.boot().findModule("java.logging").isPresent();

    private JulDelivery() {}

    static void deliver(LogEntry entry) {
        if (HAS_JUL) {
            ForwardedRecord.of(entry).log();
        } else {
            System.getLogger(entry.logger()).log(systemLevel(entry), entry.prefixed(), entry.thrown());
        }
    }

    /** Where this process's output goes, because it can go nowhere else. */
    static void toConsole(String message, @Nullable Throwable thrown) {
        if (HAS_JUL) {
            JulForwarder.toConsole(message, thrown);
        }
    }

    /** Both APIs' levels are numbers that grow. */
    private static Logger.Level systemLevel(LogEntry entry) {
        for (Logger.Level level : Logger.Level.values()) {
            if (level.getSeverity() >= JulLevels.severity(entry)) {
                return level == Logger.Level.OFF ? Logger.Level.ERROR : level;
            }
        }
        return Logger.Level.ERROR;
    }
}
