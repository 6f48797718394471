package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.failure.BufferTooShortException;
import io.github.multiprocessing4j.region.Carrier;
import io.github.multiprocessing4j.region.Transit;
import io.github.multiprocessing4j.wire.Incoming;
import io.github.multiprocessing4j.wire.MessageCancelledException;
import io.github.multiprocessing4j.wire.MessageEncoder;
import io.github.multiprocessing4j.wire.Outgoing;
import io.github.multiprocessing4j.wire.ReceivedMessage;
import io.github.multiprocessing4j.wire.WaitableIncoming;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamException;
import java.io.Serial;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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
 * <p><b>Interrupts</b> end a wait with an {@link InterruptedIOException} and stay set; the connection can be used further. A message
 * that was being sent is then not received, not even in part. Only where a message has come in part and its rest does not follow
 * within a second of the interrupt, the connection is closed.
 *
 * <p>One that can't be reached any more and was not closed is closed when the garbage collector notices.
 *
 * <p>Thread-safe: several threads may send, each message stays whole, and several may receive, each message goes to one of them.
 * An end belongs to one process at a time: one that is sent to another process moves there, see {@link Pipe} and {@link Listener}.
 *
 * <p><b>Memory consistency effects:</b> what a thread did before it sent a message <i>happens-before</i> what follows its receipt,
 * in shared memory, too.
 */
public final class Connection implements AutoCloseable, Serializable, Waitable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** How much memory is taken for a message before its bytes are there. */
    private static final int TRUSTED = 1 << 20;

    /** The longest array that every JVM makes. */
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** A hundred years. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(36_525);

    private final transient Link link;

    private final transient @Nullable Outgoing out;

    private final transient @Nullable Incoming in;

    private final transient ReentrantLock sending = new ReentrantLock();

    private final transient ReentrantLock receiving = new ReentrantLock();

    /** Null if nothing can be received. */
    private final transient @Nullable Readiness readiness;

    private final transient AtomicReference<@Nullable MessageEncoder> spareEncoder = new AtomicReference<>();

    private final transient AtomicReference<@Nullable ReceivedMessage> spareMessage = new AtomicReference<>();

    /** Why nothing can be received any more, although this is not closed. */
    private transient volatile @Nullable String unreadable;

    /** Not null while this is encoded in a message, of which nobody knows yet whether it will be sent. */
    private transient @Nullable Departure departure;

    Connection(Link link) {
        this.link = link;
        this.out = link.outgoing();
        WaitableIncoming incoming = link.incoming();
        this.in = incoming;
        this.readiness = incoming == null ? null : new Readiness(incoming, receiving);
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
        MessageEncoder encoder = spareEncoder.getAndSet(null);
        if (encoder == null) {
            encoder = new MessageEncoder(link::carrier);
        }
        encoder.encode(value);
        try {
            write(encoder, writable);
        } catch (Throwable t) {
            encoder.wasNotSent();
            throw t;
        }
        encoder.wasSent();
        spareEncoder.set(encoder);
    }

    private void write(MessageEncoder encoder, Outgoing writable) throws IOException {
        enter(sending);
        try {
            encoder.writeTo(writable);
        } catch (Throwable t) {
            writable.cancel();
            throw t;
        } finally {
            leave(sending);
        }
    }

    private static void enter(ReentrantLock lock) throws InterruptedIOException {
        if (!lock.tryLock()) {
            try {
                lock.lockInterruptibly();
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while another thread was using this connection");
    }

    /** Whoever is in it keeps it: its memory must not be given up as forgotten meanwhile. */
    private void leave(ReentrantLock lock) {
        try {
            lock.unlock();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private void leaveReceiving() {
        leave(receiving);
        if (readiness != null) {
            readiness.left();
        }
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
        enter(sending);
        try {
            writable.begin(length);
            writable.write(message, offset, length);
            writable.end();
        } catch (Throwable t) {
            writable.cancel();
            throw t;
        } finally {
            leave(sending);
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
        enter(sending);
        try {
            writable.begin(message.byteSize());
            writable.write(message);
            writable.end();
        } catch (Throwable t) {
            writable.cancel();
            throw t;
        } finally {
            leave(sending);
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
        enter(receiving);
        try {
            read(message, readable);
        } finally {
            leaveReceiving();
        }
        Object value = message.decode();
        message.clear();
        spareMessage.set(message);
        return value;
    }

    private void read(ReceivedMessage message, Incoming readable) throws IOException {
        while (true) {
            long length = begin(readable);
            try {
                message.readFrom(readable, length);
                return;
            } catch (MessageCancelledException e) {
                // there may be another one
            } catch (Throwable t) {
                broken(t, readable);
                throw t;
            }
        }
    }

    /** A message could not be received to its end. */
    private void broken(Throwable reason, Incoming readable) throws IOException {
        if (!(reason instanceof IOException)) {
            readable.end(); // there was no memory for it, perhaps: it is lost
        } else if (!(reason instanceof BufferTooShortException
                || reason instanceof MessageLostException
                || reason instanceof EOFException)) {
            link.close("this connection was closed because a message could not be received to its end");
        }
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
     * @throws IOException as {@link #recv()} does; also if it is longer than an array can be, which {@link
     *     #recvBytesInto(MemorySegment)} receives
     */
    public byte[] recvBytes() throws IOException {
        return recvBytes(Integer.MAX_VALUE);
    }

    /**
     * Receives a message of bytes that must not be longer than a limit. If it is, nothing can be received any more: this end is
     * closed, or can only send from then on.
     *
     * @param maxLength how many bytes it may have; not negative
     * @return its bytes
     * @throws EOFException if nothing is left to receive and the peer is gone
     * @throws IOException if it is longer, or as {@link #recv()} does
     */
    public byte[] recvBytes(int maxLength) throws IOException {
        if (maxLength < 0) {
            throw new IllegalArgumentException("a length can't be negative: " + maxLength);
        }
        Incoming readable = readable();
        enter(receiving);
        try {
            while (true) {
                long length = begin(readable);
                if (length > maxLength && maxLength < Integer.MAX_VALUE) {
                    throw tooLong(length, maxLength);
                }
                try {
                    return body(readable, length);
                } catch (MessageCancelledException e) {
                    // there may be another one
                } catch (Throwable t) {
                    broken(t, readable);
                    throw t;
                }
            }
        } finally {
            leaveReceiving();
        }
    }

    private IOException tooLong(long length, int maxLength) {
        String reason = "a message of " + length + " bytes came where at most " + maxLength
                + " were allowed, so nothing" + " can be received through this connection any more";
        unreadable = reason;
        if (out == null) {
            link.close(reason);
        }
        return new IOException(reason);
    }

    /** Memory follows what has come, so that a length alone can't exhaust it. */
    private static byte[] body(Incoming readable, long length) throws IOException {
        if (length > LONGEST_ARRAY) {
            readable.end();
            throw new MessageLostException("a message of " + length
                    + " bytes is longer than an array can be and is lost:" + " receive it into a MemorySegment");
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
        enter(receiving);
        try {
            while (true) {
                long length = begin(readable);
                try {
                    return readInto(buffer, offset, readable, length);
                } catch (MessageCancelledException e) {
                    // there may be another one
                } catch (Throwable t) {
                    broken(t, readable);
                    throw t;
                }
            }
        } finally {
            leave(receiving);
        }
    }

    /** As with a segment, but faster for what is short. */
    private static int readInto(byte[] buffer, int offset, Incoming readable, long length) throws IOException {
        if (length > buffer.length - offset) {
            throw new BufferTooShortException(body(readable, length), buffer.length - offset);
        }
        readable.read(buffer, offset, (int) length);
        readable.end();
        return (int) length;
    }

    /**
     * Receives a message of bytes into a buffer.
     *
     * @param buffer where to put it, from its position on; the position moves to the message's end
     * @return its length
     * @throws BufferTooShortException if it is longer than what remains in the buffer; the exception has the message
     * @throws IOException as {@link #recvBytes()} does
     */
    public int recvBytesInto(ByteBuffer buffer) throws IOException {
        int length = (int) recvBytesInto(MemorySegment.ofBuffer(buffer));
        buffer.position(buffer.position() + length);
        return length;
    }

    /**
     * Receives a message of bytes into a segment of memory.
     *
     * @param buffer where to put it, from its beginning on
     * @return its length
     * @throws BufferTooShortException if it is longer than the segment; the exception has the message
     * @throws IllegalArgumentException if the segment is read-only
     * @throws IOException as {@link #recvBytes()} does
     */
    public long recvBytesInto(MemorySegment buffer) throws IOException {
        if (buffer.isReadOnly()) {
            throw new IllegalArgumentException("nothing can be received into memory that is read-only");
        }
        Incoming readable = readable();
        enter(receiving);
        try {
            while (true) {
                long length = begin(readable);
                try {
                    return readInto(buffer, readable, length);
                } catch (MessageCancelledException e) {
                    // there may be another one
                } catch (Throwable t) {
                    broken(t, readable);
                    throw t;
                }
            }
        } finally {
            leaveReceiving();
        }
    }

    private static long readInto(MemorySegment buffer, Incoming readable, long length) throws IOException {
        if (length > buffer.byteSize()) {
            throw new BufferTooShortException(body(readable, length), buffer.byteSize());
        }
        readable.read(buffer.asSlice(0, length));
        readable.end();
        return length;
    }

    private static long begin(Incoming readable) throws IOException {
        long length = readable.begin();
        if (length == Incoming.END) {
            throw new EOFException("the other end of this connection was closed, or its process has ended");
        }
        return length;
    }

    /**
     * {@return whether a message, or the end, is there to be received now} If another thread is receiving, there is nothing for
     * this one.
     *
     * @throws IOException if this end is closed
     */
    public boolean poll() throws IOException {
        return poll(Duration.ZERO);
    }

    /**
     * Waits until a message, or the end, is there to be received. While another thread is receiving, there is nothing for this
     * one.
     *
     * @param timeout how long to wait at most; not at all if it is not positive
     * @return whether there is
     * @throws IOException if this end is or gets closed, or the thread is or gets interrupted
     */
    public boolean poll(Duration timeout) throws IOException {
        Incoming readable = readable();
        long nanos = timeout.isNegative()
                ? 0
                : timeout.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT.toNanos() : timeout.toNanos();
        long start = System.nanoTime();
        if (!enterWithin(nanos)) {
            if (readable.isClosed()) {
                throw new IOException("this end of a connection was closed");
            }
            return false;
        }
        try {
            return readable.await(nanos - (System.nanoTime() - start));
        } finally {
            leaveReceiving();
        }
    }

    private boolean enterWithin(long nanos) throws InterruptedIOException {
        try {
            return readiness != null && readiness.tryEnter()
                    || nanos > 0 && receiving.tryLock(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /**
     * {@return whether receiving would not wait now: because a message has begun to come, or the end, or because nothing can be
     * received from this end} While another thread is receiving there is nothing for this one.
     */
    @Override
    public boolean isReady() {
        try {
            return readiness == null || unreadable != null || readiness.isReady();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>While another thread is receiving, this happens when it has received.
     */
    @Override
    public Registration whenReady(Runnable action) {
        if (readiness == null || unreadable != null) {
            action.run();
            return () -> {};
        }
        try {
            return readiness.watch(action);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** {@return whether this end can receive: false for one end of a one-way pipe} */
    public boolean isReadable() {
        return in != null && unreadable == null;
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
        String reason = unreadable;
        if (reason != null) {
            throw new IOException(reason);
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
        link.close("this end of a connection was closed");
        synchronized (this) {
            if (departure == null) {
                alone(link::release);
            } else {
                departure.closed = true; // it may come back
            }
        }
    }

    /** Does something while no thread is in this connection. */
    private void alone(Runnable action) {
        sending.lock();
        receiving.lock();
        try {
            action.run();
        } finally {
            receiving.unlock();
            sending.unlock();
        }
    }

    /** An end that is sent moves: it is closed here, and opened again only if its message is not sent. */
    @Serial
    private synchronized Object writeReplace() throws ObjectStreamException {
        Transit transit = Transit.current();
        if (Transit.isKeptBySender()) {
            throw new NotSerializableException(
                    "an end of a connection can move to one process only, so a pool's function"
                            + " and initializer, which go to all workers, can't have captured it: make it an argument");
        }
        if (transit != null && departure != null && departure.transit == transit) {
            return departure.handle; // the message has it twice
        }
        link.suspend("this end of a connection was sent to another process");
        Departure leaving = new Departure(transit);
        alone(() -> leaving.handle = link.depart());
        if (transit == null) {
            alone(link::release);
        } else {
            departure = leaving;
            transit.add(leaving);
        }
        return leaving.handle;
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("an end of a connection is sent as a handle");
    }

    @Serial
    private void readObjectNoData() throws InvalidObjectException {
        throw new InvalidObjectException("an end of a connection is sent as a handle");
    }

    /** This end in a message. */
    private final class Departure implements Transit.Passenger {
        private final @Nullable Transit transit;

        private Object handle = this;

        private boolean closed;

        Departure(@Nullable Transit transit) {
            this.transit = transit;
        }

        @Override
        public void carriedBy(Carrier carrier) {
            link.carriedBy(carrier);
        }

        @Override
        public void stay() {
            synchronized (Connection.this) {
                departure = null;
                link.comeBack();
                if (closed) {
                    close();
                }
            }
        }

        @Override
        public void leave() {
            synchronized (Connection.this) {
                departure = null;
                link.sent();
                alone(link::release);
            }
        }

        @Override
        public void lose() {
            synchronized (Connection.this) {
                departure = null;
                link.lose();
                alone(link::release);
            }
        }
    }

    @Override
    public String toString() {
        String direction =
                isReadable() ? isWritable() ? "duplex" : "receiving only" : isWritable() ? "sending only" : "";
        return "Connection[" + direction + (direction.isEmpty() ? "" : ", ") + link + "]";
    }
}
