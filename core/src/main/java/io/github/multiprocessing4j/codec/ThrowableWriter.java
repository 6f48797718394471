package io.github.multiprocessing4j.codec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Flattens an exception with its causes and suppressed exceptions into a list, and adds the object itself to the outermost
 * ones that serialize: to the first if possible, else to its causes.
 */
final class ThrowableWriter {
    private static final int MAX_THROWABLES = 64;

    private static final int MAX_OBJECT = 16 << 20;

    /** An attempt may walk all the causes, so there are few. */
    private static final int MAX_ATTEMPTS = 8;

    private final List<Throwable> throwables = new ArrayList<>();

    private final List<ThrownText> texts = new ArrayList<>();

    private final Codec codec;

    private int attempts;

    private ThrowableWriter(Codec codec) {
        this.codec = codec;
    }

    static void write(Throwable thrown, Codec codec, Sink sink) {
        ThrowableWriter writer = new ThrowableWriter(codec);
        writer.number(thrown);
        for (int i = 0; i < writer.throwables.size(); i++) {
            writer.link(i);
        }
        writer.addObject(0, new boolean[writer.texts.size()]);
        write(writer.texts, sink);
    }

    static void write(List<ThrownText> texts, Sink sink) {
        sink.writeVarInt(texts.size());
        for (ThrownText text : texts) {
            text.write(sink);
        }
    }

    /** Returns the number of an exception, or -1 if there are too many already. */
    @SuppressWarnings("ReferenceEquality") // equals is the application's
    private int number(@Nullable Throwable thrown) {
        if (thrown == null) {
            return -1;
        }
        for (int i = 0; i < throwables.size(); i++) {
            if (throwables.get(i) == thrown) {
                return i;
            }
        }
        if (throwables.size() == MAX_THROWABLES) {
            return -1;
        }
        throwables.add(thrown);
        texts.add(ThrownText.of(thrown));
        return throwables.size() - 1;
    }

    private void link(int i) {
        ThrownText text = texts.get(i);
        text.cause = number(ThrownText.causeOf(throwables.get(i)));
        for (Throwable other : throwables.get(i).getSuppressed()) {
            int number = number(other);
            if (number >= 0) {
                text.suppressed.add(number);
            }
        }
    }

    private void addObject(int i, boolean[] visited) {
        boolean tooMany = texts.size() == MAX_THROWABLES || attempts == MAX_ATTEMPTS;
        if (i < 0 || visited[i] || tooMany) {
            return;
        }
        visited[i] = true;
        attempts++;
        ThrownText text = texts.get(i);
        text.object = encode(throwables.get(i));
        if (text.object.length == 0) {
            addObject(text.cause, visited);
            for (int other : text.suppressed) {
                addObject(other, visited);
            }
        }
    }

    private byte[] encode(Throwable thrown) {
        try {
            Sink sink = new Sink(1024);
            codec.write(thrown, sink);
            return sink.position() > MAX_OBJECT ? new byte[0] : sink.toByteArray();
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return new byte[0];
        }
    }
}
