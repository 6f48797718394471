package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.wire.MemoryChannel;
import java.io.Serializable;

/** What a server answers to who wants a channel through shared memory. */
sealed interface Opened extends Serializable {
    /**
     * One with a thread behind it.
     *
     * @param connection the client's end
     * @param number the server's for it
     */
    record ToThread(Connection connection, long number) implements Opened {}

    /**
     * One for direct calls.
     *
     * @param end the client's
     */
    record ToSwitchboard(MemoryChannel.Handle end) implements Opened {}
}
