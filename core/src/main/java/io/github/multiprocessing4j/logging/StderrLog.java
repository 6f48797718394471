package io.github.multiprocessing4j.logging;

import io.github.multiprocessing4j.os.LibraryLog;
import java.lang.System.LoggerFinder;
import java.util.function.Supplier;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The library's own log on standard error, in CPython's format. */
public final class StderrLog {
    private static final String NAME = LibraryLog.NAME;

    private static volatile boolean on;

    private StderrLog() {}

    /**
     * Turns it on, if it is not on yet.
     *
     * @param level what to log from now on; null for what was logged before
     * @param process what a process is called that logs
     * @throws UnsupportedOperationException if the program's loggers are not those of java.util.logging
     */
    public static void enable(System.Logger.@Nullable Level level, Supplier<String> process) {
        String finder = LoggerFinder.getLoggerFinder().getClass().getName();
        if (!JulDelivery.HAS_JUL || !finder.startsWith("sun.util.logging.")) {
            throw new UnsupportedOperationException("the loggers of this program are made by " + finder
                    + ": have them show what is logged as " + NAME + " by their own configuration");
        }
        OfJul.enable(level == null ? null : Level.parse(Integer.toString(level.getSeverity())), process);
    }

    /** {@return whether it is on} */
    static boolean isOn() {
        return on;
    }

    private static final class OfJul {
        /** Kept here, or java.util.logging would forget what was said to it. */
        private static final Logger LOGGER = Logger.getLogger(NAME);

        static synchronized void enable(@Nullable Level level, Supplier<String> process) {
            if (level != null) {
                LOGGER.setLevel(level);
            }
            if (!on) {
                Handler console = new ConsoleHandler();
                console.setLevel(Level.ALL);
                console.setFormatter(new Format(process));
                LOGGER.addHandler(console);
                LOGGER.setUseParentHandlers(false); // who would show it once more
                on = true;
            }
        }
    }

    private static final class Format extends Formatter {
        private final Supplier<String> process;

        Format(Supplier<String> process) {
            this.process = process;
        }

        @Override
        public String format(LogRecord logged) {
            LogEntry entry = logged instanceof ForwardedRecord forwarded
                    ? forwarded.entry()
                    : JulForwarder.entry(logged, process.get());
            return "[" + JulLevels.name(JulLevels.severity(entry)) + "/" + entry.process() + "] " + entry.message()
                    + System.lineSeparator() + (entry.thrown() == null ? "" : LogEntry.trace(entry.thrown()));
        }
    }
}
