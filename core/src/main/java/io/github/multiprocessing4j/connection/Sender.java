package io.github.multiprocessing4j.connection;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Sends through a {@link Connection}: several threads may, and each message stays whole. */
sealed interface Sender permits EncodingSender, LocalSender {
    void send(@Nullable Object value) throws IOException;

    void sendBytes(byte[] message, int offset, int length) throws IOException;

    void sendBytes(MemorySegment message) throws IOException;

    /** Does something while no thread is sending. */
    void last(Runnable action);
}
