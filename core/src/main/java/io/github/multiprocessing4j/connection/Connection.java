package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.failure.BufferTooShortException;
import io.github.multiprocessing4j.region.Carrier;
import io.github.multiprocessing4j.region.Transit;
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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/* Whoever is in it keeps it reachable, hence the fences: its memory must not be given up as forgotten meanwhile. */
/**
 * One end of a connection, through which messages go to and come from another process or thread, whole and in order. Made by {@code Pipe},
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
 * must agree on which. Objects cross as the {@linkplain io.github.multiprocessing4j.codec.Codec codec} says; through a socket it may be
 * another one than the standard codec, one that reads certain classes only ({@link ListenerBuilder#codec}).
 *
 * <p><b>The other end.</b> Sending blocks while the peer does not keep up. When the peer has closed its end, or its process has ended
 * in whatever way, what it had sent before is received, then follows an {@link EOFException}; sending to it is an
 * {@link IOException}. Both show within a second, also to who is blocked. Through TLS, only that it has closed its end is an {@code EOFException}
 * ({@link ListenerBuilder#tls(javax.net.ssl.SSLContext, java.util.function.Consumer)}).
 *
 * <p><b>Interrupts</b> end a wait with an {@link InterruptedIOException} and stay set; the connection can be used further. A message
 * that was being sent is then not received, not even in part. Only where a message has come in part and its rest does not follow
 * within a second of the interrupt, or where part of one has gone into a socket and the peer takes nothing of the rest for a second, the
 * connection is closed.
 *
 * <p>One that can't be reached any more and was not closed is closed when the garbage collector notices.
 *
 * <p><b>Between threads.</b> An end of a pipe that {@link PipeBuilder#betweenThreads} or {@code Context.threads()} makes has the same methods and works as
 * told here, but hands objects over as they are: nothing is copied, what is received is the very object that was sent, and it need
 * not be serializable. Bytes are copied as they are sent. Bytes are received as bytes only, and objects as objects only; the wrong one
 * is lost. Such an end can't be sent to another process: that is a {@link
 * io.github.multiprocessing4j.failure.SerializationException}. A thread that ends does not close it.
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

    private final transient Link link;

    /** Null if nothing can be sent. */
    private final transient @Nullable Sender sender;

    /** Null if nothing can be received. */
    private final transient @Nullable Receiver receiver;

    /** Not null while this is encoded in a message, of which nobody knows yet whether it will be sent. */
    private transient @Nullable Departure departure;

    Connection(Link link) {
        this.link = link;
        this.sender = link.sender();
        this.receiver = link.receiver();
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
        try {
            sender().send(value);
        } finally {
            Reference.reachabilityFence(this);
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
        try {
            sender().sendBytes(message, offset, length);
        } finally {
            Reference.reachabilityFence(this);
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
        try {
            sender().sendBytes(message);
        } finally {
            Reference.reachabilityFence(this);
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
        try {
            return receiver().recv();
        } finally {
            Reference.reachabilityFence(this);
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
        try {
            return receiver().recvBytes(maxLength);
        } finally {
            Reference.reachabilityFence(this);
        }
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
        try {
            return receiver().recvBytesInto(buffer, offset);
        } finally {
            Reference.reachabilityFence(this);
        }
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
        try {
            return receiver().recvBytesInto(buffer);
        } finally {
            Reference.reachabilityFence(this);
        }
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
        try {
            return receiver().poll(Timeouts.nanos(timeout));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * {@return whether receiving would not wait now: because a message has begun to come, or the end, or because nothing can be
     * received from this end} While another thread is receiving there is nothing for this one.
     */
    @Override
    public boolean isReady() {
        try {
            return receiver == null || receiver.isReady();
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
        if (receiver == null) {
            action.run();
            return () -> {};
        }
        try {
            return receiver.whenReady(action);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** {@return whether this end can receive: false for one end of a one-way pipe} */
    public boolean isReadable() {
        return receiver != null && receiver.isUsable();
    }

    /** {@return whether this end can send: false for one end of a one-way pipe} */
    public boolean isWritable() {
        return sender != null;
    }

    private Sender sender() throws IOException {
        if (sender == null) {
            throw new IOException("this connection is for receiving only");
        }
        return sender;
    }

    private Receiver receiver() throws IOException {
        if (receiver == null) {
            throw new IOException("this connection is for sending only");
        }
        return receiver;
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
                link.close("this end of a connection was closed"); // or it was suspended, and could not depart
                alone(link::release);
            } else {
                departure.closed = true; // it may come back
            }
        }
    }

    /** Does something while no thread is in this connection. */
    private void alone(Runnable action) {
        Runnable received = receiver == null ? action : () -> receiver.last(action);
        if (sender == null) {
            received.run();
        } else {
            sender.last(received);
        }
    }

    /** An end that is sent moves: it is closed here, and opened again only if its message is not sent. */
    @Serial
    private synchronized Object writeReplace() throws ObjectStreamException {
        if (!(link instanceof ByteLink movable)) {
            throw new NotSerializableException(
                    "this is an end of a pipe between threads, which hands over references that mean nothing to another"
                            + " process: take a pipe that Context.processes() or create() makes");
        }
        Transit transit = Transit.current();
        if (Transit.isKeptBySender()) {
            throw new NotSerializableException(
                    "an end of a connection can move to one process only, so a pool's function and initializer, which"
                            + " go to all workers, can't have captured it: make it an item of map");
        }
        if (transit != null && departure != null && departure.transit == transit) {
            return departure.handle; // the message has it twice
        }
        movable.suspend("this end of a connection was sent to another process");
        Departure leaving = new Departure(movable, transit);
        alone(() -> leaving.handle = movable.depart());
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
        private final ByteLink moving;

        private final @Nullable Transit transit;

        private Object handle = this;

        private boolean closed;

        Departure(ByteLink moving, @Nullable Transit transit) {
            this.moving = moving;
            this.transit = transit;
        }

        @Override
        public void carriedBy(Carrier carrier) {
            moving.carriedBy(carrier);
        }

        @Override
        public void stay() {
            synchronized (Connection.this) {
                departure = null;
                moving.comeBack();
                if (closed) {
                    close();
                }
            }
        }

        @Override
        public void leave() {
            synchronized (Connection.this) {
                departure = null;
                moving.sent();
                alone(link::release);
            }
        }

        @Override
        public void lose() {
            synchronized (Connection.this) {
                departure = null;
                moving.lose();
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
