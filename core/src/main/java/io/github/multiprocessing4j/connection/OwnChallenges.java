package io.github.multiprocessing4j.connection;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The challenges that this process has put to others and that have not been answered yet. It answers none of them itself: who is
 * asked could otherwise ask us the same at another connection, and show our answer as his.
 */
final class OwnChallenges {
    private static final Set<ByteBuffer> PENDING = ConcurrentHashMap.newKeySet();

    private OwnChallenges() {}

    /** From now on this one is not answered here. */
    static void add(byte[] challenge) {
        PENDING.add(ByteBuffer.wrap(challenge));
    }

    static void remove(byte[] challenge) {
        PENDING.remove(ByteBuffer.wrap(challenge));
    }

    static boolean contains(byte[] challenge) {
        return PENDING.contains(ByteBuffer.wrap(challenge));
    }
}
