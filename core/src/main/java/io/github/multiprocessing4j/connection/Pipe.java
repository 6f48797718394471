package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.wire.MemoryChannel;
import java.util.List;

/**
 * A pair of connected {@link Connection}s, one for each of two processes, through shared memory. CPython's counterpart is
 * {@code multiprocessing.Pipe}.
 *
 * <pre>{@code
 * try (var pipe = Pipe.create()) {
 *     var child = pipe.second();
 *     var p = ChildProcess.start(() -> { child.send("hello"); child.close(); });
 *     System.out.println(pipe.first().recv());
 *     p.join();
 * }
 * }</pre>
 *
 * <p>Each end belongs to one process. What is captured by a child's target, or sent in a message, moves there: the end is closed
 * here from then on, and what it had not received yet is received there. If the message with it can't be sent, the end stays. If it is sent and lost, because whoever was to
 * receive it ends or closes what it came through before, the end is closed, which its peer finds within a second.
 *
 * <p>A pipe takes as much shared memory as its {@linkplain PipeBuilder#capacity capacity} for each direction, and some hundred
 * bytes; no descriptors beside that of the memory. Thread-safe.
 *
 * <p>One {@linkplain PipeBuilder#betweenThreads between threads} of this process takes no shared memory and hands objects over as they are.
 */
public final class Pipe implements AutoCloseable {
    private final Connection first;

    private final Connection second;

    private Pipe(Link first, Link second) {
        this.first = new Connection(first);
        this.second = new Connection(second);
    }

    /**
     * {@return a new pipe, both of whose ends can send and receive}
     *
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    public static Pipe create() {
        return builder().create();
    }

    /**
     * {@return a new pipe whose first end can receive and whose second end can send}
     *
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    public static Pipe oneWay() {
        return builder().duplex(false).create();
    }

    /** {@return a builder for a pipe with other than the usual settings} */
    public static PipeBuilder builder() {
        return new PipeBuilder();
    }

    static Pipe create(MemoryChannel.Shape shape) {
        List<MemoryChannel> ends = MemoryChannel.create(shape);
        return new Pipe(new MemoryLink(ends.getFirst()), new MemoryLink(ends.getLast()));
    }

    static Pipe betweenThreads(long capacity, boolean duplex, long longest) {
        LocalLane toFirst = new LocalLane(capacity);
        LocalLane toSecond = duplex ? new LocalLane(capacity) : null;
        return new Pipe(new LocalLink(toSecond, toFirst, longest), new LocalLink(toFirst, toSecond, longest));
    }

    /** {@return the first end} */
    public Connection first() {
        return first;
    }

    /** {@return the second end} */
    public Connection second() {
        return second;
    }

    /** Closes what is left of both ends in this process. Calling this again does nothing. */
    @Override
    public void close() {
        first.close();
        second.close();
    }

    @Override
    public String toString() {
        return "Pipe[" + first + ", " + second + "]";
    }
}
