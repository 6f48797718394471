package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.region.Carrier;
import io.github.multiprocessing4j.wire.Outgoing;
import io.github.multiprocessing4j.wire.WaitableIncoming;
import org.jspecify.annotations.Nullable;

/** A link between processes, which carries bytes: shared memory or a socket. Its end can move to another process. */
interface ByteLink extends Link {
    /** {@return the way out; null if there is none} */
    @Nullable
    Outgoing outgoing();

    /** {@return the way in; null if there is none} */
    @Nullable
    WaitableIncoming incoming();

    /** {@return by which objects are sent and received through it} */
    default Codec codec() {
        return Codec.standard();
    }

    @Override
    default @Nullable Sender sender() {
        Outgoing outgoing = outgoing();
        return outgoing == null ? null : new EncodingSender(this, outgoing);
    }

    @Override
    default @Nullable Receiver receiver() {
        WaitableIncoming incoming = incoming();
        return incoming == null ? null : new DecodingReceiver(this, incoming);
    }

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
