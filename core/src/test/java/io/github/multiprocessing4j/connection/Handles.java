package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.testkit.Serialized;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** What tests of channels that are passed on do with them. */
final class Handles {
    private Handles() {}

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** {@return what comes from a socket, up to some length or its end} */
    static String text(SocketChannel socket, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && socket.read(buffer) >= 0) {
            // until all is there
        }
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
    }

    /** Writes to a file that was passed on, and closes it. */
    static void write(ChannelHandle<FileChannel> handle, String text) {
        try (handle;
                FileChannel file = handle.open()) {
            file.write(bytes(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the handle of a file as it arrives} */
    @SuppressWarnings("unchecked")
    static ChannelHandle<FileChannel> received(byte[] sent) throws IOException {
        try {
            return (ChannelHandle<FileChannel>) Serialized.object(sent);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
