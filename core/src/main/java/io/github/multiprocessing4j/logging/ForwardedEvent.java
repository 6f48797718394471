package io.github.multiprocessing4j.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.util.Map;
import java.util.TreeMap;

/** What another process has logged, as this one's Logback has it. */
final class ForwardedEvent extends LoggingEvent {
    /** In the mapped diagnostic context, who has logged it. */
    private static final String PROCESS = "process";

    private static final String PID = "pid";

    private final LogEntry entry;

    ForwardedEvent(LogEntry entry, LoggerContext logback) {
        this.entry = entry;
        setLoggerContext(logback);
        setLoggerName(entry.logger());
        setLevel(Level.toLevel(entry.severity()));
        setInstant(entry.instant());
        setThreadName(entry.thread());
        setMessage(entry.prefixed());
        setCallerData(new StackTraceElement[0]);
        Map<String, String> context = new TreeMap<>(entry.context());
        context.put(PROCESS, entry.process());
        context.put(PID, Long.toString(entry.pid()));
        setMDCPropertyMap(context);
        if (entry.thrown() != null) {
            setThrowableProxy(new ThrowableProxy(entry.thrown()));
        }
    }

    LogEntry entry() {
        return entry;
    }
}
