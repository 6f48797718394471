package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.wire.MemoryChannel;
import io.github.multiprocessing4j.wire.MessageEncoder;
import io.github.multiprocessing4j.wire.ReceivedMessage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A client's channel for direct calls. One thread at a time uses it. */
final class Served {
    private final Session session;

    private final MemoryChannel channel;

    private final MessageEncoder encoder;

    private final ReceivedMessage message = new ReceivedMessage();

    Served(Session session, MemoryChannel channel) {
        this.session = session;
        this.channel = channel;
        this.encoder = new MessageEncoder(channel::towardsPeer);
    }

    Session session() {
        return session;
    }

    /** Waits until all of a message is there. {@return false if the end is} */
    boolean receive() throws IOException {
        return channel.receive(message);
    }

    /** {@return what has come, or why it can't be read} */
    @Nullable
    Object decode() {
        try {
            return message.decode();
        } catch (SerializationException | Error e) { // all of it has come, so the next one can
            return e;
        } finally {
            message.clear();
        }
    }

    /** {@return the length of the message that it makes} */
    long encode(Reply reply) {
        try {
            encoder.encode(reply);
        } catch (SerializationException e) {
            encoder.encode(new Reply.Unserializable(String.valueOf(e.getMessage())));
        } catch (OutOfMemoryError e) {
            encoder.encode(Reply.thrown(e)); // a small one
        }
        return encoder.length();
    }

    /** Sends what was encoded, as soon as there is room for it. */
    void send() throws IOException {
        channel.deliver(encoder);
    }
}
