package io.github.multiprocessing4j.benchmarks.micro;

import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.connection.Pipe;
import io.github.multiprocessing4j.wire.MessageEncoder;
import io.github.multiprocessing4j.wire.ReceivedMessage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A small record is sent and received: through the bare ring, and through the connection that is around it. */
@State(Scope.Thread)
public class RingObjectBenchmark {
    private final BothEnds ends = BothEnds.open();

    private final MessageEncoder encoder = new MessageEncoder();

    private final ReceivedMessage received = new ReceivedMessage();

    private final Pipe pipe = Pipe.oneWay();

    private final Connection sender = pipe.second();

    private final Connection receiver = pipe.first();

    private final Object value = Kind.RECORD.value();

    /** Gives the shared memory up. */
    @TearDown
    public void close() {
        pipe.close();
        ends.close();
    }

    @Benchmark
    public @Nullable Object ring() throws IOException {
        encoder.encode(value);
        ends.sending().send(encoder);
        encoder.wasSent();
        if (!ends.receiving().receive(received)) {
            throw new IllegalStateException("the message did not come");
        }
        return received.decode();
    }

    @Benchmark
    public @Nullable Object recv() throws IOException {
        sender.send(value);
        return receiver.recv();
    }
}
