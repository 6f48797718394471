package io.github.multiprocessing4j.codec;

import io.github.multiprocessing4j.failure.SerializationException;
import java.util.List;

/**
 * Carries exceptions, which must arrive whatever they are: as text (class, message, stack frames, causes, suppressed) and,
 * where it serializes, as the object itself. The reader gets the original with the stack frames that it had in the other
 * process, or, if it cannot be rebuilt there, a {@link io.github.multiprocessing4j.failure.RemoteThrowable} that prints the
 * same.
 *
 * <p>CPython's counterpart is {@code multiprocessing.pool.ExceptionWithTraceback}.
 */
public final class ThrowableCodec {
    private ThrowableCodec() {}

    /**
     * Writes an exception. Never throws because of it: not for a field that does not serialize, nor for a
     * {@code getMessage} that throws, nor for causes that form a circle. Text of extreme length is cut.
     *
     * @param thrown the exception
     * @param codec writes the object itself
     * @param sink where to
     */
    public static void write(Throwable thrown, Codec codec, Sink sink) {
        int start = sink.position();
        try {
            ThrowableWriter.write(thrown, codec, sink);
        } catch (RuntimeException | StackOverflowError e) {
            sink.rewind(start);
            ThrowableWriter.write(List.of(ThrownText.ofClassAlone(thrown)), sink);
        }
    }

    /**
     * Reads an exception.
     *
     * @param codec reads the object itself
     * @param source where from
     * @return the original, or what stands for it
     * @throws SerializationException if the bytes are no exception
     */
    public static Throwable read(Codec codec, Source source) {
        try {
            return new ThrowableReader(codec, source).read();
        } catch (SerializationException e) {
            throw e;
        } catch (RuntimeException e) {
            throw Failures.reading(e);
        }
    }
}
