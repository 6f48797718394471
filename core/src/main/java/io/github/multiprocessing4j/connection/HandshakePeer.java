package io.github.multiprocessing4j.connection;

import java.io.IOException;

/** Somebody who has to prove himself, or whom we prove ourselves to, as far as a {@link Handshake} needs to know him. */
interface HandshakePeer {
    /** The longest message that is read from him before he has proved himself. */
    int LONGEST_MESSAGE = 256;

    /** Says something to him. */
    void tell(byte[] message) throws IOException;

    /** {@return what he says next; an exception if that is longer than {@link #LONGEST_MESSAGE}, or he has left} */
    byte[] hear() throws IOException;
}
