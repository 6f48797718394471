package io.github.multiprocessing4j.benchmarks.micro;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.codec.Sink;
import io.github.multiprocessing4j.codec.Source;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Values to bytes and back, beside Java's object streams. The buffer that is written to is used again, as a connection does with
 * its own; a message is complete in itself, so each has a stream of its own.
 */
@State(Scope.Thread)
public class CodecBenchmark {
    private final Codec codec = Codec.standard();

    private final Sink sink = new Sink();

    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();

    @Param
    public Kind kind = Kind.INTEGER;

    private Object value = kind.value();

    private byte[] written = {};

    private byte[] javaWritten = {};

    /** Makes the value, and what is read. */
    @Setup
    public void prepare() throws IOException {
        value = kind.value();
        write();
        written = sink.toByteArray();
        javaWrite();
        javaWritten = buffer.toByteArray();
    }

    @Benchmark
    public int write() {
        sink.clear();
        codec.write(value, sink);
        return sink.position();
    }

    @Benchmark
    public @Nullable Object read() {
        return codec.read(Source.of(written));
    }

    @Benchmark
    public int javaWrite() throws IOException {
        buffer.reset();
        try (var stream = new ObjectOutputStream(buffer)) {
            stream.writeObject(value);
        }
        return buffer.size();
    }

    @Benchmark
    public Object javaRead() throws IOException, ClassNotFoundException {
        try (var stream = new ObjectInputStream(new ByteArrayInputStream(javaWritten))) {
            return stream.readObject();
        }
    }
}
