package io.github.multiprocessing4j.connection;

import java.io.IOException;

/** Somebody who has come to a listener and has to prove that he knows its key. */
final class Guest implements HandshakePeer, AutoCloseable {
    private final SocketLink link;

    private final SocketPeer peer;

    private final String name;

    private volatile boolean hasSpoken;

    Guest(SocketLink link) {
        this.link = link;
        this.peer = new SocketPeer(link);
        this.name = link.toString();
    }

    @Override
    public void tell(byte[] message) throws IOException {
        peer.tell(message);
    }

    @Override
    public byte[] hear() throws IOException {
        byte[] message = peer.hear();
        speaks();
        return message;
    }

    /** He has made himself understood, if only by TLS. */
    void speaks() {
        hasSpoken = true;
    }

    boolean hasSpoken() {
        return hasSpoken;
    }

    SocketLink link() {
        return link;
    }

    @Override
    public void close() {
        link.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
