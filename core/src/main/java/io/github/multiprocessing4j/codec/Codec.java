package io.github.multiprocessing4j.codec;

import io.github.multiprocessing4j.failure.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Turns one value into bytes and back, so that it can cross from one process to another.
 *
 * {@snippet :
 * Sink sink = new Sink();
 * Codec.standard().write(List.of(1, 2, 3), sink);
 * Object copy = Codec.standard().read(Source.of(sink.toByteArray()));
 * }
 *
 * <p>The {@linkplain #standard() standard codec} keeps the contract of {@link java.io.Serializable}: what serializes
 * crosses, with its {@code writeReplace}, {@code readResolve}, {@code writeObject} and {@code Externalizable} methods
 * honoured, shared references and cycles preserved. Beyond that contract it also carries {@link java.nio.file.Path}, the
 * {@code Optional} family, entries of maps, and sublists, which arrive as plain lists. Lambdas cross if their type is
 * serializable, as that of the interfaces in {@code io.github.multiprocessing4j.function} is. Strings, records, and other
 * immutable values that occur twice in a message may arrive as equal copies instead of as one object.
 *
 * <p>Both sides must have the same classes: a record with other components, and a lambda whose class was compiled
 * differently, is refused, never guessed at.
 *
 * <p>Implementations are safe for use by several threads at once. A value must not be changed by another thread while it
 * is being written.
 */
public interface Codec {
    /**
     * Appends a value to a sink. If this fails, the sink is as it was before.
     *
     * @param value what to write
     * @param sink where to
     * @throws SerializationException if the value, or something reachable from it, cannot be sent to another process; the
     *     message names its class and the path that led to it
     */
    void write(@Nullable Object value, Sink sink);

    /**
     * Reads the value at the position of a source and moves behind it.
     *
     * @param source where from
     * @return the value
     * @throws SerializationException if a class is unknown here, differs from the writer's, is rejected by the filter, or
     *     if the bytes are no value
     */
    @Nullable
    Object read(Source source);

    /**
     * {@return the codec that is used unless another is asked for} It finds classes through the context class loader of the
     * reading thread and knows the serializers of every {@link SerializerProvider}.
     */
    static Codec standard() {
        return StandardCodec.DEFAULT;
    }

    /** {@return a builder of codecs that differ from the standard one in their filter, class loader or serializers} */
    static CodecBuilder builder() {
        return new CodecBuilder();
    }
}
