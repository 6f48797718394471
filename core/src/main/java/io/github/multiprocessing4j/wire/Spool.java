package io.github.multiprocessing4j.wire;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.region.SharedFile;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 * There are rings that can do more, but their sides sleep in the kernel, and a JVM that has just begun takes longer to learn how to call that than
 * for all else here. So whoever writes has the reader woken in a way of his own, and waits for room by looking now and then; and messages are
 * written across the end of the ring.
 */
/**
 * Messages from one process to another which the other one can still read when the first one is dead: a ring in a file of the session
 * directory. A message that was put is in shared memory, whatever becomes of who has put it. Version 1.
 *
 * <pre>
 *   offset  bytes
 *        0      8  MAGIC_AND_VERSION
 *        8      8  LOST: how many messages could not be put; changed by the writer
 *      128      8  TAIL: how many bytes were ever published; changed by the writer
 *      256      8  HEAD: how many bytes were ever used up; changed by the reader
 *      384      8  SLEEPS: whether the reader sleeps; set by the reader, cleared by the writer before he has it woken
 *      512         data: messages, each with its length in 4 bytes before it, all at multiples of 4, going on at the beginning where the end is reached
 * </pre>
 *
 * <table>
 * <caption>If the writer dies after</caption>
 * <tr><th>store</th><th>the reader finds</th></tr>
 * <tr><td>LOST, a length, content</td><td>nothing of that message</td></tr>
 * <tr><td>TAIL, SLEEPS</td><td>the message, at the latest when it is told of the death</td></tr>
 * </table>
 *
 * <p>One thread at a time writes, in one process, and one reads, in one other.
 */
public final class Spool implements AutoCloseable {
    private static final long MAGIC_AND_VERSION = 0x6d70_346a_7370_6c01L;

    private static final int LOST = 8;

    private static final int TAIL = 128;

    private static final int HEAD = 256;

    private static final int SLEEPS = 384;

    private static final int DATA = 512;

    private static final int CAPACITY = 1 << 18;

    private static final int UNIT = Integer.BYTES;

    /** The longest message, in bytes: a quarter of what there is room for. */
    public static final int LONGEST = CAPACITY / 4;

    private static final long SHORTEST_PAUSE_NANOS = 20_000;

    private static final long LONGEST_PAUSE_NANOS = 1_000_000;

    /** There should be no need to look; but whoever is to wake the reader may die or be stopped, or have no memory for it. */
    private static final long LONGEST_SLEEP_NANOS = 1_000_000_000;

    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final SharedFile file;

    private final ByteBuffer bytes;

    private volatile boolean ended;

    private Spool(SharedFile file) {
        this.file = file;
        this.bytes = file.bytes();
    }

    /**
     * {@return a new one, to write to}
     *
     * @param path its file's, in the session directory
     * @throws IOException if there is no room for it
     */
    public static Spool create(Path path) throws IOException {
        return new Spool(SharedFile.create(path, DATA + CAPACITY, MAGIC_AND_VERSION));
    }

    /**
     * {@return the one that another process writes to or has written to, to be read}
     *
     * @param path its file's
     * @throws IOException if it is not there, or another version's
     */
    public static Spool open(Path path) throws IOException {
        SharedFile file = SharedFile.open(path);
        if (file.bytes().capacity() != DATA + CAPACITY || file.bytes().getLong(0) != MAGIC_AND_VERSION) {
            file.close();
            throw new IOException(path + " was made by another version of this library");
        }
        return new Spool(file);
    }

    private long get(int word) {
        return (long) WORD.getVolatile(bytes, word);
    }

    /** With a full fence after it, so that who reads another word next and who changes that see at least one of each other's changes. */
    private void set(int word, long value) {
        WORD.setVolatile(bytes, word, value);
    }

    private static int size(int length) {
        return UNIT + (length + UNIT - 1 & -UNIT);
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
    public boolean offer(byte[] message, int length, long nanos) {
        long tail = get(TAIL);
        if (!hasRoom(tail, size(length)) && !awaitRoom(tail, size(length), nanos)) {
            return false;
        }
        bytes.putInt(at(tail), length);
        copyIn(message, length, at(tail + UNIT));
        FaultPoint.at("spool.content");
        set(TAIL, tail + size(length));
        FaultPoint.at("spool.tail");
        return true;
    }

    /** {@return whether the reader sleeps and has to be woken} Asked after a message was put; true only once. */
    public boolean mustWake() {
        boolean sleeps = get(SLEEPS) != 0;
        if (sleeps) {
            set(SLEEPS, 0);
        }
        return sleeps;
    }

    private boolean hasRoom(long tail, int size) {
        return tail + size - get(HEAD) <= CAPACITY;
    }

    private boolean awaitRoom(long tail, int size, long nanos) {
        boolean interrupted = Thread.interrupted(); // or it would never pause
        long start = System.nanoTime();
        long pause = SHORTEST_PAUSE_NANOS;
        while (!hasRoom(tail, size) && System.nanoTime() - start < nanos) {
            LockSupport.parkNanos(pause);
            pause = Math.min(LONGEST_PAUSE_NANOS, pause + pause / 2);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return hasRoom(tail, size);
    }

    private static int at(long position) {
        return DATA + (int) (position & CAPACITY - 1);
    }

    private void copyIn(byte[] message, int length, int at) {
        int first = Math.min(length, DATA + CAPACITY - at);
        bytes.put(at, message, 0, first);
        bytes.put(DATA, message, first, length - first);
    }

    /** Counts a message that was not put. */
    public void lose() {
        set(LOST, get(LOST) + 1);
    }

    // -- who reads
    // -----------------------------------------------------------------------------------------------------

    /**
     * {@return the next message, or null if there is none now}
     *
     * @throws IOException if what is there is damaged
     */
    public byte @Nullable [] poll() throws IOException {
        long head = get(HEAD);
        long left = get(TAIL) - head;
        if (left == 0) {
            return null;
        }
        int length = bytes.getInt(at(head));
        if (left < 0 || left > CAPACITY || length < 0 || length > LONGEST || size(length) > left) {
            throw new IOException("a message is said to be " + length + " of " + left + " bytes long");
        }
        byte[] message = new byte[length];
        int at = at(head + UNIT);
        int first = Math.min(length, DATA + CAPACITY - at);
        bytes.get(at, message, 0, first);
        bytes.get(DATA, message, first, length - first);
        set(HEAD, head + size(length));
        return message;
    }

    /** Waits until there may be a message, or this thread is {@linkplain LockSupport#unpark unparked}, or for a second. */
    public void await() {
        set(SLEEPS, 1);
        if (get(HEAD) == get(TAIL) && !ended) {
            LockSupport.parkNanos(LONGEST_SLEEP_NANOS);
        }
        set(SLEEPS, 0);
    }

    /** Nobody writes any more. To be followed by waking the reader. */
    public void writerHasEnded() {
        ended = true;
    }

    /** {@return how many messages could not be put so far} */
    public long lost() {
        return get(LOST);
    }

    @Override
    public void close() {
        file.close();
    }
}
