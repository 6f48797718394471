package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.codec.Sink;
import io.github.multiprocessing4j.codec.ThrowableCodec;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What a server answers. CPython has the same kinds. */
sealed interface Reply extends Serializable {
    /** {@return what tells of something thrown} */
    static Thrown thrown(Throwable thrown) {
        return new Thrown(encoded(thrown));
    }

    /** {@return what tells why the server could not do it} */
    static Refused refused(Throwable reason) {
        return new Refused(String.valueOf(reason.getMessage()), encoded(reason));
    }

    private static byte[] encoded(Throwable thrown) {
        Sink sink = new Sink();
        ThrowableCodec.write(thrown, Codec.standard(), sink);
        return sink.toByteArray();
    }

    /** The result. CPython's {@code #RETURN}. */
    record Return(@Nullable Object value) implements Reply {}

    /** The result, encoded while nobody else could change it. */
    record Encoded(byte[] value) implements Reply {}

    /** What the object has thrown, as {@code ThrowableCodec} writes it. CPython's {@code #ERROR}. */
    record Thrown(byte[] thrown) implements Reply {}

    /** The result stays here, and a proxy is to be made for it. CPython's {@code #PROXY}. */
    record Proxy(Description of) implements Reply {}

    /** The server could not do it, for a reason that is not the object's. CPython's {@code #TRACEBACK}. */
    record Refused(String reason, byte[] thrown) implements Reply {}

    /** The result can't be sent. CPython's {@code #UNSERIALIZABLE}. */
    record Unserializable(String reason) implements Reply {}
}
