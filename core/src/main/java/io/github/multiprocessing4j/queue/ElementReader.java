package io.github.multiprocessing4j.queue;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.wire.Incoming;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Takes elements out of a queue's rings. Used by who has the take lock. */
final class ElementReader implements Incoming {
    private final Control control;

    private final Rings rings;

    private long head;

    /** TAIL as last seen. */
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
        rings.goTo(control.get(Control.READ_AT));
        head = control.get(Control.HEAD);
        tail = Math.max(tail, head);
    }

    /** Removes what one has left who died in here. */
    void repair() {
        rings.remove(control.get(Control.READ_AT) - 1);
    }

    @Override
    public boolean await(long nanos) {
        return hasElement();
    }

    /** {@return whether there is an element} */
    boolean hasElement() {
        if (head == tail) {
            tail = control.get(Control.TAIL);
        }
        return head != tail;
    }

    @Override
    public long begin() {
        if (!hasElement()) {
            return END;
        }
        while (rings.current().endsAt(head)) {
            goOn();
        }
        Ring ring = rings.current();
        long start = head;
        long header = ring.header(ring.offset(start));
        if (header < 0) {
            if ((header & Ring.HEADER - 1) != 0) {
                throw spoilt();
            }
            start -= header;
            header = ring.header(ring.offset(start));
        }
        if (!ring.canHold(ring.offset(start), header)) {
            throw spoilt();
        }
        at = ring.offset(start) + Ring.HEADER;
        end = start + Ring.record(header);
        return header;
    }

    private static IllegalStateException spoilt() {
        return new IllegalStateException(
                "somebody has written into the memory of this queue: its ring has no element where one"
                        + " should be. What is in the queue can't be taken any more; make another one");
    }

    /** Goes to the next ring, as everything was read from this one. */
    private void goOn() {
        long read = rings.number();
        rings.goTo(read + 1);
        control.set(Control.READ_AT, read + 1);
        FaultPoint.at("queue.readAt");
        if (read > 0) {
            rings.remove(read);
            FaultPoint.at("queue.removed");
        }
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
        long takes = control.takes() + 1;
        control.set(Control.NEXT_HEAD, end);
        FaultPoint.at("queue.nextHead");
        control.set(Control.NEXT_TAKES, takes);
        FaultPoint.at("queue.nextTakes");
        control.set(Control.HEAD, end);
        FaultPoint.at("queue.head");
        head = end;
        control.publish(Control.TAKES, takes);
        FaultPoint.at("queue.takes");
    }

    /** Gives up what this process needed for it. */
    void close() {
        rings.close();
    }
}
