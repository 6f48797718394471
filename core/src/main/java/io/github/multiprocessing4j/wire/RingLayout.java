package io.github.multiprocessing4j.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * A ring of bytes in shared memory, through which one process at a time sends messages to one at a time. Version 1.
 *
 * <pre>
 *   offset  bytes
 *        0      8  TAIL: how many bytes were ever published; changed by the writer
 *      128      8  HEAD: how many bytes were ever used up; changed by the reader
 *      256      4  READER_SLEEPS: the {@link Doorbell} at which the reader sleeps
 *      384      4  WRITER_SLEEPS: the one at which the writer sleeps
 *      388      4  WANTED: how many bytes must be free before it is rung; changed by the writer before it marks the bell
 *      512         data, a power of two
 * </pre>
 *
 * <p>What one side writes is two cache lines away from what the other one does, since processors fetch lines in pairs.
 *
 * <p>The data are records, each at a multiple of 8 and never across the end:
 *
 * <pre>
 *   offset  bytes
 *        0      4  length of the content
 *        4      4  kind: FIRST, LAST, both or none, or PADDING, or CANCELLED
 *        8         FIRST but not LAST: length of the whole message, 8 bytes
 *                  content
 * </pre>
 *
 * <p>A message is one record, or several of which the first is FIRST and the last LAST. Whoever is within a message and meets
 * FIRST or CANCELLED knows that the writer has given it up; whoever looks for a message and meets a record that is not FIRST knows that a
 * reader has given its beginning up, and passes it over. The writer always leaves 8 bytes free, so that there is room for CANCELLED.
 *
 * <table>
 * <caption>If a process dies after</caption>
 * <tr><th>store</th><th>others find</th></tr>
 * <tr><td>header or content of a record</td><td>nothing: it is behind TAIL, and overwritten next time</td></tr>
 * <tr><td>TAIL</td><td>the record; if it was not the message's last, a message that was given up</td></tr>
 * <tr><td>a bell's mark</td><td>a needless wake-up</td></tr>
 * <tr><td>HEAD</td><td>room; if the message goes on, the rest of one whose beginning was given up</td></tr>
 * <tr><td>a wake-up that was owed</td><td>their next look, a quarter of a second later</td></tr>
 * </table>
 */
final class RingLayout {
    static final long TAIL = 0;
    static final long HEAD = 128;
    static final long READER_SLEEPS = 256;
    static final long WRITER_SLEEPS = 384;
    static final long WANTED = 388;
    static final long DATA = 512;

    static final int HEADER = 8;

    /** All records are multiples of it. */
    static final int UNIT = 8;

    static final int FIRST = 1;
    static final int LAST = 2;
    static final int PADDING = 4;
    static final int CANCELLED = 8;

    private static final long KIND = 4;

    private static final VarHandle POSITION = ValueLayout.JAVA_LONG.varHandle();

    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

    private RingLayout() {}

    /** {@return how many bytes a ring takes} */
    static long bytes(long capacity) {
        return DATA + capacity;
    }

    static long record(long length) {
        return HEADER + length + UNIT - 1 & -UNIT;
    }

    static long position(MemorySegment ring, long which) {
        return (long) POSITION.getAcquire(ring, which);
    }

    /** Tells a position to the other side, before the caller looks whether it sleeps. */
    static void publish(MemorySegment ring, long which, long position) {
        if (Doorbell.SLEEPERS_FENCE) {
            POSITION.setRelease(ring, which, position);
        } else {
            POSITION.setVolatile(ring, which, position);
        }
    }

    static int wanted(MemorySegment ring) {
        return (int) INT.getOpaque(ring, WANTED);
    }

    static void want(MemorySegment ring, int bytes) {
        INT.setOpaque(ring, WANTED, bytes);
    }

    static int length(MemorySegment ring, long at) {
        return ring.get(ValueLayout.JAVA_INT, DATA + at);
    }

    static int kind(MemorySegment ring, long at) {
        return ring.get(ValueLayout.JAVA_INT, DATA + at + KIND);
    }

    static void header(MemorySegment ring, long at, int length, int kind) {
        ring.set(ValueLayout.JAVA_INT, DATA + at, length);
        ring.set(ValueLayout.JAVA_INT, DATA + at + KIND, kind);
    }
}
