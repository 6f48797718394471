package io.github.multiprocessing4j.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * A ring of bytes in shared memory, through which one process at a time sends messages to one at a time. Version 1.
 *
 * <pre>
 *   offset  bytes
 *        0      8  TAIL: how many bytes were ever published, for who becomes the writer; changed by the writer
 *      128      8  HEAD: how many bytes were ever used up; changed by the reader
 *      256      4  READER_SLEEPS: the {@link Doorbell} at which the reader sleeps
 *      384      4  WRITER_SLEEPS: the one at which the writer sleeps
 *      392      8  AWAITED: what HEAD must have come to before it is rung; changed by the writer before it marks the bell
 *      512         data, a power of two
 * </pre>
 *
 * <p>What one side writes is two cache lines away from what the other one does, since processors fetch lines in pairs.
 *
 * <p>The data are records, each at a multiple of 8 and never across the end:
 *
 * <pre>
 *   offset  bytes
 *        0      8  header: kind &lt;&lt; 32 | length of the content; 0 where the next record will be
 *        8         FIRST but not LAST: length of the whole message, 8 bytes
 *                  content
 * </pre>
 *
 * <p>The kind is PUBLISHED and FIRST, LAST, both or none of them, or PADDING, or CANCELLED. Who reads looks at nothing but the header
 * where the next record will be, a cache line that he needs anyway; so before the writer stores a header it clears the one after it.
 *
 * <p>A message is one record, or several of which the first is FIRST and the last LAST. Whoever is within a message and meets
 * FIRST or CANCELLED knows that the writer has given it up; whoever looks for a message and meets a record that is not FIRST knows that a
 * reader has given its beginning up, and passes it over. The writer always leaves 16 bytes free: there is room for CANCELLED, and for
 * the cleared header after it.
 *
 * <table>
 * <caption>If a process dies after</caption>
 * <tr><th>store</th><th>others find</th></tr>
 * <tr><td>content of a record, the cleared header after it, a header behind PADDING that is not there yet</td><td>nothing: it is
 *   overwritten next time</td></tr>
 * <tr><td>a header, or TAIL</td><td>the record; if it was not the message's last, a message that was given up</td></tr>
 * <tr><td>a bell's mark</td><td>a needless wake-up</td></tr>
 * <tr><td>HEAD</td><td>room; if the message goes on, the rest of one whose beginning was given up</td></tr>
 * <tr><td>a wake-up that was owed</td><td>it is made up for at the next look for deaths, a fifth of a second later at most</td></tr>
 * </table>
 */
final class RingLayout {
    static final long TAIL = 0;
    static final long HEAD = 128;
    static final long READER_SLEEPS = 256;
    static final long WRITER_SLEEPS = 384;
    private static final long AWAITED = 392;
    static final long DATA = 512;

    static final int HEADER = 8;

    /** All records are multiples of it. */
    static final int UNIT = 8;

    /** So that no header is 0. */
    static final int PUBLISHED = 1;

    static final int FIRST = 2;
    static final int LAST = 4;
    static final int PADDING = 8;
    static final int CANCELLED = 16;

    private static final int KIND_BITS = 5;

    /** What is where no record is yet. */
    static final long NONE = 0;

    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    private RingLayout() {}

    /** {@return how many bytes a ring takes} */
    static long bytes(long capacity) {
        return DATA + capacity;
    }

    static long record(long length) {
        return HEADER + length + UNIT - 1 & -UNIT;
    }

    static long position(MemorySegment ring, long which) {
        return (long) LONG.getAcquire(ring, which);
    }

    /** Writes a position. */
    static void keep(MemorySegment ring, long which, long position) {
        LONG.setRelease(ring, which, position);
    }

    /** {@return what HEAD must have come to before the writer is woken} */
    static long awaited(MemorySegment ring) {
        return (long) LONG.getOpaque(ring, AWAITED);
    }

    static void await(MemorySegment ring, long head) {
        LONG.setOpaque(ring, AWAITED, head);
    }

    /** {@return the header of the record at a place, or {@link #NONE}} */
    static long header(MemorySegment ring, long at) {
        return (long) LONG.getAcquire(ring, DATA + at);
    }

    static long header(long length, int kind) {
        return (long) (PUBLISHED | kind) << Integer.SIZE | length;
    }

    static long length(long header) {
        return header & 0xFFFF_FFFFL;
    }

    static int kind(long header) {
        return (int) (header >>> Integer.SIZE);
    }

    /** {@return whether somebody may have made that header} */
    static boolean isValid(long header) {
        int kind = kind(header);
        return (kind & PUBLISHED) != 0 && kind >>> KIND_BITS == 0;
    }

    /** Says that no record is there yet, or shows one, and those behind it. */
    static void put(MemorySegment ring, long at, long header) {
        LONG.setRelease(ring, DATA + at, header);
    }
}
