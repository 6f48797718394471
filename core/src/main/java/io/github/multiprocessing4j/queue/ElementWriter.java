package io.github.multiprocessing4j.queue;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.region.Annex;
import io.github.multiprocessing4j.region.Words;
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
        long number = Words.getLong(control.memory(), Control.WRITE_AT);
        if (rings.goTo(number)) {
            head = 0;
        }
        while (rings.current().isSealed()) { // by one who died before he could say so
            rings.goTo(rings.number() + 1);
            head = 0;
            Words.setLong(control.memory(), Control.WRITE_AT, rings.number());
            FaultPoint.at("queue.follow");
        }
        tail = rings.current().get(Ring.TAIL);
        head = Math.max(head, 0);
    }

    /** Sets right what one has left who died in here. */
    void repair() {
        resume();
        Ring ring = rings.current();
        if (ring.get(Ring.NEXT_TAIL) == tail) {
            Words.setLong(control.memory(), Control.PUTS, ring.get(Ring.NEXT_PUTS));
        }
        FaultPoint.at("queue.repairPuts");
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
        long capacity = ring.capacity();
        long start = tail & capacity - 1;
        long gap = gap(size);
        if (gap > 0) {
            ring.setHeader(start, -gap);
            FaultPoint.at("queue.gap");
            start = 0;
        }
        ring.setHeader(start, length);
        at = start + Ring.HEADER;
        end = tail + gap + size;
        FaultPoint.at("queue.header");
    }

    private long gap(long size) {
        long capacity = rings.current().capacity();
        long untilEnd = capacity - (tail & capacity - 1);
        return untilEnd < size ? untilEnd : 0;
    }

    private boolean hasRoom(long size) {
        Ring ring = rings.current();
        long needed = gap(size) + size;
        if (tail + needed - head > ring.capacity()) {
            head = ring.get(Ring.HEAD);
        }
        return tail + needed - head <= ring.capacity();
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

    /** A ring that became large, and has been empty again and again, makes everybody wait for memory that no cache holds. */
    private boolean isTooLarge(long size) {
        long capacity = rings.current().capacity();
        if (capacity <= Math.max(SharedQueue.RING, GROWTH * size) || tail < capacity) {
            return false;
        }
        head = rings.current().get(Ring.HEAD);
        return head == tail;
    }

    private void openSmaller(long size) {
        try {
            openNext(size, SharedQueue.RING);
        } catch (UncheckedIOException e) {
            System.getLogger("io.github.multiprocessing4j")
                    .log(System.Logger.Level.DEBUG, "a queue keeps more memory than it needs", e);
        }
    }

    /** Goes on in another ring, of that capacity or as much larger as an element needs. */
    private void openNext(long size, long wanted) {
        Ring full = rings.current();
        long capacity = Math.max(wanted, Long.highestOneBit(2 * size - 1) * 2);
        Annex annex = rings.makeNext(capacity);
        new Ring(annex.memory()).set(Ring.NEXT_PUTS, control.puts());
        FaultPoint.at("queue.next");
        Words.setLong(full.memory(), Ring.SEALED, 1);
        FaultPoint.at("queue.sealed");
        long number = rings.number() + 1;
        rings.use(number, annex);
        Words.setLong(control.memory(), Control.WRITE_AT, number);
        FaultPoint.at("queue.writeAt");
        tail = 0;
        head = 0;
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
        Ring ring = rings.current();
        long puts = control.puts() + 1;
        ring.set(Ring.NEXT_TAIL, end);
        FaultPoint.at("queue.nextTail");
        ring.set(Ring.NEXT_PUTS, puts);
        FaultPoint.at("queue.nextPuts");
        ring.set(Ring.TAIL, end);
        FaultPoint.at("queue.tail");
        tail = end;
        Ring.publish(control.memory(), Control.PUTS, puts);
        FaultPoint.at("queue.puts");
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
