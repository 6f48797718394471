package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.wire.MemoryChannel;
import io.github.multiprocessing4j.wire.MessageEncoder;
import io.github.multiprocessing4j.wire.ReceivedMessage;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** By what requests go to a server and answers come back. One thread at a time uses it, at either end. */
sealed interface Transport extends AutoCloseable {
    /** Sends an object, or throws a {@code SerializationException} if that can't be. */
    void send(Object value) throws IOException;

    /** Waits for an object. Throws an {@link EOFException} at the end. */
    @Nullable
    Object receive() throws IOException;

    /** {@return whether an object, or the end, is there by then} */
    boolean poll(long nanos) throws IOException;

    /**
     * {@return whether the other side is known not to wait for an answer any more} To be asked when a request has been received.
     *
     * @param alone whether it would have sent nothing else before it had the answer
     */
    boolean isGivenUp(boolean alone) throws IOException;

    /** Ends it for whoever uses it, who then closes it. Any thread may call this. */
    void hangUp();

    @Override
    void close();

    /** Through a socket. */
    record OverSocket(Connection connection) implements Transport {
        @Override
        public void send(Object value) throws IOException {
            connection.send(value);
        }

        @Override
        public @Nullable Object receive() throws IOException {
            return connection.recv();
        }

        @Override
        public boolean poll(long nanos) throws IOException {
            return connection.poll(Duration.ofNanos(nanos));
        }

        /** There is something to receive then: the end. */
        @Override
        public boolean isGivenUp(boolean alone) throws IOException {
            return alone && connection.poll(Duration.ZERO);
        }

        @Override
        public void hangUp() {
            connection.close();
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    /** Through shared memory, between processes of one tree. */
    final class ThroughMemory implements Transport {
        private static final String CLOSED = "this connection with a manager was closed";

        private final MemoryChannel channel;

        private final MessageEncoder encoder;

        private final ReceivedMessage message = new ReceivedMessage();

        ThroughMemory(MemoryChannel channel) {
            this.channel = channel;
            this.encoder = new MessageEncoder(channel::towardsPeer);
        }

        @Override
        public void send(Object value) throws IOException {
            encoder.encode(value);
            channel.deliver(encoder);
        }

        @Override
        public @Nullable Object receive() throws IOException {
            if (!channel.receive(message)) {
                throw new EOFException("the other side has ended, or has closed this connection");
            }
            try {
                return message.decode();
            } finally {
                message.clear();
            }
        }

        @Override
        public boolean poll(long nanos) throws IOException {
            return channel.await(nanos);
        }

        @Override
        public boolean isGivenUp(boolean alone) {
            return channel.hasEnded();
        }

        @Override
        public void hangUp() {
            channel.close(CLOSED);
        }

        @Override
        public void close() {
            channel.close(CLOSED);
            channel.lookForDeath(); // of a client that never had its end, and the memory with it
            channel.release();
        }
    }
}
