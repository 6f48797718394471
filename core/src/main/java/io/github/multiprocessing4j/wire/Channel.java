package io.github.multiprocessing4j.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Two processes exchange messages, whole and in order, through the two ends of a channel. Several threads may send, and
 * one at a time receives; sending and receiving do not disturb each other.
 *
 * <p>When the peer is gone, what it had sent before can still be received, then follows the end; a send fails. The end
 * shows as soon as nobody holds the peer's descriptor any more, which a program that the peer left behind can delay: that
 * a peer is <em>dead</em> is to be learnt from the operating system.
 */
public interface Channel extends AutoCloseable {
    /**
     * Sends the remaining bytes of some buffers as one message, blocking while the peer does not keep up.
     *
     * @param parts the message's parts, whose positions move to their limits
     * @throws IOException if the peer is gone, the message is too long, or the channel was closed or the thread interrupted
     *     meanwhile (both close the channel)
     */
    void send(ByteBuffer... parts) throws IOException;

    /**
     * Sends a message with what travels beside it, blocking while the peer does not keep up.
     *
     * @param letter the message
     * @throws IOException as {@link #send(ByteBuffer...)}
     */
    default void send(Letter letter) throws IOException {
        send(letter.asBuffers());
    }

    /**
     * Sends a message if that is possible at once. Heeds no interrupt.
     *
     * @param letter the message
     * @return whether it was sent; always false if it can't be told before whether that would block
     * @throws IOException if the peer is gone or the channel was closed
     */
    default boolean trySend(Letter letter) throws IOException {
        return false;
    }

    /**
     * Receives the next message, blocking until there is one.
     *
     * @return a buffer of its own around the message, backed by an array, or null at the end
     * @throws IOException if the peer ended in the middle of a message or sent what is none, or the channel was closed or
     *     the thread interrupted meanwhile (both close the channel)
     */
    @Nullable
    ByteBuffer receive() throws IOException;

    /**
     * Receives the next message, which was sent as a {@link Letter}.
     *
     * @param message where to, which can be used again for the next one
     * @return whether there was one, and not the end
     * @throws IOException as {@link #receive()}
     */
    default boolean receive(ReceivedMessage message) throws IOException {
        ByteBuffer bytes = receive();
        if (bytes != null) {
            message.readFrom(new BufferIncoming(bytes), bytes.remaining());
        }
        return bytes != null;
    }

    /** Closes this end. A thread that is blocked in it gets an {@link IOException}. */
    @Override
    void close();
}
