package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.codec.Codec;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of a listener or a client are made with.
 *
 * @param longest how long a message may be, in bytes
 * @param codec by which objects become messages, and messages objects
 * @param tls how they are encrypted; null if they are not
 */
record LinkOptions(long longest, Codec codec, @Nullable Tls tls) {
    /** {@return the ones that hold unless something else is asked for} */
    static LinkOptions standard() {
        return new LinkOptions(SocketLink.LONGEST, Codec.standard(), null);
    }

    LinkOptions longest(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a message may have at least 1 byte, not " + bytes);
        }
        return new LinkOptions(bytes, codec, tls);
    }

    LinkOptions codec(Codec other) {
        return new LinkOptions(longest, other, tls);
    }

    LinkOptions tls(Tls other) {
        return new LinkOptions(longest, codec, other);
    }
}
