package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.os.ChannelDescriptors;
import io.github.multiprocessing4j.os.Descriptors;
import io.github.multiprocessing4j.os.NativeAccess;
import io.github.multiprocessing4j.wire.DescriptorJourney;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.Serial;
import java.io.Serializable;
import java.nio.channels.SocketChannel;

/**
 * An end of a connection through a socket on its way to another process.
 *
 * @param ticket by which the socket is claimed
 * @param kind of what the socket is
 * @param name what the end was called
 * @param longest how long a message may be, in bytes
 * @param unread what has left the socket
 */
record MovingSocket(
        DescriptorJourney.Ticket ticket,
        ChannelKind.OfSocket kind,
        String name,
        long longest,
        SocketIncoming.Unread unread)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    static void checkPossible() {
        if (!NativeAccess.available()) {
            throw new SerializationException(
                    "a connection through a socket can be sent to another process on Linux only, and only if native"
                            + " access is allowed: start the JVM with --enable-native-access="
                            + NativeAccess.moduleName() + "; elsewhere let that process connect by itself",
                    null);
        }
    }

    /** A duplicate of a channel's descriptor begins its journey. */
    static DescriptorJourney begin(SocketChannel channel, Runnable onDeparture) throws IOException {
        int descriptor = ChannelDescriptors.duplicate(channel);
        try {
            return DescriptorJourney.begin(descriptor, onDeparture);
        } finally {
            Descriptors.close(descriptor);
        }
    }

    @Serial
    private Object readResolve() throws InvalidObjectException {
        checkPossible();
        try {
            SocketChannel channel = open(ticket.claim());
            try {
                return new Connection(new SocketLink(channel, this));
            } catch (Throwable t) {
                channel.close();
                throw t;
            }
        } catch (IOException e) {
            throw new InvalidObjectException(
                    "a connection through a socket did not arrive, and the process that sent it has to live until"
                            + " then: " + e.getMessage(),
                    e);
        }
    }

    private SocketChannel open(int descriptor) throws IOException {
        try {
            return (SocketChannel) kind.open(descriptor);
        } catch (Throwable t) {
            Descriptors.close(descriptor);
            throw t;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
