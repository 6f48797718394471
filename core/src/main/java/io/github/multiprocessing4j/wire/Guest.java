package io.github.multiprocessing4j.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;

/**
 * Somebody who has come to a {@link Rendezvous} and has not been let in. Of what he says no more is read than the secret's
 * length.
 */
final class Guest {
    private final SocketChannel socket;

    private final ByteBuffer shown = ByteBuffer.allocate(Invitation.SECRET_LENGTH);

    Guest(SocketChannel socket) {
        this.socket = socket;
    }

    SocketChannel socket() {
        return socket;
    }

    /**
     * Reads what is there.
     *
     * @return whether he has said all that he will be listened to
     * @throws IOException if he has left
     */
    boolean hasSpoken() throws IOException {
        if (socket.read(shown) < 0) {
            throw new IOException("he left after " + shown.position() + " bytes");
        }
        return !shown.hasRemaining();
    }

    boolean knows(byte[] secret) {
        return MessageDigest.isEqual(secret, shown.array());
    }
}
