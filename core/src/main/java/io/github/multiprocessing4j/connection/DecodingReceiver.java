package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.failure.BufferTooShortException;
import io.github.multiprocessing4j.wire.Incoming;
import io.github.multiprocessing4j.wire.MessageCancelledException;
import io.github.multiprocessing4j.wire.ReceivedMessage;
import io.github.multiprocessing4j.wire.WaitableIncoming;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Receives bytes from another process, and objects as bytes: several threads may, and each message goes to one of them. */
final class DecodingReceiver implements Receiver {
    /** How much memory is taken for a message before its bytes are there. */
    private static final int TRUSTED = 1 << 20;

    /** The longest array that every JVM makes. */
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final ByteLink link;

    private final Incoming in;

    private final Turns turns = new Turns();

    private final Readiness readiness;

    private final AtomicReference<@Nullable ReceivedMessage> spare = new AtomicReference<>();

    /** Why nothing can be received any more, although this is not closed. */
    private volatile @Nullable String unreadable;

    DecodingReceiver(ByteLink link, WaitableIncoming in) {
        this.link = link;
        this.in = in;
        this.readiness = new Readiness(in, link::isClosed, turns);
    }

    @Override
    public void last(Runnable action) {
        turns.last(action);
    }

    @Override
    public boolean isUsable() {
        return unreadable == null;
    }

    @Override
    public boolean isReady() {
        return unreadable != null || readiness.isReady();
    }

    @Override
    public Waitable.Registration whenReady(Runnable action) {
        if (unreadable != null) {
            action.run();
            return () -> {};
        }
        return readiness.watch(action);
    }

    /** The calling thread receives from now on. {@return the length of the message that has begun} */
    private long enter() throws IOException {
        requireUsable();
        turns.enter();
        try {
            return begin();
        } catch (Throwable t) {
            leave();
            throw t;
        }
    }

    private void requireUsable() throws IOException {
        String reason = unreadable;
        if (reason != null) {
            throw new IOException(reason);
        }
    }

    private long begin() throws IOException {
        requireUsable();
        long length = in.begin();
        if (length == Incoming.END) {
            throw new EOFException("the other end of this connection was closed, or its process has ended");
        }
        return length;
    }

    /** The message that was begun could not be received. {@return the length of the next one, if it was given up by its sender} */
    private long next(Throwable reason) throws IOException {
        if (reason instanceof MessageCancelledException) {
            return begin();
        }
        if (!(reason instanceof IOException)) {
            in.end(); // there was no memory for it, perhaps: it is lost
        } else if (!(reason instanceof BufferTooShortException
                || reason instanceof MessageLostException
                || reason instanceof EOFException)) {
            link.close("this connection was closed because a message could not be received to its end");
        }
        throw rethrown(reason);
    }

    private static Error rethrown(Throwable reason) throws IOException {
        switch (reason) {
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(reason); // there are no others
        }
    }

    private void leave() {
        turns.leave();
        readiness.left();
    }

    @Override
    public @Nullable Object recv() throws IOException {
        ReceivedMessage message = Objects.requireNonNullElseGet(spare.getAndSet(null), ReceivedMessage::new);
        readInto(message);
        Object value = link.codec().read(message.source());
        message.clear();
        spare.set(message);
        return value;
    }

    private void readInto(ReceivedMessage message) throws IOException {
        long length = enter();
        try {
            while (true) {
                try {
                    message.readFrom(in, length);
                    return;
                } catch (Throwable t) {
                    length = next(t);
                }
            }
        } finally {
            leave();
        }
    }

    @Override
    public byte[] recvBytes(int maxLength) throws IOException {
        long length = enter();
        try {
            while (true) {
                try {
                    return body(length, maxLength);
                } catch (Throwable t) {
                    length = next(t);
                }
            }
        } finally {
            leave();
        }
    }

    private byte[] body(long length, int maxLength) throws IOException {
        if (length > maxLength && maxLength < Integer.MAX_VALUE) {
            throw tooLong(length, maxLength);
        }
        return body(length);
    }

    /** What can still be sent is sent. */
    private IOException tooLong(long length, int maxLength) {
        String reason = "a message of " + length + " bytes came where at most " + maxLength
                + " were allowed, so nothing can be received through this connection any more";
        unreadable = reason;
        if (link.outgoing() == null) {
            link.close(reason);
        }
        return new MessageLostException(reason);
    }

    /** Memory follows what has come, so that a length alone can't exhaust it. */
    private byte[] body(long length) throws IOException {
        if (length > LONGEST_ARRAY) {
            in.end();
            throw new MessageLostException("a message of " + length
                    + " bytes is longer than an array can be and is lost: receive it into a MemorySegment");
        }
        byte[] message = new byte[(int) Math.min(length, TRUSTED)];
        in.read(message, 0, message.length);
        for (int come = message.length; come < length; come = message.length) {
            message = Arrays.copyOf(message, (int) Math.min(length, 4L * come));
            in.read(message, come, message.length - come);
        }
        in.end();
        return message;
    }

    /** As with a segment, but faster for what is short. */
    @Override
    public int recvBytesInto(byte[] buffer, int offset) throws IOException {
        long length = enter();
        try {
            while (true) {
                try {
                    return read(buffer, offset, length);
                } catch (Throwable t) {
                    length = next(t);
                }
            }
        } finally {
            leave();
        }
    }

    private int read(byte[] buffer, int offset, long length) throws IOException {
        if (length > buffer.length - offset) {
            throw new BufferTooShortException(body(length), buffer.length - offset);
        }
        in.read(buffer, offset, (int) length);
        in.end();
        return (int) length;
    }

    @Override
    public long recvBytesInto(MemorySegment buffer) throws IOException {
        long length = enter();
        try {
            while (true) {
                try {
                    return read(buffer, length);
                } catch (Throwable t) {
                    length = next(t);
                }
            }
        } finally {
            leave();
        }
    }

    private long read(MemorySegment buffer, long length) throws IOException {
        if (length > buffer.byteSize()) {
            throw new BufferTooShortException(body(length), buffer.byteSize());
        }
        in.read(buffer.asSlice(0, length));
        in.end();
        return length;
    }

    @Override
    public boolean poll(long nanos) throws IOException {
        requireUsable();
        long start = System.nanoTime();
        if (!enterWithin(nanos)) {
            if (link.isClosed()) {
                throw new IOException("this end of a connection was closed");
            }
            return false;
        }
        try {
            return in.await(nanos - (System.nanoTime() - start));
        } finally {
            leave();
        }
    }

    private boolean enterWithin(long nanos) throws InterruptedIOException {
        return readiness.tryEnter() || nanos > 0 && turns.tryEnter(nanos);
    }
}
