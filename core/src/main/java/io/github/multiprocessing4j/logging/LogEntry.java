package io.github.multiprocessing4j.logging;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.codec.Sink;
import io.github.multiprocessing4j.codec.Source;
import io.github.multiprocessing4j.codec.ThrowableCodec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was logged, on its way to another process. Its message is complete: arguments may not serialize, and are to be shown as they were.
 *
 * @param api where it came from, and is to go if it is there
 * @param logger the logger's name
 * @param level the level's name
 * @param severity the level as a number of that API
 * @param instant when
 * @param thread the thread's name
 * @param threadId the thread's number
 * @param className who logged it, if known
 * @param methodName in which method, if known
 * @param message what
 * @param thrown the exception with it
 * @param context the mapped diagnostic context
 * @param process the name of the process that logged it
 * @param pid that process's id
 */
record LogEntry(
        Api api,
        String logger,
        String level,
        int severity,
        Instant instant,
        String thread,
        long threadId,
        @Nullable String className,
        @Nullable String methodName,
        String message,
        @Nullable Throwable thrown,
        Map<String, String> context,
        String process,
        long pid) {
    /** What something was logged by. */
    enum Api {
        JUL,
        LOGBACK
    }

    /** Of a message, and of a trace, that is too long. Two of them, at two bytes a character, leave room for the rest. */
    private static final int SHORTENED = 12_000;

    /** {@return the message with who has logged it} */
    String prefixed() {
        return "[" + process + "/" + pid + "] " + message;
    }

    void write(Sink sink) {
        sink.writeString(api.name());
        sink.writeString(logger);
        sink.writeString(level);
        sink.writeInt(severity);
        sink.writeLong(instant.getEpochSecond());
        sink.writeInt(instant.getNano());
        sink.writeString(thread);
        sink.writeLong(threadId);
        Codec.standard().write(className, sink);
        Codec.standard().write(methodName, sink);
        sink.writeString(message);
        sink.writeByte(thrown == null ? 0 : 1);
        if (thrown != null) {
            ThrowableCodec.write(thrown, Codec.standard(), sink);
        }
        Codec.standard().write(new TreeMap<>(context), sink);
        sink.writeString(process);
        sink.writeLong(pid);
    }

    static LogEntry read(Source source) {
        return new LogEntry(
                Api.valueOf(source.readString()),
                source.readString(),
                source.readString(),
                source.readInt(),
                Instant.ofEpochSecond(source.readLong(), source.readInt()),
                source.readString(),
                source.readLong(),
                readOptional(source),
                readOptional(source),
                source.readString(),
                source.readByte() == 0 ? null : ThrowableCodec.read(Codec.standard(), source),
                readContext(source),
                source.readString(),
                source.readLong());
    }

    private static @Nullable String readOptional(Source source) {
        return (String) Codec.standard().read(source);
    }

    @SuppressWarnings("unchecked") // what was written
    private static Map<String, String> readContext(Source source) {
        return (Map<String, String>) Objects.requireNonNull(Codec.standard().read(source));
    }

    /** {@return the same in as many bytes as can be sent: the beginning of the message, and of the exception's trace as part of it} */
    LogEntry shortened() {
        String text = cut(message);
        if (thrown != null) {
            text += System.lineSeparator() + cut(trace(thrown));
        }
        return new LogEntry(
                api,
                cut(logger),
                level,
                severity,
                instant,
                cut(thread),
                threadId,
                null,
                null,
                text,
                null,
                Map.of(),
                process,
                pid);
    }

    static String trace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        try {
            thrown.printStackTrace(new PrintWriter(trace));
        } catch (RuntimeException | StackOverflowError e) {
            trace.write(thrown.getClass().getName() + ", which can't be printed: "
                    + e.getClass().getName());
        }
        return trace.toString();
    }

    private static String cut(String text) {
        int rest = text.length() - SHORTENED;
        return rest <= 0 ? text : text.substring(0, SHORTENED) + "… (" + rest + " characters more)";
    }
}
