package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.failure.BufferTooShortException;
import io.github.multiprocessing4j.failure.SerializationException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Receives from threads of this process. */
final class LocalReceiver implements Receiver {
    private final LocalLink link;

    private final LocalLane lane;

    /** Why nothing can be received any more, although this is not closed. */
    private volatile @Nullable String unreadable;

    LocalReceiver(LocalLink link, LocalLane lane) {
        this.link = link;
        this.lane = lane;
    }

    private LocalMessage next() throws IOException {
        requireUsable();
        return lane.receive();
    }

    private void requireUsable() throws IOException {
        String reason = unreadable;
        if (reason != null) {
            throw new IOException(reason);
        }
    }

    @Override
    public @Nullable Object recv() throws IOException {
        return switch (next()) {
            case LocalMessage.OfObject message -> message.object();
            case LocalMessage.OfBytes message ->
                throw new SerializationException(
                        "this message of " + message.length()
                                + " bytes was sent as bytes and is lost: receive it by recvBytes",
                        null);
        };
    }

    private LocalMessage.OfBytes nextBytes() throws IOException {
        return switch (next()) {
            case LocalMessage.OfBytes message -> message;
            case LocalMessage.OfObject _ ->
                throw new MessageLostException("this message is an object and is lost: receive it by recv");
        };
    }

    @Override
    public byte[] recvBytes(int maxLength) throws IOException {
        LocalMessage.OfBytes message = nextBytes();
        if (message.length() > maxLength && maxLength < Integer.MAX_VALUE) {
            throw tooLong(message.length(), maxLength);
        }
        return message.toArray();
    }

    /** What can still be sent is sent. */
    private IOException tooLong(long length, int maxLength) {
        String reason = "a message of " + length + " bytes came where at most " + maxLength
                + " were allowed, so nothing can be received through this connection any more";
        unreadable = reason;
        if (!link.canSend()) {
            link.close(reason);
        }
        return new MessageLostException(reason);
    }

    @Override
    public int recvBytesInto(byte[] buffer, int offset) throws IOException {
        return (int) recvBytesInto(MemorySegment.ofArray(buffer).asSlice(offset));
    }

    @Override
    public long recvBytesInto(MemorySegment buffer) throws IOException {
        LocalMessage.OfBytes message = nextBytes();
        if (message.length() > buffer.byteSize()) {
            throw new BufferTooShortException(message.toArray(), buffer.byteSize());
        }
        MemorySegment.copy(message.bytes(), 0, buffer, 0, message.length());
        return message.length();
    }

    @Override
    public boolean poll(long nanos) throws IOException {
        requireUsable();
        return lane.await(nanos);
    }

    @Override
    public boolean isReady() {
        return unreadable != null || lane.isReady();
    }

    @Override
    public Waitable.Registration whenReady(Runnable action) {
        if (unreadable != null) {
            action.run();
            return () -> {};
        }
        return lane.whenReady(action);
    }

    @Override
    public boolean isUsable() {
        return unreadable == null;
    }

    @Override
    public void last(Runnable action) {
        action.run(); // there is no memory to be given up
    }
}
