package io.github.multiprocessing4j.wire;

import io.github.multiprocessing4j.region.WordWait;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;

/** What both sides of a ring have in common: waiting for the other one. */
abstract class RingSide {
    static final long FOREVER = Long.MAX_VALUE / 2;

    /** No grace: an interrupt ends the wait at once. */
    static final long AT_ONCE = 0;

    final MemorySegment ring;

    final long capacity;

    final long mask;

    final Ends ends;

    final Fencing fencing;

    private final Doorbell own;

    private final Doorbell others;

    RingSide(MemorySegment ring, Fencing fencing, Ends ends, long own, long others) {
        this.ring = ring;
        this.capacity = ring.byteSize() - RingLayout.DATA;
        this.mask = capacity - 1;
        this.ends = ends;
        this.fencing = fencing;
        this.own = new Doorbell(ring, own, fencing);
        this.others = new Doorbell(ring, others, fencing);
    }

    final Doorbell own() {
        return own;
    }

    final Doorbell others() {
        return others;
    }

    /**
     * Waits until something is true or one of the ends is closed.
     *
     * @param awaited what
     * @param nanos how long at most
     * @param grace how long to wait on if the thread is interrupted
     * @return whether it is true; if not, the time is over or the peer is gone
     */
    final boolean await(BooleanSupplier awaited, long nanos, long grace) throws IOException {
        BooleanSupplier over = () -> awaited.getAsBoolean() || ends.isPeerClosed() || ends.isClosed();
        if (!own.spin(over)) {
            sleep(over, System.nanoTime() + Math.min(nanos, FOREVER), grace);
        }
        ends.requireOpen();
        return awaited.getAsBoolean();
    }

    /** Says what the other side is to wake this one for, if not for anything. */
    void beforeSleep() {}

    private void sleep(BooleanSupplier over, long deadline, long grace) throws IOException {
        boolean interrupted = false;
        long until = deadline;
        long slice = ends.longestSleepNanos();
        beforeSleep();
        try {
            while (!over.getAsBoolean()) {
                long start = System.nanoTime();
                if (until - start <= 0) {
                    break;
                }
                try {
                    own.sleep(over, until - start, slice);
                } catch (InterruptedException e) {
                    interrupted = true;
                    until = Math.min(until, start + grace);
                }
                if (System.nanoTime() - start >= WordWait.SLICE_NANOS) {
                    ends.lookForDeath();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (interrupted && until != deadline && !over.getAsBoolean()) {
            throw new InterruptedIOException("interrupted while waiting for the other end of a connection");
        }
    }
}
