package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.failure.BufferTooShortException;
import io.github.multiprocessing4j.wire.Incoming;
import io.github.multiprocessing4j.wire.MessageEncoder;
import io.github.multiprocessing4j.wire.Outgoing;
import io.github.multiprocessing4j.wire.ReceivedMessage;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One end of a connection: messages to and from another process. */
public final class Connection implements AutoCloseable {
    private final Link link;

    private final @Nullable Outgoing out;

    private final @Nullable Incoming in;

    private final ReentrantLock sending = new ReentrantLock();

    private final ReentrantLock receiving = new ReentrantLock();

    private final AtomicReference<@Nullable MessageEncoder> spareEncoder = new AtomicReference<>();

    private final AtomicReference<@Nullable ReceivedMessage> spareMessage = new AtomicReference<>();

    Connection(Link link) {
        this.link = link;
        this.out = link.outgoing();
        this.in = link.incoming();
    }

    public void send(@Nullable Object value) throws IOException {
        Outgoing writable = writable();
        MessageEncoder encoder = Objects.requireNonNullElseGet(spareEncoder.getAndSet(null), MessageEncoder::new);
        encoder.encode(value);
        sending.lock();
        try {
            encoder.writeTo(writable);
        } catch (Throwable t) {
            writable.cancel();
            throw t;
        } finally {
            sending.unlock();
        }
        encoder.clear();
        spareEncoder.set(encoder);
    }

    public void sendBytes(byte[] message) throws IOException {
        sendBytes(message, 0, message.length);
    }

    public void sendBytes(byte[] message, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, message.length);
        Outgoing writable = writable();
        sending.lock();
        try {
            writable.begin(length);
            writable.write(message, offset, length);
            writable.end();
        } catch (Throwable t) {
            writable.cancel();
            throw t;
        } finally {
            sending.unlock();
        }
    }

    public void sendBytes(ByteBuffer message) throws IOException {
        sendBytes(MemorySegment.ofBuffer(message));
        message.position(message.limit());
    }

    public void sendBytes(MemorySegment message) throws IOException {
        Outgoing writable = writable();
        sending.lock();
        try {
            writable.begin(message.byteSize());
            writable.write(message);
            writable.end();
        } catch (Throwable t) {
            writable.cancel();
            throw t;
        } finally {
            sending.unlock();
        }
    }

    public @Nullable Object recv() throws IOException {
        Incoming readable = readable();
        ReceivedMessage message = Objects.requireNonNullElseGet(spareMessage.getAndSet(null), ReceivedMessage::new);
        receiving.lock();
        try {
            message.readFrom(readable, begin(readable));
        } finally {
            receiving.unlock();
        }
        Object value = message.decode();
        message.clear();
        spareMessage.set(message);
        return value;
    }

    public <T> T recv(Class<T> type) throws IOException {
        return type.cast(recv());
    }

    public byte[] recvBytes() throws IOException {
        Incoming readable = readable();
        receiving.lock();
        try {
            return body(readable, begin(readable));
        } finally {
            receiving.unlock();
        }
    }

    private static byte[] body(Incoming readable, long length) throws IOException {
        byte[] message = new byte[Math.toIntExact(length)]; // TODO too long, memory follows what came
        readable.read(message, 0, message.length);
        readable.end();
        return message;
    }

    public int recvBytesInto(byte[] buffer, int offset) throws IOException {
        Objects.checkIndex(offset, buffer.length + 1);
        Incoming readable = readable();
        receiving.lock();
        try {
            long length = begin(readable);
            if (length > buffer.length - offset) {
                throw new BufferTooShortException(body(readable, length), buffer.length - offset);
            }
            readable.read(buffer, offset, (int) length);
            readable.end();
            return (int) length;
        } finally {
            receiving.unlock();
        }
    }

    public long recvBytesInto(MemorySegment buffer) throws IOException {
        Incoming readable = readable();
        receiving.lock();
        try {
            long length = begin(readable);
            if (length > buffer.byteSize()) {
                throw new BufferTooShortException(body(readable, length), buffer.byteSize());
            }
            readable.read(buffer.asSlice(0, length));
            readable.end();
            return length;
        } finally {
            receiving.unlock();
        }
    }

    private static long begin(Incoming readable) throws IOException {
        long length = readable.begin();
        if (length == Incoming.END) {
            throw new EOFException("the other end of this connection was closed, or its process has ended");
        }
        return length;
    }

    public boolean poll() throws IOException {
        return poll(Duration.ZERO);
    }

    public boolean poll(Duration timeout) throws IOException {
        Incoming readable = readable();
        receiving.lock();
        try {
            return readable.await(timeout.toNanos());
        } finally {
            receiving.unlock();
        }
    }

    public boolean isReadable() {
        return in != null;
    }

    public boolean isWritable() {
        return out != null;
    }

    private Outgoing writable() throws IOException {
        if (out == null) {
            throw new IOException("this connection is for receiving only");
        }
        return out;
    }

    private Incoming readable() throws IOException {
        if (in == null) {
            throw new IOException("this connection is for sending only");
        }
        return in;
    }

    @Override
    public void close() {
        link.close();
    }

    @Override
    public String toString() {
        return "Connection[" + link + "]";
    }
}
