package io.github.multiprocessing4j.wire;

import io.github.multiprocessing4j.os.LibraryLog;
import java.io.EOFException;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/*
 * A frame is its length, four bytes little-endian, and that many bytes. Small frames go out in one gathering write; the
 * reader takes in what is there, up to its buffer, so that many small frames cost one system call.
 *
 * The kernel copies a direct buffer as it is and a heap buffer through a temporary direct one of the same size that the JDK
 * keeps per thread; sending in slices bounds that copy.
 */
/** A {@link Channel} through a connected stream socket. */
final class SocketChannelLink implements Channel {
    /** Longest message: what fits a Java array. */
    static final int LONGEST = Integer.MAX_VALUE - 64;

    private static final int HEADER = Integer.BYTES;

    private static final int SLICE = 1 << 18;

    private final SocketChannel socket;

    private final ReentrantLock sending = new ReentrantLock();

    /** Guarded by {@link #sending}. */
    private final ByteBuffer header = ByteBuffer.allocateDirect(HEADER).order(ByteOrder.LITTLE_ENDIAN);

    /** Only touched by the receiving thread; between its position and limit is what has come in and was not yet used. */
    private final ByteBuffer incoming =
            ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.LITTLE_ENDIAN).flip();

    SocketChannelLink(SocketChannel socket) {
        this.socket = socket;
    }

    @Override
    public void send(ByteBuffer... parts) throws IOException {
        sending.lock();
        try {
            ByteBuffer[] frame = new ByteBuffer[parts.length + 1];
            frame[0] = header.clear().putInt(checkedLength(parts)).flip();
            System.arraycopy(parts, 0, frame, 1, parts.length);
            writeFully(frame);
        } finally {
            sending.unlock();
        }
    }

    private static int checkedLength(ByteBuffer[] parts) throws IOException {
        long length = 0;
        for (ByteBuffer part : parts) {
            length += part.remaining();
        }
        if (length > LONGEST) {
            throw new IOException("a message of " + length + " bytes is longer than the limit of " + LONGEST);
        }
        return (int) length;
    }

    private void writeFully(ByteBuffer[] frame) throws IOException {
        int first = 0;
        while (first < frame.length) {
            if (!frame[first].hasRemaining()) {
                first++;
            } else if (frame[first].remaining() > SLICE) {
                writeSlice(frame[first]);
            } else {
                socket.write(frame, first, smallParts(frame, first));
            }
        }
    }

    /** How many parts from the first on go out in one call: as many as are together no longer than a slice. */
    private static int smallParts(ByteBuffer[] frame, int first) {
        int length = 0;
        int next = first;
        while (next < frame.length && length + frame[next].remaining() <= SLICE) {
            length += frame[next++].remaining();
        }
        return next - first;
    }

    private void writeSlice(ByteBuffer part) throws IOException {
        ByteBuffer slice = part.slice(part.position(), Math.min(SLICE, part.remaining()));
        int written = socket.write(slice);
        part.position(part.position() + written);
    }

    @Override
    public @Nullable ByteBuffer receive() throws IOException {
        if (!fill(HEADER)) {
            return null;
        }
        int length = incoming.getInt();
        if (length < 0 || length > LONGEST) {
            throw new StreamCorruptedException("a frame can't be " + length + " bytes long");
        }
        return receiveBody(length);
    }

    /** Memory follows what has really come in, so that a length alone can't exhaust it. */
    private ByteBuffer receiveBody(int length) throws IOException {
        byte[] body = new byte[Math.min(length, Math.max(incoming.remaining(), SLICE))];
        int filled = Math.min(length, incoming.remaining());
        incoming.get(body, 0, filled);
        while (filled < length) {
            if (filled == body.length) {
                body = java.util.Arrays.copyOf(body, (int) Math.min(length, 4L * body.length));
            }
            int n = socket.read(ByteBuffer.wrap(body, filled, Math.min(SLICE, body.length - filled)));
            if (n < 0) {
                throw new EOFException("the peer ended within a message: " + filled + " of " + length + " bytes came");
            }
            filled += n;
        }
        return ByteBuffer.wrap(body, 0, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Reads until at least so many bytes are there. */
    private boolean fill(int atLeast) throws IOException {
        while (incoming.remaining() < atLeast) {
            incoming.compact();
            int n = socket.read(incoming);
            incoming.flip();
            if (n < 0) {
                if (incoming.hasRemaining()) {
                    throw new EOFException("the peer ended within a frame's header");
                }
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LibraryLog.logger().log(Level.DEBUG, "closing a channel", e);
        }
    }

    @Override
    public String toString() {
        return "Channel[" + (socket.isOpen() ? "open" : "closed") + "]";
    }
}
