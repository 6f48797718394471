package io.github.multiprocessing4j.connection;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Receives through a {@link Connection}: several threads may, and each message goes to one of them. */
sealed interface Receiver permits DecodingReceiver, LocalReceiver {
    @Nullable
    Object recv() throws IOException;

    byte[] recvBytes(int maxLength) throws IOException;

    int recvBytesInto(byte[] buffer, int offset) throws IOException;

    long recvBytesInto(MemorySegment buffer) throws IOException;

    /** {@return whether there is something to receive by then} */
    boolean poll(long nanos) throws IOException;

    boolean isReady();

    Waitable.Registration whenReady(Runnable action);

    /** {@return whether something can be received as long as this is not closed} */
    boolean isUsable();

    /** Does something while no thread is receiving. */
    void last(Runnable action);
}
