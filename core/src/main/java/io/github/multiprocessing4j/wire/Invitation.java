package io.github.multiprocessing4j.wire;

import java.io.IOException;
import java.io.Serializable;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Lets its bearer join a {@link Rendezvous}, once. It holds a secret: hand it only to the process that is to come, over
 * something that nobody else reads.
 *
 * @param path the socket's path
 * @param secret what the bearer shows to be let in
 */
public record Invitation(String path, byte[] secret) implements Serializable {
    /** Length of the secret in bytes. */
    public static final int SECRET_LENGTH = 32;

    /** What is sent back to a bearer who was let in. */
    static final byte WELCOME = 'W';

    /**
     * Joins: connects to the inviting process and shows the secret.
     *
     * @return this process's end of the channel
     * @throws IOException if the inviting process is gone or does not know the secret
     */
    public Channel accept() throws IOException {
        SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            socket.connect(UnixDomainSocketAddress.of(path));
            ByteBuffer greeting = ByteBuffer.wrap(secret);
            while (greeting.hasRemaining()) {
                socket.write(greeting);
            }
            ByteBuffer answer = ByteBuffer.allocate(1);
            if (socket.read(answer) != 1 || answer.get(0) != WELCOME) {
                throw new IOException("the process that listens at " + path + " did not accept this one");
            }
            return new SocketChannelLink(socket);
        } catch (Throwable t) {
            socket.close();
            throw t;
        }
    }

    @Override
    public String toString() {
        return "Invitation[path=" + path + ", secret=redacted]";
    }
}
