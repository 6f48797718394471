package io.github.multiprocessing4j.queue;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.region.Words;
import io.github.multiprocessing4j.wire.Incoming;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Takes elements out of a queue's rings. Used by who has the take lock. */
final class ElementReader implements Incoming {
    private final Control control;

    private final Rings rings;

    private long head;

    private long tail;

    /** Where the element's next bytes are. */
    private long at;

    /** What HEAD is to become. */
    private long end;

    ElementReader(Control control, Rings rings) {
        this.control = control;
        this.rings = rings;
    }

    /** What this process knows of the ring may be old. */
    void resume() {
        if (rings.goTo(Words.getLong(control.memory(), Control.READ_AT))) {
            tail = 0;
        }
        head = rings.current().get(Ring.HEAD);
        tail = Math.max(tail, head);
    }

    /** Sets right what one has left who died in here. */
    void repair() {
        resume();
        Ring ring = rings.current();
        if (ring.get(Ring.NEXT_HEAD) == head && head != 0) {
            Words.setLong(control.memory(), Control.TAKES, ring.get(Ring.NEXT_TAKES));
        }
        FaultPoint.at("queue.repairTakes");
        rings.remove(rings.number() - 1);
    }

    @Override
    public boolean await(long nanos) {
        return hasElement();
    }

    /** {@return whether there is an element; HEAD may have moved over a gap, and to the next ring} */
    boolean hasElement() {
        while (true) {
            if (head == tail) {
                boolean sealed = rings.current().isSealed(); // before TAIL: nothing is written after that
                tail = rings.current().get(Ring.TAIL);
                if (head == tail) {
                    if (!sealed) {
                        return false;
                    }
                    goOn();
                    continue;
                }
            }
            return true;
        }
    }

    private void goOn() {
        long read = rings.number();
        rings.goTo(read + 1);
        Words.setLong(control.memory(), Control.READ_AT, read + 1);
        FaultPoint.at("queue.readAt");
        if (read > 0) {
            rings.remove(read);
            FaultPoint.at("queue.removed");
        }
        head = 0;
        tail = 0;
    }

    @Override
    public long begin() {
        if (!hasElement()) {
            return END;
        }
        Ring ring = rings.current();
        long mask = ring.capacity() - 1;
        long start = head;
        long header = ring.header(start & mask);
        if (header < 0) {
            start -= header;
            header = ring.header(start & mask);
        }
        at = (start & mask) + Ring.HEADER;
        end = start + Ring.record(header);
        return header;
    }

    @Override
    public void read(byte[] into, int offset, int length) {
        MemorySegment.copy(rings.current().memory(), ValueLayout.JAVA_BYTE, Ring.DATA + at, into, offset, length);
        at += length;
    }

    @Override
    public void read(MemorySegment into) {
        MemorySegment.copy(rings.current().memory(), Ring.DATA + at, into, 0, into.byteSize());
        at += into.byteSize();
    }

    /** The element is taken, whether or not it was read to its end. */
    @Override
    public void end() {
        Ring ring = rings.current();
        long takes = control.takes() + 1;
        ring.set(Ring.NEXT_HEAD, end);
        FaultPoint.at("queue.nextHead");
        ring.set(Ring.NEXT_TAKES, takes);
        FaultPoint.at("queue.nextTakes");
        ring.set(Ring.HEAD, end);
        FaultPoint.at("queue.head");
        head = end;
        Ring.publish(control.memory(), Control.TAKES, takes);
        FaultPoint.at("queue.takes");
    }

    /** Gives up what this process needed for it. */
    void close() {
        rings.close();
    }
}
