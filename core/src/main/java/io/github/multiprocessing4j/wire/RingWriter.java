package io.github.multiprocessing4j.wire;

import static io.github.multiprocessing4j.wire.RingLayout.CANCELLED;
import static io.github.multiprocessing4j.wire.RingLayout.FIRST;
import static io.github.multiprocessing4j.wire.RingLayout.HEADER;
import static io.github.multiprocessing4j.wire.RingLayout.LAST;
import static io.github.multiprocessing4j.wire.RingLayout.PADDING;

import io.github.multiprocessing4j.os.FaultPoint;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The writing side of a ring. {@link RingLayout} says what it writes. */
final class RingWriter extends RingSide implements Outgoing {
    /** A record is not made shorter than this for the sake of what is left before the end of the ring. */
    private static final int SHORTEST_PART = 512;

    /** How much may be used: room for a record without content is kept, in which to give a message up. */
    private final long limit;

    private final long longestRecord;

    private final long longestMessage;

    /** TAIL, which only this side changes. */
    private long tail;

    /** HEAD as last seen. */
    private long head;

    /** How much room is waited for. */
    private long awaited;

    /** Of the message that was begun: how many bytes were not written. */
    private long left;

    /**
     * Of the record that is being written: its position, behind padding if that is not TAIL, and its kind, and where content goes next, and
     * how much still fits.
     */
    private long start;

    private int kind;

    private long at;

    private long room;

    /** Whether part of a message was perhaps published that will not be completed. */
    private boolean partial;

    RingWriter(MemorySegment ring, Fencing fencing, Ends ends, long longestMessage) {
        super(ring, fencing, ends, RingLayout.WRITER_SLEEPS, RingLayout.READER_SLEEPS);
        this.limit = capacity - 2 * HEADER;
        this.longestRecord = capacity / 4;
        this.longestMessage = longestMessage;
        this.tail = RingLayout.position(ring, RingLayout.TAIL);
        this.head = RingLayout.position(ring, RingLayout.HEAD);
    }

    /** Whether a message of that length could be written now without waiting for the reader. */
    boolean hasRoomFor(long length) {
        if (length > longestRecord - HEADER) {
            return false;
        }
        long untilEnd = capacity - (tail & mask);
        long padding = untilEnd < HEADER + length ? untilEnd : 0;
        long size = padding + RingLayout.record(length);
        return tail + size - head <= limit || hasRoom(size);
    }

    @Override
    public void begin(long length) throws IOException {
        if (length > longestMessage) {
            throw new IOException("a message of " + length + " bytes is longer than the limit of " + longestMessage);
        }
        ends.requireOpen();
        if (ends.isPeerClosed()) {
            throw peerGone();
        }
        left = length;
        if (length <= longestRecord - HEADER) {
            open(HEADER + length, FIRST | LAST);
        } else {
            open(longestRecord, FIRST);
            ring.set(ValueLayout.JAVA_LONG, RingLayout.DATA + at, length);
            at += Long.BYTES;
            room -= Long.BYTES;
        }
    }

    /** Finds room for a record of that size, or a shorter one if that fits before the end of the ring. */
    private void open(long size, int newKind) throws IOException {
        long untilEnd = capacity - (tail & mask);
        if (untilEnd < size && ((newKind & LAST) != 0 || untilEnd < SHORTEST_PART)) {
            awaitRoom(untilEnd + RingLayout.record(size - HEADER));
            start = tail + untilEnd;
            room = size - HEADER;
        } else {
            start = tail;
            room = Math.min(size, untilEnd) - HEADER;
            awaitRoom(RingLayout.record(room));
        }
        kind = newKind;
        at = (start & mask) + HEADER;
    }

    private void awaitRoom(long size) throws IOException {
        if (tail + size - head > limit && !hasRoom(size)) {
            awaited = size;
            if (!await(() -> hasRoom(size), FOREVER, AT_ONCE)) {
                throw peerGone();
            }
        }
    }

    /** Where HEAD must be, for a quarter of the ring at least: one that is woken for each record is woken too often. */
    @Override
    void beforeSleep() {
        RingLayout.await(ring, Math.max(tail + awaited - limit, tail - capacity / 4 * 3));
    }

    private boolean hasRoom(long size) {
        head = RingLayout.position(ring, RingLayout.HEAD);
        return tail + size - head <= limit;
    }

    private static IOException peerGone() {
        return new IOException("the other end of this connection was closed, or its process has ended (broken pipe)");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length <= room) {
            MemorySegment.copy(bytes, offset, ring, ValueLayout.JAVA_BYTE, RingLayout.DATA + at, length);
            written(length);
        } else {
            writeInParts(bytes, offset, length);
        }
    }

    /** As a segment would be, without making one. */
    private void writeInParts(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; ) {
            int count = (int) Math.min(roomNow(), length - done);
            MemorySegment.copy(bytes, offset + done, ring, ValueLayout.JAVA_BYTE, RingLayout.DATA + at, count);
            written(count);
            done += count;
        }
    }

    @Override
    public void write(MemorySegment part) throws IOException {
        long length = part.byteSize();
        for (long done = 0; done < length; ) {
            long count = Math.min(roomNow(), length - done);
            MemorySegment.copy(part, done, ring, RingLayout.DATA + at, count);
            written(count);
            done += count;
        }
    }

    /** {@return how much still fits into the record, or into the message's next one, which is more than nothing} */
    private long roomNow() throws IOException {
        if (room == 0) {
            publish();
            partial = true;
            open(Math.min(HEADER + left, longestRecord), 0);
        }
        return room;
    }

    private void written(long count) {
        at += count;
        room -= count;
        left -= count;
        FaultPoint.at("ring.content");
    }

    @Override
    public void end() throws IOException {
        if (left != 0) {
            throw new IllegalStateException(left + " bytes of the message were not written");
        }
        kind |= LAST;
        publish();
        partial = false;
    }

    private void publish() {
        long content = at - (start & mask) - HEADER;
        long end = start + RingLayout.record(content);
        RingLayout.put(ring, end & mask, RingLayout.NONE);
        FaultPoint.at("ring.next");
        long header = RingLayout.header(content, kind);
        if (start != tail) {
            RingLayout.put(ring, start & mask, header);
            FaultPoint.at("ring.padding");
            header = RingLayout.header(start - tail - HEADER, PADDING);
        }
        show(header, end);
    }

    /** Shows the reader what is between TAIL and there. */
    private void show(long header, long end) {
        RingLayout.put(ring, tail & mask, header);
        FaultPoint.at("ring.header");
        tail = end;
        RingLayout.keep(ring, RingLayout.TAIL, tail);
        FaultPoint.at("ring.tail");
        fencing.afterChange();
        if (others().isMarked()) {
            others().ring();
        }
    }

    @Override
    public void cancel() {
        if (!ends.isClosed()) { // there may be no memory any more
            beginAnew();
        }
    }

    /** Gives up the message that was begun, if any. */
    void beginAnew() {
        if (partial) {
            partial = false;
            tellThatItIsGivenUp();
        }
        left = 0;
        room = 0;
    }

    /** There is room, unless the message before was given up as well; then who reads will know by the next one. */
    private void tellThatItIsGivenUp() {
        head = RingLayout.position(ring, RingLayout.HEAD);
        if (tail + HEADER - head <= capacity - HEADER) {
            RingLayout.put(ring, tail + HEADER & mask, RingLayout.NONE);
            show(RingLayout.header(0, CANCELLED), tail + HEADER);
        }
    }
}
