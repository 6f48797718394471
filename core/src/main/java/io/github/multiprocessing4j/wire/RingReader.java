package io.github.multiprocessing4j.wire;

import static io.github.multiprocessing4j.wire.RingLayout.CANCELLED;
import static io.github.multiprocessing4j.wire.RingLayout.FIRST;
import static io.github.multiprocessing4j.wire.RingLayout.HEADER;
import static io.github.multiprocessing4j.wire.RingLayout.LAST;
import static io.github.multiprocessing4j.wire.RingLayout.PADDING;

import io.github.multiprocessing4j.os.FaultPoint;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The reading side of a ring. {@link RingLayout} says what it finds. */
final class RingReader extends RingSide implements WaitableIncoming {
    /** HEAD, which only this side changes. */
    private long head;

    /** Of the message that was begun: how many bytes were not read, of all and of its present record. */
    private long left;

    private long available;

    /** Where the next of them is, and how long their record is. */
    private long at;

    private long record;

    private boolean last;

    RingReader(MemorySegment ring, Fencing fencing, Ends ends) {
        super(ring, fencing, ends, RingLayout.READER_SLEEPS, RingLayout.WRITER_SLEEPS);
        this.head = RingLayout.position(ring, RingLayout.HEAD);
    }

    @Override
    public boolean await(long nanos) throws IOException {
        ends.requireOpen();
        return hasMessage() || ends.isPeerClosed() || awaitMessage(nanos, AT_ONCE) || ends.isPeerClosed();
    }

    @Override
    public boolean isReady() throws IOException {
        ends.requireOpen();
        if (hasMessage()) {
            return true;
        }
        ends.lookForDeath();
        return ends.isPeerClosed(); // then awaiting looks once more
    }

    @Override
    public Runnable watch(Runnable onChange) {
        return own().watch(onChange)::close;
    }

    private boolean awaitMessage(long nanos, long grace) throws IOException {
        return await(this::hasMessage, nanos, grace) || hasMessage();
    }

    /** Passes over what is no message's beginning. {@return whether one is there} */
    boolean hasMessage() {
        while (hasRecord()) {
            long header = validHeader();
            if ((RingLayout.kind(header) & FIRST) != 0) {
                return true;
            }
            passOver(header);
        }
        return false;
    }

    /**
     * A message that was given up may be longer than the ring, and its writer not be done with it: there is no telling by how much was passed over
     * whether it has an end. But TAIL is never more than a ring before HEAD, nor behind it by more than what has just been shown.
     */
    private void passOver(long header) {
        release(RingLayout.record(RingLayout.length(header)));
        long ahead = RingLayout.position(ring, RingLayout.TAIL) - head;
        if (ahead > capacity || ahead < -capacity) {
            throw spoilt("goes round without a message");
        }
    }

    /** {@return the header of the record at HEAD} Throws an {@link IllegalStateException} if no writer of this library can have written that. */
    private long validHeader() {
        long start = head & mask;
        long header = RingLayout.header(ring, start);
        if (!RingLayout.isValid(header) || start + RingLayout.record(RingLayout.length(header)) > capacity) {
            throw spoilt("has no record where one should be");
        }
        return header;
    }

    private static IllegalStateException spoilt(String how) {
        return new IllegalStateException("somebody has written into the memory of this connection: its ring " + how);
    }

    /** Whether a message is there to its end. */
    boolean hasWholeMessage() {
        return hasMessage() && (RingLayout.kind(RingLayout.header(ring, head & mask)) & LAST) != 0;
    }

    /**
     * Waits until there is a record or the end. Another thread may read meanwhile: then this may look where a record was before, and finds
     * one too many, but misses none, since every look orders what is read after it.
     */
    void awaitRecord() throws IOException {
        ends.requireOpen(); // else there may be no memory any more to look at
        boolean _ = await(this::hasRecord, FOREVER, AT_ONCE);
    }

    boolean hasRecord() {
        return RingLayout.header(ring, head & mask) != RingLayout.NONE;
    }

    @Override
    public long begin() throws IOException {
        ends.requireOpen();
        if (!hasMessage() && !awaitMessage(FOREVER, AT_ONCE)) {
            return END;
        }
        enter();
        if (last) {
            left = available;
        } else {
            left = ring.get(ValueLayout.JAVA_LONG, RingLayout.DATA + at);
            at += Long.BYTES;
            available -= Long.BYTES;
        }
        return left;
    }

    /** Begins to read the record at HEAD. */
    private void enter() {
        long start = head & mask;
        long header = validHeader();
        available = RingLayout.length(header);
        record = RingLayout.record(available);
        last = (RingLayout.kind(header) & LAST) != 0;
        at = start + HEADER;
    }

    @Override
    public void read(byte[] into, int offset, int length) throws IOException {
        if (length <= available) {
            MemorySegment.copy(ring, ValueLayout.JAVA_BYTE, RingLayout.DATA + at, into, offset, length);
            taken(length);
        } else {
            readInParts(into, offset, length);
        }
    }

    /** As into a segment, without making one. */
    private void readInParts(byte[] into, int offset, int length) throws IOException {
        requireLeft(length);
        for (int done = 0; done < length; ) {
            int count = (int) Math.min(availableNow(), length - done);
            MemorySegment.copy(ring, ValueLayout.JAVA_BYTE, RingLayout.DATA + at, into, offset + done, count);
            taken(count);
            done += count;
        }
    }

    @Override
    public void read(MemorySegment into) throws IOException {
        long length = into.byteSize();
        requireLeft(length);
        for (long done = 0; done < length; ) {
            long count = Math.min(availableNow(), length - done);
            MemorySegment.copy(ring, RingLayout.DATA + at, into, done, count);
            taken(count);
            done += count;
        }
    }

    private void requireLeft(long length) {
        if (length > left) {
            throw new IllegalArgumentException("the message has " + left + " bytes left, not " + length);
        }
    }

    /** {@return how much is left of the record, or is in the message's next one} */
    private long availableNow() throws IOException {
        if (available == 0) {
            next();
        }
        return available;
    }

    private void taken(long count) {
        at += count;
        available -= count;
        left -= count;
    }

    /** Goes on to the message's next record. */
    private void next() throws IOException {
        release(record);
        record = 0; // whoever gives the message up now has nothing more to release
        while (true) {
            if (!hasRecord() && !await(this::hasRecord, FOREVER, GRACE_NANOS) && !hasRecord()) {
                throw new EOFException(
                        "the other end of this connection was closed, or its process has ended, in the middle of a"
                                + " message");
            }
            long header = validHeader();
            int kind = RingLayout.kind(header);
            if ((kind & FIRST) != 0) {
                throw new MessageCancelledException();
            }
            if ((kind & (PADDING | CANCELLED)) == 0) {
                enter();
                return;
            }
            passOver(header);
            if ((kind & CANCELLED) != 0) {
                throw new MessageCancelledException();
            }
        }
    }

    @Override
    public void end() {
        release(record); // records that are left will be passed over
        record = 0;
    }

    private void release(long size) {
        head += size;
        RingLayout.keep(ring, RingLayout.HEAD, head);
        FaultPoint.at("ring.head");
        fencing.afterChange();
        if (others().isMarked() && head >= RingLayout.awaited(ring)) {
            others().ring();
        }
    }
}
