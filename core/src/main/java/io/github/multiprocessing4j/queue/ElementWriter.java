package io.github.multiprocessing4j.queue;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.region.Annex;
import io.github.multiprocessing4j.wire.Outgoing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Puts elements into a queue's rings. Used by who has the put lock. */
final class ElementWriter implements Outgoing {
    /** A ring that was full is followed by one so many times as large, up to a limit. */
    private static final int GROWTH = 4;

    private static final long LARGEST_GROWN = 64 << 20;

    /** How often to look whether the other side makes room before there is another ring. */
    private static final int LOOKS = 2_000;

    private final Control control;

    private final Rings rings;

    private long tail;

    /** HEAD as last seen. */
    private long head;

    /** Where the element's next bytes go. */
    private long at;

    /** What TAIL is to become. */
    private long end;

    ElementWriter(Control control, Rings rings) {
        this.control = control;
        this.rings = rings;
    }

    /** What this process knows of the ring may be old. */
    void resume() {
        rings.goTo(control.get(Control.WRITE_AT));
        while (rings.current().isSealed()) { // by one who died before he could say so
            rings.goTo(rings.number() + 1);
            control.set(Control.WRITE_AT, rings.number());
            FaultPoint.at("queue.follow");
        }
        tail = control.get(Control.TAIL);
    }

    @Override
    public void begin(long length) throws IOException {
        long size = Ring.record(length);
        if (!hasRoom(size) && !getsRoom(size)) {
            openNext(size, Math.min(LARGEST_GROWN, GROWTH * rings.current().capacity()));
        } else if (isTooLarge(size)) {
            openSmaller(size);
        }
        Ring ring = rings.current();
        long gap = gap(size);
        if (gap > 0) {
            ring.setHeader(ring.offset(tail), -gap);
            FaultPoint.at("queue.gap");
        }
        long offset = ring.offset(tail + gap);
        ring.setHeader(offset, length);
        at = offset + Ring.HEADER;
        end = tail + gap + size;
        FaultPoint.at("queue.header");
    }

    private long gap(long size) {
        Ring ring = rings.current();
        long untilEnd = ring.capacity() - ring.offset(tail);
        return untilEnd < size ? untilEnd : 0;
    }

    private boolean hasRoom(long size) {
        Ring ring = rings.current();
        long limit = ring.capacity() - gap(size) - size;
        if (used(ring) > limit) {
            head = control.get(Control.HEAD);
        }
        return used(ring) <= limit;
    }

    /** Who reads may still be in an earlier ring. */
    private long used(Ring ring) {
        return tail - Math.max(head, ring.start());
    }

    /** Who takes is about as fast as who puts, usually, and more memory is slower memory. */
    private boolean getsRoom(long size) {
        if (gap(size) + size > rings.current().capacity()) {
            return false;
        }
        for (int look = 0; look < LOOKS; look++) {
            if (hasRoom(size)) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    /**
     * A ring that became large, and has been empty again and again, makes everybody wait for memory that no cache holds. One that was made
     * for a single huge element is too large as soon as it is empty.
     */
    private boolean isTooLarge(long size) {
        Ring ring = rings.current();
        long capacity = ring.capacity();
        if (capacity <= Math.max(SharedQueue.RING, GROWTH * size)
                || capacity <= LARGEST_GROWN && tail - ring.start() < capacity) {
            return false;
        }
        head = control.get(Control.HEAD);
        return head == tail;
    }

    private void openSmaller(long size) {
        try {
            openNext(size, SharedQueue.RING);
        } catch (UncheckedIOException e) {
            LibraryLog.logger().log(System.Logger.Level.DEBUG, "a queue keeps more memory than it needs", e);
        }
    }

    /** Goes on in another ring, of that capacity or as much larger as an element needs. */
    private void openNext(long size, long wanted) {
        Ring full = rings.current();
        Annex annex = makeNext(Long.highestOneBit(2 * size - 1), wanted);
        new Ring(annex.memory()).startAt(tail);
        FaultPoint.at("queue.next");
        full.seal(tail);
        FaultPoint.at("queue.sealed");
        long number = rings.number() + 1;
        rings.use(number, annex);
        control.set(Control.WRITE_AT, number);
        FaultPoint.at("queue.writeAt");
    }

    /** Where there is little memory left, a queue takes what it needs. */
    private Annex makeNext(long needed, long wanted) {
        long least = Math.max(SharedQueue.RING, needed);
        try {
            return rings.makeNext(Math.max(wanted, needed));
        } catch (UncheckedIOException e) {
            if (least >= Math.max(wanted, needed)) {
                throw e;
            }
            return rings.makeNext(least);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        MemorySegment.copy(bytes, offset, rings.current().memory(), ValueLayout.JAVA_BYTE, Ring.DATA + at, length);
        at += length;
        FaultPoint.at("queue.content");
    }

    @Override
    public void write(MemorySegment part) {
        MemorySegment.copy(part, 0, rings.current().memory(), Ring.DATA + at, part.byteSize());
        at += part.byteSize();
    }

    @Override
    public void end() {
        long puts = control.puts();
        control.set(Control.LAST_PUTS, puts);
        FaultPoint.at("queue.lastPuts");
        control.set(Control.NEXT_TAIL, end);
        FaultPoint.at("queue.nextTail");
        control.set(Control.PUTS, puts + 1);
        FaultPoint.at("queue.puts");
        control.publish(Control.TAIL, end);
        FaultPoint.at("queue.tail");
        tail = end;
    }

    @Override
    public void cancel() {
        // Nobody knows of it before its end.
    }

    /** Gives up what this process needed for it. */
    void close() {
        rings.close();
    }
}
