package io.github.multiprocessing4j.queue;

import io.github.multiprocessing4j.wire.Doorbell;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * A ring of bytes in shared memory that holds elements of a queue. Who has the queue's put lock writes, who has its take lock
 * reads. Version 1.
 *
 * <pre>
 *   offset  bytes
 *        0      8  TAIL: how many bytes were ever written
 *        8      8  NEXT_TAIL: what TAIL is about to become, or is
 *       16      8  NEXT_PUTS: how many elements will have been put into the queue then
 *       24      4  SEALED: 1 if the queue goes on in the next ring
 *      128      8  HEAD: how many bytes were ever read
 *      136      8  NEXT_HEAD: what HEAD is about to become, or is
 *      144      8  NEXT_TAKES: how many elements will have been taken from the queue then
 *      256         data, a power of two
 * </pre>
 *
 * <p>The data are records, each at a multiple of 8 and never across the end: 8 bytes, the length of an element that follows
 * or, negated, the length of a gap before the end, these 8 bytes included.
 *
 * <table>
 * <caption>If a process dies after</caption>
 * <tr><th>store</th><th>others find</th></tr>
 * <tr><td>a record</td><td>nothing: it is behind TAIL</td></tr>
 * <tr><td>NEXT_TAIL, NEXT_PUTS</td><td>nothing: TAIL is another number</td></tr>
 * <tr><td>TAIL</td><td>the element; the queue's count of puts becomes NEXT_PUTS when its lock is taken over</td></tr>
 * <tr><td>SEALED</td><td>a next ring, which was there before; the queue's number of the ring is set right by the next one</td></tr>
 * <tr><td>NEXT_HEAD, NEXT_TAKES</td><td>nothing: HEAD is another number, and the element still there</td></tr>
 * <tr><td>HEAD</td><td>that the element is gone; the count of takes becomes NEXT_TAKES when the lock is taken over</td></tr>
 * </table>
 *
 * @param memory all of it
 */
record Ring(MemorySegment memory) {
    static final long TAIL = 0;
    static final long NEXT_TAIL = 8;
    static final long NEXT_PUTS = 16;
    static final long SEALED = 24;
    static final long HEAD = 128;
    static final long NEXT_HEAD = 136;
    static final long NEXT_TAKES = 144;
    static final long DATA = 256;

    static final int HEADER = 8;

    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    static long bytes(long capacity) {
        return DATA + capacity;
    }

    long capacity() {
        return memory.byteSize() - DATA;
    }

    /** {@return how much room a record takes} */
    static long record(long length) {
        return HEADER + length + 7 & -8;
    }

    long get(long field) {
        return (long) LONG.getAcquire(memory, field);
    }

    void set(long field, long value) {
        LONG.setRelease(memory, field, value);
    }

    /** Writes what makes an element appear or vanish, before the caller looks whether somebody sleeps. */
    static void publish(MemorySegment memory, long field, long value) {
        if (Doorbell.SLEEPERS_FENCE) {
            LONG.setRelease(memory, field, value);
        } else {
            LONG.setVolatile(memory, field, value);
        }
    }

    boolean isSealed() {
        return get(SEALED) != 0;
    }

    long header(long at) {
        return memory.get(ValueLayout.JAVA_LONG, DATA + at);
    }

    void setHeader(long at, long header) {
        memory.set(ValueLayout.JAVA_LONG, DATA + at, header);
    }
}
