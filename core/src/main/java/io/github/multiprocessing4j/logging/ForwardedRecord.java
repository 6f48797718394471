package io.github.multiprocessing4j.logging;

import java.io.Serial;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What another process has logged, as this one's loggers have it. */
final class ForwardedRecord extends LogRecord {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Not for whoever serializes records, who gets the message. */
    private final transient LogEntry entry;

    private ForwardedRecord(Level level, LogEntry entry) {
        super(level, entry.prefixed());
        this.entry = entry;
    }

    static ForwardedRecord of(LogEntry entry) {
        ForwardedRecord forwarded = new ForwardedRecord(level(entry), entry);
        forwarded.setLoggerName(entry.logger());
        forwarded.setInstant(entry.instant());
        forwarded.setLongThreadID(entry.threadId());
        forwarded.setSourceClassName(entry.className());
        forwarded.setSourceMethodName(entry.methodName());
        forwarded.setThrown(entry.thrown());
        return forwarded;
    }

    private static Level level(LogEntry entry) {
        int severity = JulLevels.severity(entry);
        try {
            Level known = Level.parse(Integer.toString(severity));
            if (entry.api() != LogEntry.Api.JUL || known.getName().equals(entry.level())) {
                return known;
            }
        } catch (IllegalArgumentException e) {
            // a level of the program's own
        }
        return new OwnLevel(entry.level(), severity);
    }

    LogEntry entry() {
        return entry;
    }

    /** Gives it to the logger of its name, whose level and filter decide about it as about any. */
    void log() {
        Logger.getLogger(entry.logger()).log(this);
    }

    /** One that the program has defined, and that may not be known here. */
    private static final class OwnLevel extends Level {
        @Serial
        private static final long serialVersionUID = 1L;

        OwnLevel(String name, int value) {
            super(name, value);
        }
    }
}
