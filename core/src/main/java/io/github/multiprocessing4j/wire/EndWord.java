package io.github.multiprocessing4j.wire;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.os.ProcessIdentity;
import io.github.multiprocessing4j.region.Words;
import java.lang.foreign.MemorySegment;

/**
 * Whose one end of a channel is, a word of 64 bits in shared memory that changes by compare-and-set: 0 if it is closed; otherwise
 * the lowest two bits say what the others are, OPEN the process that has the end, MOVING a ticket by which one process will
 * know it as the end that was sent to it.
 *
 * @param memory the channel's
 * @param offset where the word is
 */
record EndWord(MemorySegment memory, long offset) {
    private static final long CLOSED = 0;

    private static final long OPEN = 1;

    private static final long MOVING = 2;

    private static final int KIND_BITS = 2;

    private static final long KIND_MASK = (1L << KIND_BITS) - 1;

    private static final long SELF = ProcessIdentity.own().packed() << KIND_BITS | OPEN;

    private long word() {
        return Words.getLong(memory, offset);
    }

    boolean isClosed() {
        return word() == CLOSED;
    }

    /** This process has it, which nobody had before. */
    void open() {
        Words.setLong(memory, offset, SELF);
    }

    /** Closes it if this process has it. */
    void close() {
        Words.compareAndSetLong(memory, offset, SELF, CLOSED);
        FaultPoint.at("end.closed");
    }

    /** {@return whether it was this process's, and can now be claimed by the ticket's holder} */
    boolean depart(long ticket) {
        boolean departed = Words.compareAndSetLong(memory, offset, SELF, moving(ticket));
        FaultPoint.at("end.departed");
        return departed;
    }

    /** {@return whether it was on its way with that ticket, and is this process's now} */
    boolean arrive(long ticket) {
        boolean arrived = Words.compareAndSetLong(memory, offset, moving(ticket), SELF);
        FaultPoint.at("end.arrived");
        return arrived;
    }

    /** Closes it if it is on its way with that ticket: nobody will claim it. */
    void lose(long ticket) {
        Words.compareAndSetLong(memory, offset, moving(ticket), CLOSED);
    }

    private static long moving(long ticket) {
        return ticket << KIND_BITS | MOVING;
    }

    /** Closes it if the process that has it is dead. {@return whether it was} */
    boolean closeIfDead() {
        long word = word();
        boolean dead = (word & KIND_MASK) == OPEN
                && word != SELF
                && ProcessIdentity.unpacked(word >>> KIND_BITS).isDead();
        return dead && Words.compareAndSetLong(memory, offset, word, CLOSED);
    }

    @Override
    public String toString() {
        long word = word();
        return switch ((int) (word & KIND_MASK)) {
            case (int) OPEN ->
                "open in process "
                        + ProcessIdentity.unpacked(word >>> KIND_BITS).pid();
            case (int) MOVING -> "moving to another process";
            default -> "closed";
        };
    }
}
