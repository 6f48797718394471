package io.github.multiprocessing4j.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/** In a child, what Logback has in place of all appenders. */
final class LogbackForwarder extends UnsynchronizedAppenderBase<ILoggingEvent> {
    /** What an argument logs as it is shown is to come too, so this is not guarded as others are; {@link Forwarder} is. */
    @Override
    public void doAppend(ILoggingEvent logged) {
        append(logged);
    }

    @Override
    protected void append(ILoggingEvent logged) {
        LogEntry entry = logged instanceof ForwardedEvent forwarded ? forwarded.entry() : entry(logged);
        if (!Forwarder.forward(entry)) {
            JulDelivery.toConsole(entry.message(), entry.thrown());
        }
    }

    private static LogEntry entry(ILoggingEvent logged) {
        return new LogEntry(
                LogEntry.Api.LOGBACK,
                logged.getLoggerName(),
                logged.getLevel().levelStr,
                logged.getLevel().levelInt,
                logged.getInstant(),
                logged.getThreadName(),
                Thread.currentThread().threadId(),
                null, // finding out who has logged it would cost more than all the rest
                null,
                message(logged),
                thrown(logged),
                logged.getMDCPropertyMap(),
                ChildLogs.process(),
                ProcessHandle.current().pid());
    }

    /** With the pairs before it, as Logback shows them. */
    private static String message(ILoggingEvent logged) {
        List<KeyValuePair> pairs = logged.getKeyValuePairs();
        String message = String.valueOf(logged.getFormattedMessage());
        if (pairs == null || pairs.isEmpty()) {
            return message;
        }
        StringBuilder all = new StringBuilder();
        pairs.forEach(
                pair -> all.append(pair.key).append("=\"").append(pair.value).append("\" "));
        return all.append(message).toString();
    }

    private static @Nullable Throwable thrown(ILoggingEvent logged) {
        return logged.getThrowableProxy() instanceof ThrowableProxy proxy ? proxy.getThrowable() : null;
    }
}
