package io.github.multiprocessing4j.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.multiprocessing4j.failure.SerializationException;
import java.io.Serializable;
import org.jspecify.annotations.NullUnmarked;

/** Sends values through a codec and takes what arrives. */
@NullUnmarked
final class Crossing {
    private Crossing() {}

    /** A class that only Java's own object streams carry, and with it the whole message. */
    static final class Parcel implements Serializable {
        final Object content;

        Parcel(Object content) {
            this.content = content;
        }
    }

    @SuppressWarnings("unchecked")
    static <T> T of(T value) {
        return (T) through(Codec.standard(), value);
    }

    static Object through(Codec codec, Object value) {
        return through(codec, codec, value);
    }

    static Object through(Codec writer, Codec reader, Object value) {
        Sink sink = new Sink();
        writer.write(value, sink);
        Source source = Source.of(sink.toByteArray());
        Object copy = reader.read(source);
        assertEquals(0, source.remaining(), "bytes left over");
        return copy;
    }

    /** As {@link #of}, within one of Java's object streams. */
    @SuppressWarnings("unchecked")
    static <T> T inStream(T value) {
        return (T) of(new Parcel(value)).content;
    }

    static byte[] bytes(Object value) {
        Sink sink = new Sink();
        Codec.standard().write(value, sink);
        return sink.toByteArray();
    }

    static String refusal(Object value) {
        Sink sink = new Sink();
        sink.writeInt(7);
        String message = assertThrows(
                        SerializationException.class, () -> Codec.standard().write(value, sink))
                .getMessage();
        assertEquals(4, sink.position(), "a refused value leaves nothing behind");
        return message;
    }
}
