package io.github.multiprocessing4j.connection;

import java.io.EOFException;
import java.io.IOException;

/** Somebody at the other end of a socket. */
record SocketPeer(SocketLink link) implements HandshakePeer {
    @Override
    public void tell(byte[] message) throws IOException {
        link.outgoing().begin(message.length);
        link.outgoing().write(message, 0, message.length);
        link.outgoing().end();
    }

    @Override
    public byte[] hear() throws IOException {
        long length = link.incoming().begin();
        if (length < 0) {
            throw new EOFException("the peer left before both had proved that they know the key");
        }
        byte[] message = new byte[Math.toIntExact(length)]; // the link lets nothing longer pass
        link.incoming().read(message, 0, message.length);
        link.incoming().end();
        return message;
    }
}
