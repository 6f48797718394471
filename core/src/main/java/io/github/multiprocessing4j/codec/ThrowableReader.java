package io.github.multiprocessing4j.codec;

import io.github.multiprocessing4j.failure.RemoteThrowable;
import org.jspecify.annotations.Nullable;

/** Rebuilds what {@link ThrowableWriter} wrote: the objects that came along, and stand-ins for the others. */
final class ThrowableReader {
    private final Codec codec;

    private final ThrownText[] texts;

    private final @Nullable Throwable[] made;

    private final boolean[] visited;

    ThrowableReader(Codec codec, Source source) {
        this.codec = codec;
        int count = source.readVarInt();
        if (count <= 0 || count > source.remaining()) {
            throw source.garbage("an exception is missing");
        }
        texts = new ThrownText[count];
        for (int i = 0; i < count; i++) {
            texts[i] = ThrownText.read(source);
        }
        made = new @Nullable Throwable[count];
        visited = new boolean[count];
    }

    Throwable read() {
        Throwable first = make(0);
        return first == null ? new RemoteThrowable("", null, "", new StackTraceElement[0], null) : first;
    }

    /** Returns null for a number that there is not, or that is its own cause. */
    private @Nullable Throwable make(int i) {
        if (i < 0 || i >= texts.length || visited[i]) {
            return i < 0 || i >= texts.length ? null : made[i];
        }
        visited[i] = true;
        Throwable original = original(texts[i]);
        if (original != null && i > 0) {
            useFramesOf(texts[i], original);
        }
        made[i] = original == null ? standIn(texts[i]) : original;
        return made[i];
    }

    /**
     * Gives an original below a stand-in the frames of its text: printing leaves out what a cause has in common with the
     * exception that it caused, for which their frames must be equal.
     */
    private void useFramesOf(ThrownText text, Throwable original) {
        Throwable thrown = original;
        ThrownText itsText = text;
        for (int depth = 0; depth < texts.length; depth++) {
            thrown.setStackTrace(itsText.frames);
            Throwable cause = ThrownText.causeOf(thrown);
            if (cause == null || itsText.cause < 0 || itsText.cause >= texts.length) {
                return;
            }
            thrown = cause;
            itsText = texts[itsText.cause];
        }
    }

    private @Nullable Throwable original(ThrownText text) {
        if (text.object.length == 0) {
            return null;
        }
        try {
            Object object = codec.read(Source.of(text.object));
            if (!(object instanceof Throwable thrown)
                    || !thrown.getClass().getName().equals(text.className)) {
                return null;
            }
            if (thrown.getStackTrace().length == 0) {
                thrown.setStackTrace(text.frames);
            }
            return thrown;
        } catch (RuntimeException | StackOverflowError e) {
            return null;
        }
    }

    private Throwable standIn(ThrownText text) {
        Throwable cause = make(text.cause);
        RemoteThrowable standIn = new RemoteThrowable(text.className, text.message, text.text, text.frames, cause);
        for (int number : text.suppressed) {
            Throwable other = make(number);
            if (other != null && other != standIn) {
                standIn.addSuppressed(other);
            }
        }
        return standIn;
    }
}
