package io.github.multiprocessing4j.connection;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** A connected socket, Unix-domain or TCP, that speaks as CPython's {@code multiprocessing.connection} does. */
final class SocketLink implements Link, AutoCloseable {
    /** What an array can hold. */
    static final long LONGEST = Integer.MAX_VALUE - 8;

    private final SocketStream stream;

    private final SocketOutgoing outgoing;

    private final SocketIncoming incoming;

    static long checkedLength(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a message may have at least 1 byte, not " + bytes);
        }
        return bytes;
    }

    /** @param longest how long a message may be, in bytes */
    SocketLink(SocketChannel channel, long longest) throws IOException {
        if (channel.getRemoteAddress() instanceof InetSocketAddress) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        stream = new SocketStream(channel);
        outgoing = new SocketOutgoing(stream, longest);
        incoming = new SocketIncoming(stream, longest);
    }

    /** From now on messages may be so long. */
    void longest(long bytes) {
        outgoing.longest(bytes);
        incoming.longest(bytes);
    }

    SocketStream stream() {
        return stream;
    }

    SocketChannel channel() {
        return stream.channel();
    }

    @Override
    public SocketOutgoing outgoing() {
        return outgoing;
    }

    @Override
    public SocketIncoming incoming() {
        return incoming;
    }

    @Override
    public void close(String reason) {
        stream.close();
    }

    @Override
    public void close() {
        stream.close();
    }

    @Override
    public boolean isClosed() {
        return stream.isClosed();
    }

    @Override
    public void release() {}

    @Override
    public void suspend(String reason) {
        throw new IllegalStateException("a connection through a socket can't be sent to another process");
    }

    @Override
    public Object depart() {
        throw new IllegalStateException("it was not suspended");
    }

    @Override
    public void comeBack() {}

    @Override
    public void lose() {}

    @Override
    public String toString() {
        return stream.isClosed() ? "closed" : stream.toString();
    }
}
