package io.github.multiprocessing4j.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an exception says about itself, asked with care: its methods are the application's and may do anything. Causes and
 * suppressed exceptions are numbers in the list that they travel in.
 */
final class ThrownText {
    private static final int MAX_TEXT = 64 << 10;

    private static final int MAX_FRAMES = 1024;

    final String className;

    @Nullable
    String message;

    String text;

    StackTraceElement[] frames = {};

    int cause = -1;

    List<Integer> suppressed = new ArrayList<>();

    byte[] object = {};

    ThrownText(String className) {
        this.className = className;
        this.text = className;
    }

    static ThrownText ofClassAlone(Throwable thrown) {
        return new ThrownText(thrown.getClass().getName());
    }

    static ThrownText of(Throwable thrown) {
        ThrownText text = ofClassAlone(thrown);
        try {
            text.message = cut(thrown.getMessage());
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            text.message = null;
        }
        text.text = describe(thrown);
        text.frames = frames(thrown);
        return text;
    }

    private static String describe(Throwable thrown) {
        try {
            String described = cut(thrown.toString());
            return described == null ? thrown.getClass().getName() : described;
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            return thrown.getClass()
                    .getName()
                    .concat(" (whose toString() threw ")
                    .concat(e.getClass().getName())
                    .concat(")");
        }
    }

    private static @Nullable String cut(@Nullable String text) {
        if (text == null || text.length() <= MAX_TEXT) {
            return text;
        }
        return text.substring(0, MAX_TEXT).concat("… (cut)");
    }

    private static StackTraceElement[] frames(Throwable thrown) {
        try {
            StackTraceElement[] frames = thrown.getStackTrace();
            return frames.length <= MAX_FRAMES ? frames : Arrays.copyOf(frames, MAX_FRAMES);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            return new StackTraceElement[0];
        }
    }

    static @Nullable Throwable causeOf(Throwable thrown) {
        try {
            return thrown.getCause();
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            return null;
        }
    }

    void write(Sink sink) {
        sink.writeString(className);
        writeOptional(message, sink);
        sink.writeString(text);
        sink.writeVarInt(frames.length);
        for (StackTraceElement frame : frames) {
            write(frame, sink);
        }
        sink.writeVarInt(cause + 1);
        sink.writeVarInt(suppressed.size());
        for (int other : suppressed) {
            sink.writeVarInt(other);
        }
        sink.writeVarInt(object.length);
        sink.writeBytes(object, 0, object.length);
    }

    static ThrownText read(Source source) {
        ThrownText text = new ThrownText(source.readString());
        text.message = readOptional(source);
        text.text = source.readString();
        text.frames = new StackTraceElement[length(source)];
        for (int i = 0; i < text.frames.length; i++) {
            text.frames[i] = readFrame(source);
        }
        text.cause = source.readVarInt() - 1;
        for (int left = length(source); left > 0; left--) {
            text.suppressed.add(source.readVarInt());
        }
        text.object = new byte[length(source)];
        source.readBytes(text.object, 0, text.object.length);
        return text;
    }

    private static int length(Source source) {
        int length = source.readVarInt();
        if (length < 0 || length > source.remaining()) {
            throw source.garbage("an exception promises more than it has");
        }
        return length;
    }

    /** A frame made by hand prints its loader and the version of its module, which the JVM's own frames may leave out. */
    private static void write(StackTraceElement frame, Sink sink) {
        String printed = frame.toString();
        String loader = frame.getClassLoaderName();
        String version = frame.getModuleVersion();
        writeOptional(loader != null && printed.startsWith(loader.concat("/")) ? loader : null, sink);
        writeOptional(frame.getModuleName(), sink);
        writeOptional(version != null && printed.contains("@".concat(version)) ? version : null, sink);
        sink.writeString(frame.getClassName());
        sink.writeString(frame.getMethodName());
        writeOptional(frame.getFileName(), sink);
        sink.writeInt(frame.getLineNumber());
    }

    private static StackTraceElement readFrame(Source source) {
        return new StackTraceElement(
                readOptional(source),
                readOptional(source),
                readOptional(source),
                source.readString(),
                source.readString(),
                readOptional(source),
                source.readInt());
    }

    private static void writeOptional(@Nullable String text, Sink sink) {
        sink.writeByte(text == null ? 0 : 1);
        if (text != null) {
            sink.writeString(text);
        }
    }

    private static @Nullable String readOptional(Source source) {
        return source.readByte() == 0 ? null : source.readString();
    }
}
