package io.github.multiprocessing4j.connection;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Sends to threads of this process.
 *
 * @param lane where to
 * @param longest how many bytes a message may have
 */
record LocalSender(LocalLane lane, long longest) implements Sender {
    @Override
    public void send(@Nullable Object value) throws IOException {
        lane.send(new LocalMessage.OfObject(value));
    }

    @Override
    public void sendBytes(byte[] message, int offset, int length) throws IOException {
        requireNotTooLong(length);
        lane.send(LocalMessage.copyOf(message, offset, length));
    }

    @Override
    public void sendBytes(MemorySegment message) throws IOException {
        requireNotTooLong(message.byteSize());
        lane.send(LocalMessage.copyOf(message));
    }

    private void requireNotTooLong(long length) throws IOException {
        if (length > longest) {
            throw new IOException("a message of " + length + " bytes is longer than the limit of " + longest);
        }
    }

    @Override
    public void last(Runnable action) {
        action.run(); // there is no memory to be given up
    }
}
