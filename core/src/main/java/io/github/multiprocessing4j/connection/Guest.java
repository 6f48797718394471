package io.github.multiprocessing4j.connection;

import java.io.IOException;

/** Somebody who has come to a listener and has to prove that he knows its key. */
final class Guest implements HandshakePeer, AutoCloseable {
    private final SocketLink link;

    private final SocketPeer peer;

    private final String name;

    /** By {@link System#nanoTime}. */
    private final long since = System.nanoTime();

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
        hasSpoken = true;
        return message;
    }

    /** {@return whether he has given an answer} If it was not the right one, he is about to leave. */
    boolean hasSpoken() {
        return hasSpoken;
    }

    /** {@return for how long he has been here} */
    long nanosHere() {
        return System.nanoTime() - since;
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
