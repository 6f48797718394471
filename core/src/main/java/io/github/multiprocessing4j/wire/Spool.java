package io.github.multiprocessing4j.wire;

import io.github.multiprocessing4j.region.SharedFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Messages from one process to another which the other one can still read when the first one is dead: a ring in a file of the session
 * directory. A message that was put is in shared memory, whatever becomes of who has put it. Version 1.
 *
 * <pre>
 *   offset  bytes
 *        0      8  MAGIC_AND_VERSION
 *        8      8  LOST: how many messages could not be put; changed by the writer
 *      128         the ring, a {@link RingLayout}
 * </pre>
 *
 * <p>A process that dies after it has counted a lost message has lost that one; for the rest see the ring's table. One thread at a time
 * writes, in one process, and one thread at a time reads, in one other.
 */
public final class Spool implements AutoCloseable {
    private static final long MAGIC_AND_VERSION = 0x6d70_346a_7370_6c01L;

    private static final long LOST = 8;

    private static final long RING = 128;

    private static final int CAPACITY = 1 << 18;

    /** The longest message, in bytes. */
    public static final int LONGEST = CAPACITY / 4 - RingLayout.HEADER;

    private static final long BYTES = RING + RingLayout.bytes(CAPACITY);

    /** There should be no need to look; but a thread may be stopped, or its stack overflow, between a message and the ring of its bell. */
    private static final long LONGEST_SLEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SharedFile file;

    private final MemorySegment memory;

    private final Ends ends = new OneProcess();

    private final @Nullable RingWriter out;

    private final @Nullable RingReader in;

    private volatile boolean ended;

    private volatile boolean closed;

    private Spool(SharedFile file, boolean writes) {
        this.file = file;
        this.memory = file.memory();
        MemorySegment ring = memory.asSlice(RING, RingLayout.bytes(CAPACITY));
        this.out = writes ? new RingWriter(ring, ends, LONGEST) : null;
        this.in = writes ? null : new RingReader(ring, ends);
    }

    /**
     * {@return a new one, to write to}
     *
     * @param path its file's, in the session directory
     * @throws IOException if there is no room for it
     */
    public static Spool create(Path path) throws IOException {
        return new Spool(
                SharedFile.create(path, BYTES, memory -> memory.set(ValueLayout.JAVA_LONG, 0, MAGIC_AND_VERSION)),
                /* writes= */ true);
    }

    /**
     * {@return the one that another process writes to or has written to, to be read}
     *
     * @param path its file's
     * @throws IOException if it is not there, or another version's
     */
    public static Spool open(Path path) throws IOException {
        SharedFile file = SharedFile.open(path);
        if (file.memory().byteSize() != BYTES || file.memory().get(ValueLayout.JAVA_LONG, 0) != MAGIC_AND_VERSION) {
            file.close();
            throw new IOException(path + " was made by another version of this library");
        }
        return new Spool(file, /* writes= */ false);
    }

    // -- who writes
    // ----------------------------------------------------------------------------------------------------

    /**
     * Puts a message. An interrupt does not end the wait.
     *
     * @param message begins with it
     * @param length its length, {@link #LONGEST} at most
     * @param nanos how long to wait for room at most
     * @return whether there was room
     */
    public boolean offer(byte[] message, int length, long nanos) throws IOException {
        RingWriter writer = writer();
        if (!writer.awaitRoomFor(length, nanos)) {
            return false;
        }
        try {
            writer.begin(length);
            writer.write(message, 0, length);
            writer.end();
            return true;
        } catch (Throwable t) {
            writer.cancel();
            throw t;
        }
    }

    /** Counts a message that was not put. */
    public void lose() {
        memory.set(ValueLayout.JAVA_LONG, LOST, lost() + 1);
    }

    private RingWriter writer() {
        if (out == null) {
            throw new IllegalStateException("this end reads");
        }
        return out;
    }

    // -- who reads
    // -----------------------------------------------------------------------------------------------------

    /** {@return the next message, or null if there is none now} */
    public byte @Nullable [] poll() throws IOException {
        RingReader reader = reader();
        if (!reader.hasWholeMessage()) {
            return null;
        }
        byte[] message = new byte[Math.toIntExact(reader.begin())];
        reader.read(message, 0, message.length);
        reader.end();
        return message;
    }

    /** Waits until there may be a message or the writer {@linkplain #writerHasEnded has ended}, or for a second. */
    public void await() throws IOException {
        boolean _ = reader().await(LONGEST_SLEEP_NANOS);
    }

    /** Whoever waits for a message does so no more. */
    public void writerHasEnded() {
        ended = true;
        reader().own().ring();
    }

    /** {@return how many messages could not be put so far} */
    public long lost() {
        return memory.get(ValueLayout.JAVA_LONG, LOST);
    }

    private RingReader reader() {
        if (in == null) {
            throw new IllegalStateException("this end writes");
        }
        return in;
    }

    @Override
    public void close() {
        closed = true;
        file.close();
    }

    /** Who writes does not care who reads, and who reads is told of the other's end. */
    private final class OneProcess implements Ends {
        @Override
        public void requireOpen() throws IOException {
            if (closed) {
                throw new IOException("this is closed");
            }
        }

        @Override
        public boolean isClosed() {
            return closed;
        }

        @Override
        public boolean isPeerClosed() {
            return ended;
        }

        @Override
        public long longestSleepNanos() {
            return LONGEST_SLEEP_NANOS;
        }

        @Override
        public void lookForDeath() {}
    }
}
