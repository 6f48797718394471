package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.region.Carrier;
import io.github.multiprocessing4j.wire.DescriptorJourney;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connected socket, Unix-domain or TCP, that speaks as CPython's {@code multiprocessing.connection} does. */
final class SocketLink implements ByteLink, AutoCloseable {
    /** What an array can hold. */
    static final long LONGEST = Integer.MAX_VALUE - 8;

    private final SocketStream stream;

    private final SocketOutgoing outgoing;

    private final SocketIncoming incoming;

    private final Codec codec;

    /** The latest one that has begun here; null if none has. Used by who has the connection's lock. */
    private @Nullable DescriptorJourney journey;

    SocketLink(SocketChannel channel, LinkOptions options) throws IOException {
        this(channel, new SocketStream(channel), options);
    }

    private SocketLink(SocketChannel channel, SocketStream stream, LinkOptions options) throws IOException {
        if (channel.getRemoteAddress() instanceof InetSocketAddress) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        this.stream = stream;
        this.outgoing = new SocketOutgoing(stream, options.longest());
        this.incoming = new SocketIncoming(stream, options.longest());
        this.codec = options.codec();
    }

    /** Goes on where a link of another process was. */
    SocketLink(SocketChannel channel, MovingSocket left) throws IOException {
        this(
                channel,
                new SocketStream(channel, left.name()),
                LinkOptions.standard().longest(left.longest()));
        incoming.goOn(left.unread());
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
    public Codec codec() {
        return codec;
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
    public void release() {
        if (stream.isClosed()) {
            stream.shut();
        }
    }

    @Override
    public void suspend(String reason) {
        MovingSocket.checkPossible();
        checkStays();
        Route.check();
        if (!stream.suspend(reason)) {
            throw new IllegalStateException(
                    "an end of a connection can't be sent any more: it was closed, or sent before");
        }
    }

    /** A codec may be what keeps a peer from having objects of any class made, and is not serializable; nor is the state of TLS. */
    private void checkStays() {
        if (stream.isEncrypted()) {
            throw new SerializationException(
                    "a connection through TLS can't be sent to another process, as its keys can't: let that process"
                            + " accept or connect by itself",
                    null);
        }
        if (!codec.equals(Codec.standard())) {
            throw new SerializationException(
                    "a connection with a codec of its own can't be sent to another process, where it would be read by"
                            + " the standard one: let that process accept or connect by itself",
                    null);
        }
    }

    @Override
    public Object depart() {
        try {
            return begin();
        } catch (IOException e) {
            stream.resume();
            throw new SerializationException(
                    "a connection through a socket can't be sent to another process: " + e.getMessage(), e);
        } catch (Throwable t) {
            stream.resume();
            throw t;
        }
    }

    private MovingSocket begin() throws IOException {
        stream.leaveSelector();
        ChannelKind.OfSocket kind = kind();
        SocketIncoming.Unread unread = incoming.unread();
        DescriptorJourney begun = MovingSocket.begin(channel(), stream::shut);
        journey = begun;
        return new MovingSocket(begun.ticket(), kind, stream.toString(), incoming.longest(), unread);
    }

    private ChannelKind.OfSocket kind() throws IOException {
        return new ChannelKind.OfSocket(channel().getLocalAddress(), channel().getRemoteAddress());
    }

    /** {@return null: what is in a socket can't be told} */
    @Override
    public @Nullable Carrier carrier() {
        if (!isWithinThisMachine()) {
            throw new SerializationException(
                    "an end of a connection can't be sent to another machine, as through " + this
                            + ": let the process there connect by itself, to a Listener",
                    null);
        }
        return null;
    }

    private boolean isWithinThisMachine() {
        try {
            return Addresses.isOfThisMachine(channel().getRemoteAddress());
        } catch (IOException e) {
            return true; // it is closed, which whoever sends through it is told
        }
    }

    @Override
    public void carriedBy(Carrier carrier) {
        journey().carriedBy(carrier);
    }

    @Override
    public void sent() {
        journey().sent();
    }

    @Override
    public void comeBack() {
        if (journey().comeBack()) {
            stream.resume();
        }
    }

    @Override
    public void lose() {
        journey().lose();
    }

    private DescriptorJourney journey() {
        return Objects.requireNonNull(journey, "it has not departed");
    }

    @Override
    public String toString() {
        return stream.isClosed() ? "closed" : stream.toString();
    }
}
