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
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection, through which messages go to and come from another process, whole and in order. Made by {@code Pipe},
 * {@code Listener} and {@code Client}. CPython's counterpart is {@code multiprocessing.connection.Connection}.
 *
 * <pre>{@code
 * try (var pipe = Pipe.create()) {
 *     var child = pipe.second();
 *     var p = ChildProcess.start(() -> { child.send("hello"); child.close(); });
 *     System.out.println(pipe.first().recv());
 *     p.join();
 * }
 * }</pre>
 *
 * <p>A message is an object ({@link #send}, {@link #recv}) or bytes ({@link #sendBytes(byte[])}, {@link #recvBytes}); both sides
 * must agree on which. Objects cross as the {@linkplain io.github.multiprocessing4j.codec.Codec codec} says.
 *
 * <p><b>The other end.</b> Sending blocks while the peer does not keep up. When the peer has closed its end, or its process has ended
 * in whatever way, what it had sent before is received, then follows an {@link EOFException}; sending to it is an
 * {@link IOException}. Both show within a second, also to who is blocked.
 *
 * <p><b>Interrupts</b> end a wait with an {@link java.io.InterruptedIOException} and stay set; the connection can be used further. Only
 * where a message has come in part and its rest does not follow within a second of the interrupt, the connection is closed.
 *
 * <p>Thread-safe: several threads may send, each message stays whole, and several may receive, each message goes to one of them.
 * An end belongs to one process at a time: one that is sent to another process moves there.
 *
 * <p><b>Memory consistency effects:</b> what a thread did before it sent a message <i>happens-before</i> what follows its receipt,
 * in shared memory, too.
 */
public final class Connection implements AutoCloseable {
    /** How much memory is taken for a message before its bytes are there. */
    private static final int TRUSTED = 1 << 20;

    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

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

    /**
     * Sends an object.
     *
     * @param value what to send; a copy arrives
     * @throws io.github.multiprocessing4j.failure.SerializationException if it can't be sent; nothing is sent then, and the
     *     connection can be used further
     * @throws IOException if the peer is gone, the message is too long, this end is closed, or the thread is or gets interrupted
     *     while the peer does not keep up
     */
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

    /**
     * Sends all bytes of an array as one message, which may be empty.
     *
     * @param message the bytes
     * @throws IOException as {@link #send} does
     */
    public void sendBytes(byte[] message) throws IOException {
        sendBytes(message, 0, message.length);
    }

    /**
     * Sends part of an array as one message.
     *
     * @param message holds the bytes
     * @param offset where the message begins
     * @param length its length, which may be 0
     * @throws IOException as {@link #send} does
     * @throws IndexOutOfBoundsException if that is not within the array
     */
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

    /**
     * Sends what remains in a buffer as one message.
     *
     * @param message the bytes; its position moves to its limit when they are sent
     * @throws IOException as {@link #send} does
     */
    public void sendBytes(ByteBuffer message) throws IOException {
        sendBytes(MemorySegment.ofBuffer(message));
        message.position(message.limit());
    }

    /**
     * Sends a segment of memory as one message; it may be longer than 2 GiB.
     *
     * @param message the bytes
     * @throws IOException as {@link #send} does
     */
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

    /**
     * Receives an object, waiting until one comes.
     *
     * @return the object
     * @throws EOFException if nothing is left to receive and the peer is gone
     * @throws io.github.multiprocessing4j.failure.SerializationException if the message is no object, or one that can't be made
     *     here; it is lost, and the connection can be used further
     * @throws IOException if this end is or gets closed, or the thread is or gets interrupted
     */
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

    /**
     * Receives an object of a certain type.
     *
     * @param <T> the type
     * @param type its class
     * @return the object
     * @throws ClassCastException if another one came, which is lost
     * @throws IOException as {@link #recv()} does
     */
    public <T> @Nullable T recv(Class<T> type) throws IOException {
        return type.cast(recv());
    }

    /**
     * Receives a message of bytes, waiting until one comes.
     *
     * @return its bytes
     * @throws EOFException if nothing is left to receive and the peer is gone
     * @throws IOException as {@link #recv()} does
     */
    public byte[] recvBytes() throws IOException {
        Incoming readable = readable();
        receiving.lock();
        try {
            return body(readable, begin(readable));
        } finally {
            receiving.unlock();
        }
    }

    /** Memory follows what has come, so that a length alone can't exhaust it. */
    private static byte[] body(Incoming readable, long length) throws IOException {
        if (length > LONGEST_ARRAY) {
            readable.end();
            throw new IOException("a message of " + length
                    + " bytes, which is lost, does not fit an array; receive it into" + " a MemorySegment");
        }
        byte[] message = new byte[(int) Math.min(length, TRUSTED)];
        readable.read(message, 0, message.length);
        for (int come = message.length; come < length; come = message.length) {
            message = Arrays.copyOf(message, (int) Math.min(length, 4L * come));
            readable.read(message, come, message.length - come);
        }
        readable.end();
        return message;
    }

    /**
     * Receives a message of bytes into an array.
     *
     * @param buffer where to put it
     * @param offset where it shall begin
     * @return its length
     * @throws BufferTooShortException if it is longer than there is room; the exception has the message
     * @throws IOException as {@link #recvBytes()} does
     */
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

    /**
     * Receives a message of bytes into a segment of memory.
     *
     * @param buffer where to put it, from its beginning on
     * @return its length
     * @throws BufferTooShortException if it is longer than the segment; the exception has the message
     * @throws IOException as {@link #recvBytes()} does
     */
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

    /**
     * {@return whether a message, or the end, is there to be received now}
     *
     * @throws IOException if this end is closed
     */
    public boolean poll() throws IOException {
        return poll(Duration.ZERO);
    }

    /**
     * Waits until a message, or the end, is there to be received.
     *
     * @param timeout how long to wait at most; not at all if it is not positive
     * @return whether there is
     * @throws IOException if this end is or gets closed, or the thread is or gets interrupted
     */
    public boolean poll(Duration timeout) throws IOException {
        Incoming readable = readable();
        receiving.lock();
        try {
            return readable.await(Timeouts.nanos(timeout));
        } finally {
            receiving.unlock();
        }
    }

    /** {@return whether this end can receive: false for one end of a one-way pipe} */
    public boolean isReadable() {
        return in != null;
    }

    /** {@return whether this end can send: false for one end of a one-way pipe} */
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

    /** {@return what it goes through} */
    Link link() {
        return link;
    }

    /** Closes this end; who is blocked in it gets an {@link IOException}. Calling this again does nothing. */
    @Override
    public void close() {
        link.close();
    }

    @Override
    public String toString() {
        return "Connection[" + link + "]";
    }
}
