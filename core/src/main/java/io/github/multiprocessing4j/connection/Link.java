package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.region.Carrier;
import io.github.multiprocessing4j.wire.Outgoing;
import io.github.multiprocessing4j.wire.WaitableIncoming;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a {@link Connection} goes through: shared memory or a socket. */
interface Link {
    /** {@return the way out; null if there is none} */
    @Nullable
    Outgoing outgoing();

    /** {@return the way in; null if there is none} */
    @Nullable
    WaitableIncoming incoming();

    /**
     * Ends every wait in it, and every later use, with an {@link IOException}; the peer finds the end. Does nothing if it was
     * closed, or has departed, before.
     *
     * @param reason the exception's message
     */
    void close(String reason);

    /** {@return whether it was closed here, or has departed} */
    boolean isClosed();

    /** Gives up what it needed. It is closed or has departed, and nobody is in it. */
    void release();

    /**
     * Ends every wait in it, and every later use, as {@link #close} does, but does not tell the peer.
     *
     * @throws IllegalStateException if it is closed
     */
    void suspend(String reason);

    /** {@return a serializable object that becomes the connection in another process} It is suspended, and nobody is in it. */
    Object depart();

    /**
     * {@return with whose end a message that was sent through this, and not received, is lost; null if that can't be told}
     *
     * @throws io.github.multiprocessing4j.failure.SerializationException if no end of a connection can be sent through it
     */
    default @Nullable Carrier carrier() {
        return null;
    }

    /** It has departed, and this is who will have its message. */
    default void carriedBy(Carrier carrier) {}

    /** It has departed, and its message was sent. */
    default void sent() {}

    /** It has departed, but its message was not sent: it can be used here as before. */
    void comeBack();

    /** It has departed, and nobody will decode its message any more; if it has not arrived it is closed. */
    void lose();
}
