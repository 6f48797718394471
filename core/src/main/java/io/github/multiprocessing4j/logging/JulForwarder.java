package io.github.multiprocessing4j.logging;

import java.util.Map;
import java.util.Objects;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/** In a child, what java.util.logging has in place of all handlers that its configuration names. */
public final class JulForwarder extends Handler {
    /** Formats messages only. */
    private static final Formatter MESSAGES = new Messages();

    private static final class Messages extends Formatter {
        @Override
        public String format(LogRecord logged) {
            return formatMessage(logged);
        }
    }

    /** For use by java.util.logging. */
    public JulForwarder() {
        setLevel(Level.ALL);
    }

    @Override
    public void publish(@Nullable LogRecord logged) {
        if (logged != null && isLoggable(logged) && !Forwarder.forward(entry(logged, ChildLogs.process()))) {
            Console.HANDLER.publish(logged);
        }
    }

    static LogEntry entry(LogRecord logged, String process) {
        if (logged instanceof ForwardedRecord forwarded) {
            return forwarded.entry(); // a child's child's
        }
        return new LogEntry(
                LogEntry.Api.JUL,
                Objects.requireNonNullElse(logged.getLoggerName(), ""),
                logged.getLevel().getName(),
                logged.getLevel().intValue(),
                logged.getInstant(),
                Thread.currentThread().getName(),
                logged.getLongThreadID(),
                logged.getSourceClassName(),
                logged.getSourceMethodName(),
                message(logged),
                logged.getThrown(),
                Map.of(),
                process,
                ProcessHandle.current().pid());
    }

    /** An argument's toString may do anything. */
    private static String message(LogRecord logged) {
        try {
            String formatted = MESSAGES.formatMessage(logged);
            return formatted == null ? "null" : formatted;
        } catch (RuntimeException e) {
            return logged.getMessage() + " (an argument can't be shown: "
                    + e.getClass().getName() + ")";
        }
    }

    static void toConsole(String message, @Nullable Throwable thrown) {
        LogRecord warning = new LogRecord(Level.WARNING, message);
        warning.setThrown(thrown);
        Console.HANDLER.publish(warning);
    }

    /** What is in shared memory needs no flushing. */
    @Override
    public void flush() {}

    @Override
    public void close() {}

    /** Where there is no memory to share, and for what is logged while something is being forwarded. */
    private static final class Console {
        static final Handler HANDLER = new ConsoleHandler();
    }
}
