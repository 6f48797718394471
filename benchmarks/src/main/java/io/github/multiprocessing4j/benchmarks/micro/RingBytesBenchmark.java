package io.github.multiprocessing4j.benchmarks.micro;

import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.connection.Pipe;
import io.github.multiprocessing4j.wire.Incoming;
import io.github.multiprocessing4j.wire.Outgoing;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A message of bytes is sent and received: through the bare ring, and through the connection that is around it. */
@State(Scope.Thread)
public class RingBytesBenchmark {
    private final BothEnds ends = BothEnds.open();

    private final Outgoing outgoing = ends.outgoing();

    private final Incoming incoming = ends.incoming();

    private final Pipe pipe = Pipe.oneWay();

    private final Connection sender = pipe.second();

    private final Connection receiver = pipe.first();

    @Param({"8", "64", "1024", "65536"})
    public int size;

    private byte[] message = {};

    private byte[] received = {};

    /** Makes the arrays. */
    @Setup
    public void prepare() {
        message = new byte[size];
        received = new byte[size];
    }

    /** Gives the shared memory up. */
    @TearDown
    public void close() {
        pipe.close();
        ends.close();
    }

    @Benchmark
    public long ring() throws IOException {
        outgoing.begin(message.length);
        outgoing.write(message, 0, message.length);
        outgoing.end();
        long length = incoming.begin();
        incoming.read(received, 0, (int) length);
        incoming.end();
        return length;
    }

    @Benchmark
    public int recvBytesInto() throws IOException {
        sender.sendBytes(message);
        return receiver.recvBytesInto(received, 0);
    }

    @Benchmark
    public byte[] recvBytes() throws IOException {
        sender.sendBytes(message);
        return receiver.recvBytes();
    }
}
