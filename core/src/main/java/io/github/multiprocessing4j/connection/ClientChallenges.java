package io.github.multiprocessing4j.connection;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The challenges that this process as a client has put to others and that have not been answered yet. A client answers before it asks, so
 * an impostor at a listener's address could put what one client asks him to another client of this process, and show the answer as his.
 * No client answers these; nobody but an impostor puts them to one. What listeners ask is another matter: the client at the other end may
 * be of this very process.
 */
final class ClientChallenges {
    private static final Set<ByteBuffer> PENDING = ConcurrentHashMap.newKeySet();

    private ClientChallenges() {}

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
