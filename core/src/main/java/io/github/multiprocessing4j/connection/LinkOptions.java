package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.codec.Codec;

/**
 * What the connections of a listener or a client are made with.
 *
 * @param longest how long a message may be, in bytes
 * @param codec by which objects become messages, and messages objects
 */
record LinkOptions(long longest, Codec codec) {
    /** {@return the ones that hold unless something else is asked for} */
    static LinkOptions standard() {
        return new LinkOptions(SocketLink.LONGEST, Codec.standard());
    }

    LinkOptions longest(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a message may have at least 1 byte, not " + bytes);
        }
        return new LinkOptions(bytes, codec);
    }

    LinkOptions codec(Codec other) {
        return new LinkOptions(longest, other);
    }
}
