package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.wire.Incoming;
import io.github.multiprocessing4j.wire.Outgoing;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

/**
 * Messages in CPython's framing into a socket, see {@link SocketIncoming}. A small one goes out in one write; of a large one, its
 * length and the first slice do.
 */
final class SocketOutgoing implements Outgoing {
    private static final int FIRST_BUFFER = 256;

    private static final int BUFFER = 16 << 10;

    private static final int SLICE = 1 << 18;

    private final SocketStream stream;

    private final SpinBeforeWait tries = new SpinBeforeWait();

    private volatile long longest;

    /** Up to its position: what was written and has not gone out. */
    private ByteBuffer buffer = ByteBuffer.allocate(FIRST_BUFFER);

    /** How much of the message that was begun was not written so far. */
    private long left;

    /** Whether part of the message has gone out, or can't be taken back, but perhaps not all. */
    private boolean torn;

    SocketOutgoing(SocketStream stream, long longest) {
        this.stream = stream;
        this.longest = longest;
    }

    /** From now on messages may be so long. */
    void longest(long bytes) {
        longest = bytes;
    }

    @Override
    public void begin(long length) throws IOException {
        stream.checkOpen();
        if (length > longest) {
            throw new IOException("a message of " + length + " bytes is longer than the limit of " + longest);
        }
        left = length;
        if (length <= Integer.MAX_VALUE) {
            buffer.clear().putInt((int) length);
        } else {
            buffer.clear().putInt(-1).putLong(length);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        write(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void write(MemorySegment part) throws IOException {
        boolean convertible = part.heapBase().isEmpty() || part.heapBase().get() instanceof byte[];
        int most = convertible ? 1 << 30 : SLICE;
        for (long done = 0; done < part.byteSize(); ) {
            long count = Math.min(part.byteSize() - done, most);
            MemorySegment piece = part.asSlice(done, count);
            write(convertible ? piece.asByteBuffer() : copyOf(piece));
            done += count;
        }
    }

    /** An array of other elements can't be seen as bytes by a channel. */
    private static ByteBuffer copyOf(MemorySegment piece) {
        byte[] copy = new byte[(int) piece.byteSize()];
        MemorySegment.copy(piece, 0, MemorySegment.ofArray(copy), 0, copy.length);
        return ByteBuffer.wrap(copy);
    }

    private void write(ByteBuffer part) throws IOException {
        if (part.remaining() > left) {
            throw new IllegalArgumentException(
                    part.remaining() + " bytes are more than " + left + ", which is what is left of the message");
        }
        left -= part.remaining();
        if (part.remaining() > buffer.remaining()) {
            grow(part.remaining());
        }
        if (part.remaining() > buffer.remaining()) {
            flush(part);
        }
        buffer.put(part);
    }

    private void grow(int needed) {
        if (buffer.position() + needed <= BUFFER && buffer.capacity() < BUFFER) {
            buffer = ByteBuffer.allocate(BUFFER).put(buffer.flip());
        }
    }

    /** Writes what is in the buffer and then a part, in slices. */
    private void flush(ByteBuffer part) throws IOException {
        ByteBuffer[] both = {buffer.flip(), part};
        while (buffer.hasRemaining() || part.hasRemaining() || stream.holdsBack()) {
            int end = part.limit();
            part.limit(part.position() + Math.min(part.remaining(), SLICE));
            try {
                writeSome(both);
            } finally {
                part.limit(end);
            }
        }
        buffer.clear();
    }

    private void writeSome(ByteBuffer[] parts) throws IOException {
        if (!torn) {
            stream.checkOpen();
        }
        boolean any = stream.write(parts);
        if (!any) {
            for (int i = tries.number(); !any && i > 0; i--) {
                SpinBeforeWait.pause();
                any = stream.write(parts);
            }
            tries.helped(any);
        }
        torn |= any;
        if (!any) {
            awaitRoom();
        }
    }

    /**
     * Within a message that has begun to go out, somebody who is interrupted, or whose connection is about to move away, gives the
     * peer a moment more, counted from the last bytes.
     */
    private void awaitRoom() throws IOException {
        boolean interrupted = Thread.currentThread().isInterrupted();
        if (!interrupted && !(torn && stream.isSuspended())) {
            stream.await(SelectionKey.OP_WRITE, Long.MAX_VALUE);
        } else if (!torn) {
            throw new InterruptedIOException("interrupted while the peer did not keep up");
        } else if (!stream.awaitStubbornly(SelectionKey.OP_WRITE, Incoming.GRACE_NANOS)) {
            throw interrupted
                    ? new InterruptedIOException("interrupted within a message with which the peer did not keep up;"
                            + " the connection can't be used any more")
                    : new IOException("the peer did not keep up with a message in the middle of which this end of a"
                            + " connection was to be sent to another process");
        }
    }

    @Override
    public void end() throws IOException {
        if (left != 0) {
            throw new IllegalStateException(left + " bytes of the message were not written");
        }
        flush(ByteBuffer.allocate(0));
        torn = false;
    }

    @Override
    public void cancel() {
        if (torn) {
            stream.closeBecauseOf(Level.DEBUG, new IOException("part of a message had gone out, and no more can"));
        }
        left = 0;
        torn = false;
        buffer.clear();
    }
}
