package io.github.multiprocessing4j.queue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * A ring of bytes in shared memory that holds elements of a queue, or some of them: what does not fit goes on in a next ring. Who has
 * the queue's put lock writes, who has its take lock reads. Version 1.
 *
 * <pre>
 *   offset  bytes
 *        0      8  START: how many bytes were written to the rings before this one
 *        8      8  END: 0; and when the queue goes on in the next ring, how many bytes were written up to there, plus 1
 *      128         data, a power of two
 * </pre>
 *
 * <p>The data are records, each at a multiple of 8 and never across the end: 8 bytes, the length of an element that follows
 * or, negated, the length of a gap before the end, these 8 bytes included. {@link Control} says where elements begin and end: a record
 * that was written behind TAIL is nothing.
 *
 * @param memory all of it
 */
record Ring(MemorySegment memory) {
    static final long START = 0;
    static final long END = 8;
    static final long DATA = Control.LINE;

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

    long start() {
        return (long) LONG.get(memory, START);
    }

    /** Nobody knows of it yet. */
    void startAt(long position) {
        LONG.set(memory, START, position);
    }

    boolean isSealed() {
        return (long) LONG.getAcquire(memory, END) != 0;
    }

    /** {@return whether the queue goes on in the next ring from a position on} */
    boolean endsAt(long position) {
        return (long) LONG.getAcquire(memory, END) == position + 1;
    }

    /** The queue goes on in the next ring, which is there. */
    void seal(long position) {
        LONG.setRelease(memory, END, position + 1);
    }

    /** {@return where in the data a position of the queue is} */
    long offset(long position) {
        return position - start() & capacity() - 1;
    }

    /** {@return whether there can be an element of a length at an offset} It can't if another than this library has written the header. */
    boolean canHold(long offset, long length) {
        return length >= 0 && length <= capacity() - offset - HEADER;
    }

    long header(long offset) {
        return memory.get(ValueLayout.JAVA_LONG, DATA + offset);
    }

    void setHeader(long offset, long header) {
        memory.set(ValueLayout.JAVA_LONG, DATA + offset, header);
    }
}
