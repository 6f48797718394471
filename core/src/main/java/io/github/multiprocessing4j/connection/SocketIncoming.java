package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.wire.ReadinessWatch;
import io.github.multiprocessing4j.wire.SocketPoller;
import io.github.multiprocessing4j.wire.WaitableIncoming;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serializable;
import java.io.StreamCorruptedException;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.Objects;

/*
 * A frame is its length, a signed integer of four bytes, and that many bytes; for lengths beyond 0x7fffffff these four are -1, and
 * eight with the length follow. All big-endian, as CPython has it.
 *
 * Whatever is there is read into the buffer, so that many small messages cost one system call; the body of a longer one goes
 * straight to where it is wanted, in slices, since the JDK reads into an array by way of a direct buffer as long as what it is
 * asked for, which it keeps for the thread.
 */
/** Messages in CPython's framing from a socket. */
final class SocketIncoming implements WaitableIncoming {
    private static final int SHORT_HEADER = Integer.BYTES;

    private static final int LONG_HEADER = Integer.BYTES + Long.BYTES;

    /** What a peer who has not proved himself gets. */
    private static final int FIRST_BUFFER = 512;

    private static final int BUFFER = 16 << 10;

    /** Anybody can say that a message is long. */
    private static final int TRUSTED = 1 << 20;

    private static final int SLICE = 1 << 18;

    private final SocketStream stream;

    private final SpinBeforeWait tries = new SpinBeforeWait();

    private volatile long longest;

    /** Between position and limit is what has come and was not yet used. */
    private ByteBuffer buffer = ByteBuffer.allocate(FIRST_BUFFER).flip();

    /** Whether the peer sends no more. */
    private boolean ended;

    /** Length of the message that was begun. */
    private long length;

    /** How much of it was not yet read. */
    private long left;

    SocketIncoming(SocketStream stream, long longest) {
        this.stream = stream;
        this.longest = longest;
    }

    /**
     * What came before what is still in the socket.
     *
     * @param bytes was read from the socket, but not used
     * @param rest how much of all that comes, beginning with these bytes, is the rest of a message that was given up
     */
    record Unread(byte[] bytes, long rest) implements Serializable {}

    /** {@return what another object has to begin with to go on where this one is} Nobody is in it. */
    Unread unread() {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return new Unread(bytes, left);
    }

    /** Goes on where another one was; nothing was read so far. */
    void goOn(Unread unread) {
        buffer = ByteBuffer.allocate(Math.max(BUFFER, unread.bytes.length))
                .put(unread.bytes)
                .flip();
        length = unread.rest;
        left = unread.rest;
    }

    long longest() {
        return longest;
    }

    /** From now on messages may be so long. */
    void longest(long bytes) {
        longest = bytes;
    }

    @Override
    public boolean await(long nanos) throws IOException {
        long deadline = System.nanoTime() + Math.clamp(nanos, 0, Long.MAX_VALUE / 2);
        while (!skipWhatIsThere() || !canBegin()) {
            if (fill(deadline)) {
                continue;
            }
            if (deadline - System.nanoTime() <= 0) {
                return false;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while waiting for a message");
            }
            stream.await(SelectionKey.OP_READ, deadline - System.nanoTime());
        }
        return true;
    }

    @Override
    public boolean isReady() throws IOException {
        stream.checkOpen();
        long now = System.nanoTime();
        while (!skipWhatIsThere() || !canBegin()) {
            if (!fill(now)) {
                return false;
            }
        }
        return true;
    }

    /** {@return whether nothing is left of the message that was begun, or it goes on no more} */
    private boolean skipWhatIsThere() {
        int skipped = (int) Math.min(left, buffer.remaining());
        buffer.position(buffer.position() + skipped);
        left -= skipped;
        return left == 0 || ended;
    }

    @Override
    public Runnable watch(Runnable onChange) throws IOException {
        ReadinessWatch watch = SocketPoller.shared().watch(stream.channel(), SelectionKey.OP_READ, onChange);
        return watch::cancel;
    }

    /** Whether the header is there, or the end in its place. */
    private boolean canBegin() throws IOException {
        stream.checkOpen();
        int there = buffer.remaining();
        return ended || there >= SHORT_HEADER && there >= headerLength();
    }

    private int headerLength() {
        return buffer.getInt(buffer.position()) == -1 ? LONG_HEADER : SHORT_HEADER;
    }

    /** Reads what is there, trying for a moment if there is time. {@return whether anything came, or the end} */
    private boolean fill(long deadline) throws IOException {
        if (buffer.limit() == buffer.capacity()) {
            makeRoom();
        }
        int start = buffer.position();
        int end = buffer.limit();
        buffer.limit(buffer.capacity()).position(end);
        int n = 0;
        try {
            n = read(buffer, deadline - System.nanoTime() > 0);
        } finally {
            buffer.limit(end + Math.max(n, 0)).position(start);
        }
        return n != 0;
    }

    private void makeRoom() {
        boolean trusted = longest > buffer.capacity();
        if (trusted && buffer.capacity() < BUFFER) {
            buffer = ByteBuffer.allocate(BUFFER).put(buffer).flip();
        } else {
            buffer.compact().flip();
        }
    }

    private int read(ByteBuffer into, boolean patiently) throws IOException {
        int n = stream.read(into);
        if (n == 0 && patiently) {
            for (int i = tries.number(); n == 0 && i > 0; i--) {
                SpinBeforeWait.pause();
                n = stream.read(into);
            }
            tries.helped(n != 0);
        }
        ended |= n < 0;
        return n;
    }

    @Override
    public long begin() throws IOException {
        while (!await(Long.MAX_VALUE)) {
            Thread.onSpinWait(); // not in this century
        }
        if (buffer.remaining() < SHORT_HEADER || buffer.remaining() < headerLength()) {
            if (!buffer.hasRemaining()) {
                stream.checkEnd();
                return END;
            }
            throw stream.closeBecauseOf(
                    Level.DEBUG,
                    new EOFException(
                            "the peer ended within a message's length: " + buffer.remaining() + " bytes came"));
        }
        long announced = buffer.getInt();
        length = checked(announced == -1 ? buffer.getLong() : announced);
        left = length;
        return length;
    }

    private long checked(long announced) throws IOException {
        if (announced < 0) {
            throw stream.closeBecauseOf(
                    stream.ofGarbage(),
                    new StreamCorruptedException("what came is no message: it can't be " + announced + " bytes long"));
        } else if (announced > longest) {
            throw stream.closeBecauseOf(
                    stream.ofGarbage(),
                    new StreamCorruptedException(
                            "a message of " + announced + " bytes came, and " + longest + " is the limit here"));
        }
        return announced;
    }

    @Override
    public void read(byte[] into, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, into.length);
        read(ByteBuffer.wrap(into, offset, count));
    }

    @Override
    public void read(MemorySegment into) throws IOException {
        if (into.heapBase().isPresent() && !(into.heapBase().get() instanceof byte[])) {
            copy(into);
            return;
        }
        for (long done = 0; done < into.byteSize(); ) {
            long part = Math.min(into.byteSize() - done, 1 << 30);
            read(into.asSlice(done, part).asByteBuffer());
            done += part;
        }
    }

    /** Reads into an array of other elements, in which no channel can read. */
    private void copy(MemorySegment into) throws IOException {
        byte[] part = new byte[(int) Math.min(into.byteSize(), SLICE)];
        for (long done = 0; done < into.byteSize(); ) {
            int count = (int) Math.min(into.byteSize() - done, part.length);
            read(part, 0, count);
            MemorySegment.copy(MemorySegment.ofArray(part), 0, into, done, count);
            done += count;
        }
    }

    private void read(ByteBuffer into) throws IOException {
        Objects.checkIndex(into.remaining(), left + 1);
        while (into.hasRemaining()) {
            if (buffer.hasRemaining()) {
                take(into);
            } else if (into.remaining() < buffer.capacity()) {
                fillWithin();
            } else {
                readSlice(into);
            }
        }
    }

    private void take(ByteBuffer into) {
        int count = Math.min(into.remaining(), buffer.remaining());
        into.put(into.position(), buffer, buffer.position(), count);
        into.position(into.position() + count);
        buffer.position(buffer.position() + count);
        left -= count;
    }

    private void fillWithin() throws IOException {
        buffer.clear().flip();
        while (!fill(Long.MAX_VALUE / 2 + System.nanoTime())) {
            awaitRest();
        }
        checkGoesOn();
    }

    private void readSlice(ByteBuffer into) throws IOException {
        ByteBuffer slice = into.slice(into.position(), Math.min(SLICE, into.remaining()));
        int n = read(slice, true);
        while (n == 0) {
            awaitRest();
            n = read(slice, true);
        }
        checkGoesOn();
        into.position(into.position() + n);
        left -= n;
    }

    private void checkGoesOn() throws IOException {
        if (ended) {
            throw stream.closeBecauseOf(
                    Level.DEBUG,
                    new EOFException(
                            "the peer ended within a message: " + (length - left) + " of " + length + " bytes came"));
        }
    }

    /**
     * Waits within a message: somebody who is interrupted, or whose connection is about to move away, gives the peer a moment more,
     * counted from the last bytes.
     */
    private void awaitRest() throws IOException {
        stream.await(SelectionKey.OP_READ, Long.MAX_VALUE);
        boolean interrupted = Thread.currentThread().isInterrupted();
        if (!interrupted && !stream.isSuspended() || stream.awaitStubbornly(SelectionKey.OP_READ, GRACE_NANOS)) {
            return;
        }
        if (!interrupted) {
            stream.checkOpen(); // which it is not: the rest is passed over where it goes on
        }
        throw stream.closeBecauseOf(
                Level.DEBUG,
                new InterruptedIOException("interrupted within a message, of which " + (length - left) + " of " + length
                        + " bytes came; the connection can't be used any more"));
    }

    @Override
    public long trusted() {
        return TRUSTED;
    }

    @Override
    public void end() {
        skipWhatIsThere();
    }
}
