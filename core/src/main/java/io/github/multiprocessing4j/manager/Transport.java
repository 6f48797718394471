package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.wire.MemoryChannel;
import io.github.multiprocessing4j.wire.MessageEncoder;
import io.github.multiprocessing4j.wire.ReceivedMessage;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How requests go to a server and answers come back. One thread at a time uses it. */
sealed interface Transport extends AutoCloseable {
    /** Sends an object, or throws a {@code SerializationException} if that can't be. */
    void send(Object value) throws IOException;

    /** Waits for an object. */
    @Nullable
    Object receive() throws IOException;

    /** {@return whether an object, or the end, is there by then} */
    boolean poll(long nanos) throws IOException;

    @Override
    void close();

    /** To a thread that serves nobody else meanwhile. */
    record ToThread(Connection connection) implements Transport {
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

        @Override
        public void close() {
            connection.close();
        }
    }

    /** Through shared memory, to the thread that executes the {@linkplain ManagedType#direct direct} calls of all. */
    final class ToSwitchboard implements Transport {
        private final MemoryChannel channel;

        private final MessageEncoder encoder;

        private final ReceivedMessage message = new ReceivedMessage();

        ToSwitchboard(MemoryChannel channel) {
            this.channel = channel;
            this.encoder = new MessageEncoder(channel::towardsPeer);
        }

        @Override
        public void send(Object value) throws IOException {
            encoder.encode(value);
            try {
                channel.send(encoder);
            } catch (Throwable t) {
                encoder.wasNotSent();
                throw t;
            }
            encoder.wasSent();
        }

        @Override
        public @Nullable Object receive() throws IOException {
            if (!channel.receive(message)) {
                throw new EOFException("the server has ended, or has closed this connection");
            }
            Object value = message.decode();
            message.clear();
            return value;
        }

        @Override
        public boolean poll(long nanos) throws IOException {
            return channel.await(nanos);
        }

        @Override
        public void close() {
            channel.close("this connection with a manager was closed");
            channel.release();
        }
    }
}
