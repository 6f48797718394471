package io.github.multiprocessing4j.benchmarks.micro;

import static java.util.Objects.requireNonNull;

import io.github.multiprocessing4j.wire.Fencing;
import io.github.multiprocessing4j.wire.Incoming;
import io.github.multiprocessing4j.wire.MemoryChannel;
import io.github.multiprocessing4j.wire.Outgoing;
import java.util.List;

/**
 * Both ends of a channel through shared memory, as large as a pipe's. One thread sends and receives in turn, so nobody waits.
 *
 * @param receiving the end that receives
 * @param sending the end that sends
 */
record BothEnds(MemoryChannel receiving, MemoryChannel sending) implements AutoCloseable {
    static BothEnds open() {
        List<MemoryChannel> ends =
                MemoryChannel.create(new MemoryChannel.Shape(256 << 10, false, Long.MAX_VALUE, Fencing.BY_SLEEPERS));
        return new BothEnds(ends.getFirst(), ends.getLast());
    }

    Incoming incoming() {
        return requireNonNull(receiving.incoming());
    }

    Outgoing outgoing() {
        return requireNonNull(sending.outgoing());
    }

    @Override
    public void close() {
        for (MemoryChannel end : List.of(sending, receiving)) {
            end.close("measured");
            end.release();
        }
    }
}
