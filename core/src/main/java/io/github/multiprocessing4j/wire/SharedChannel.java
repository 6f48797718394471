package io.github.multiprocessing4j.wire;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.codec.Sink;
import io.github.multiprocessing4j.codec.Source;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.os.LibraryLog;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.StreamCorruptedException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A {@link Channel} through shared memory. Two processes that have met by a socket agree on one and go on there. */
public final class SharedChannel implements Channel {
    private static final MemoryChannel.Shape SHAPE =
            new MemoryChannel.Shape(1 << 20, /* duplex= */ true, SocketChannelLink.LONGEST, Fencing.BY_ALL);

    private final MemoryChannel end;

    private final Outgoing out;

    private final Incoming in;

    private final ReentrantLock sending = new ReentrantLock();

    private final ReentrantLock receiving = new ReentrantLock();

    private final ReentrantLock waiting = new ReentrantLock();

    /** The other end, if this process has sent it away: the peer may have died before it came there. */
    private final @Nullable MemoryChannel peers;

    private SharedChannel(MemoryChannel end, @Nullable MemoryChannel peers) {
        this.end = end;
        this.peers = peers;
        this.out = Objects.requireNonNull(end.outgoing());
        this.in = Objects.requireNonNull(end.incoming());
    }

    /**
     * Goes on in shared memory, which the peer must do by {@link #follow}.
     *
     * @param met what nothing was sent through yet
     * @return the channel to use from now on: the same one if there is no room in shared memory
     * @throws IOException if the peer is gone
     */
    public static Channel lead(Channel met) throws IOException {
        List<MemoryChannel> ends;
        try {
            ends = MemoryChannel.create(SHAPE);
        } catch (UncheckedIOException e) {
            LibraryLog.logger()
                    .log(Level.DEBUG, "messages go through a socket, since there is no room in shared memory", e);
            met.send(ByteBuffer.allocate(0));
            return met;
        }
        MemoryChannel peers = ends.getLast();
        SharedChannel own = new SharedChannel(ends.getFirst(), peers);
        try {
            peers.suspend("it is the peer's");
            Sink sink = new Sink();
            Codec.standard().write(peers.depart(), sink);
            met.send(sink.asByteBuffer());
            peers.sent();
            met.close();
            return own;
        } catch (Throwable t) {
            peers.lose();
            own.close();
            throw t;
        } finally {
            peers.release();
        }
    }

    /**
     * Goes on where the peer {@linkplain #lead leads}.
     *
     * @param met what nothing was received through yet
     * @return the channel to use from now on
     * @throws IOException if the peer is gone
     */
    public static Channel follow(Channel met) throws IOException {
        ByteBuffer message = met.receive();
        if (message == null) {
            throw new StreamCorruptedException("the peer ended before it said where to go on");
        }
        if (!message.hasRemaining()) {
            return met;
        }
        try {
            var handle = (MemoryChannel.Handle) Codec.standard().read(Source.of(message));
            SharedChannel own = new SharedChannel(Objects.requireNonNull(handle).arrive(), null);
            met.close();
            return own;
        } catch (ClassCastException | NullPointerException | SerializationException e) {
            throw new IOException("the peer did not say where to go on", e);
        } catch (UncheckedIOException e) {
            throw new IOException("the peer has ended, and its memory is gone", e);
        }
    }

    @Override
    public void send(ByteBuffer... parts) throws IOException {
        sending.lock();
        try {
            write(length(parts), () -> {
                for (ByteBuffer part : parts) {
                    write(part);
                }
            });
        } finally {
            sending.unlock();
        }
    }

    @Override
    public void send(Letter letter) throws IOException {
        sending.lock();
        try {
            write(letter.length(), () -> letter.writeTo(out));
        } finally {
            sending.unlock();
        }
    }

    @Override
    public boolean trySend(Letter letter) throws IOException {
        if (!sending.tryLock()) {
            return false;
        }
        try {
            long length = letter.length();
            boolean fits = end.hasRoomFor(length);
            if (fits) {
                write(length, () -> letter.writeTo(out));
            }
            return fits;
        } finally {
            sending.unlock();
        }
    }

    /** Writes what a message consists of. */
    private interface Content {
        void write() throws IOException;
    }

    private static long length(ByteBuffer... parts) {
        long length = 0;
        for (ByteBuffer part : parts) {
            length += part.remaining();
        }
        return length;
    }

    private void write(long length, Content content) throws IOException {
        try {
            out.begin(length);
            content.write();
            out.end();
        } catch (Throwable t) {
            out.cancel();
            closeIfInterrupted(t);
            throw t;
        }
    }

    /** The peer may be dead: if it is, who waits for it here is told now, and not when somebody looks the next time. */
    public void lookForDeath() {
        end.lookForDeath();
    }

    private void write(ByteBuffer part) throws IOException {
        if (part.hasArray()) {
            out.write(part.array(), part.arrayOffset() + part.position(), part.remaining());
        } else {
            out.write(MemorySegment.ofBuffer(part));
        }
        part.position(part.limit());
    }

    /**
     * Waits until there is a message or the end. Another thread may receive meanwhile: whether it has left anything {@link #hasMessage} tells. One
     * at a time waits.
     *
     * @throws IOException as {@link #receive()}
     */
    public void await() throws IOException {
        waiting.lock();
        try {
            end.awaitRecord();
        } catch (IOException e) {
            closeIfInterrupted(e);
            throw e;
        } finally {
            waiting.unlock();
        }
    }

    /** {@return whether there is a message or the beginning of one} */
    public boolean hasMessage() {
        return look(end::hasMessage);
    }

    /** {@return whether there is a message and all of it has come} */
    public boolean hasWholeMessage() {
        return look(end::hasWholeMessage);
    }

    /** {@return whether one of the ends is closed} */
    public boolean isClosed() {
        return end.isClosed() || look(end::isPeerClosed);
    }

    /**
     * Keeps the peer from waking who {@linkplain #await waits} for a message, since somebody else looks for them meanwhile, who calls {@link #stopLooking} in
     * the end.
     *
     * @return whether that is possible
     */
    public boolean startLooking() {
        return look(end::startLooking);
    }

    /** The peer is to wake who waits again, who is woken now if a message has come already. */
    public void stopLooking() {
        receiving.lock();
        try {
            end.stopLooking();
        } finally {
            receiving.unlock();
        }
    }

    /** The memory must not be given up meanwhile, so nobody asks without the lock. {@return false, too, if somebody is receiving} */
    private boolean look(BooleanSupplier question) {
        if (!receiving.tryLock()) {
            return false;
        }
        try {
            return question.getAsBoolean();
        } finally {
            receiving.unlock();
        }
    }

    @Override
    public @Nullable ByteBuffer receive() throws IOException {
        return receive(this::body, null);
    }

    @Override
    public boolean receive(ReceivedMessage message) throws IOException {
        return receive(
                length -> {
                    message.readFrom(in, length);
                    return true;
                },
                false);
    }

    /** How a message is read that was begun. */
    private interface Reading<T extends @Nullable Object> {
        T read(long length) throws IOException;
    }

    private <T extends @Nullable Object> T receive(Reading<T> reading, T atTheEnd) throws IOException {
        receiving.lock();
        try {
            while (true) {
                try {
                    long length = in.begin();
                    return length == Incoming.END ? atTheEnd : reading.read(length);
                } catch (MessageCancelledException e) {
                    // the next one is what is wanted
                }
            }
        } catch (IOException e) {
            closeIfInterrupted(e);
            throw e;
        } finally {
            receiving.unlock();
        }
    }

    private @Nullable ByteBuffer body(long length) throws IOException {
        byte[] body = new byte[(int) length];
        in.read(body, 0, body.length);
        in.end();
        return ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void closeIfInterrupted(Throwable thrown) {
        if (thrown instanceof InterruptedIOException) {
            end.close("interrupted");
        }
    }

    @Override
    public void close() {
        end.close("this channel was closed");
        if (peers != null) {
            peers.lose(); // has no effect if it has arrived
        }
        sending.lock();
        receiving.lock();
        waiting.lock();
        try {
            end.release();
        } finally {
            waiting.unlock();
            receiving.unlock();
            sending.unlock();
        }
    }

    @Override
    public String toString() {
        return "Channel[" + end + "]";
    }
}
