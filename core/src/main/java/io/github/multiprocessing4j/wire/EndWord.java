package io.github.multiprocessing4j.wire;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.os.ProcessIdentity;
import io.github.multiprocessing4j.region.Carrier;
import io.github.multiprocessing4j.region.Words;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/*
 * Who departs writes the sender and the carrier before the word, and whoever finds that they are dead closes the end by
 * compare-and-set from the word that he read before them. No two journeys have the same ticket, so he has read those of this one.
 */
/**
 * Whose one end of a channel is, in 128 bytes of shared memory.
 *
 * <pre>
 *   offset  bytes
 *        0      8  the word, which changes by compare-and-set: 0 if the end is closed; otherwise the lowest two bits say what the
 *                  others are: OPEN the process that has the end; BOARDED or SENT a ticket by which one process will know it as
 *                  the end that was sent to it
 *        8      8  BOARDED: the process that is about to send it, with whose end it is lost
 *       16    104  SENT: the {@link Carrier} with whose end it is lost; if there is none, the process at 8
 * </pre>
 *
 * <table>
 * <caption>If the sender dies after</caption>
 * <tr><th>store</th><th>others find</th></tr>
 * <tr><td>sender and carrier</td><td>an end of a dead process</td></tr>
 * <tr><td>BOARDED</td><td>that it is lost, even if its message is complete but was not decoded yet</td></tr>
 * <tr><td>SENT</td><td>nothing: it arrives</td></tr>
 * </table>
 *
 * @param memory the channel's
 * @param offset where the word is
 */
record EndWord(MemorySegment memory, long offset) {
    private static final long CLOSED = 0;

    private static final long OPEN = 1;

    private static final long BOARDED = 2;

    private static final long SENT = 3;

    private static final int KIND_BITS = 2;

    private static final long KIND_MASK = (1L << KIND_BITS) - 1;

    private static final long SENDER = 8;

    private static final long CARRIER = 16;

    private static final long SELF = ProcessIdentity.own().packed() << KIND_BITS | OPEN;

    /** What became of an end that was looked at. */
    enum Fate {
        KEPT,
        /** Its process is dead. */
        ORPHANED,
        /** It will never arrive. */
        LOST
    }

    private long word() {
        return Words.getLong(memory, offset);
    }

    /** {@return where the word is in the block, of which the memory is a part} */
    long offsetIn(MemorySegment block) {
        return memory.address() + offset - block.address();
    }

    boolean isClosed() {
        return word() == CLOSED;
    }

    boolean isOnItsWay() {
        long kind = word() & KIND_MASK;
        return kind == BOARDED || kind == SENT;
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

    /** This process's end can be claimed by the ticket's holder from now on. */
    void depart(long ticket, @Nullable Carrier carrier) {
        memory.set(ValueLayout.JAVA_LONG, offset + SENDER, ProcessIdentity.own().packed());
        carriedBy(carrier);
        FaultPoint.at("end.carrier");
        Words.compareAndSetLong(memory, offset, SELF, word(ticket, BOARDED));
        FaultPoint.at("end.departed");
    }

    /** Names the carrier of one that is not sent yet. */
    void carriedBy(@Nullable Carrier carrier) {
        Carrier.store(carrier, memory.asSlice(offset + CARRIER, Carrier.BYTES));
    }

    /** Its message was sent, and it may have arrived since. */
    void sent(long ticket) {
        Words.compareAndSetLong(memory, offset, word(ticket, BOARDED), word(ticket, SENT));
        FaultPoint.at("end.sent");
    }

    /** {@return whether it was on its way with that ticket, and is this process's now} */
    boolean arrive(long ticket) {
        boolean arrived = change(ticket, SELF);
        FaultPoint.at("end.arrived");
        return arrived;
    }

    /** Closes it if it is on its way with that ticket: nobody will claim it. {@return whether it was} */
    boolean lose(long ticket) {
        return change(ticket, CLOSED);
    }

    private boolean change(long ticket, long to) {
        return Words.compareAndSetLong(memory, offset, word(ticket, BOARDED), to)
                || Words.compareAndSetLong(memory, offset, word(ticket, SENT), to);
    }

    private static long word(long ticket, long kind) {
        return ticket << KIND_BITS | kind;
    }

    /** {@return whether it is closed, or nobody will close it who has it} */
    boolean isNobodys(Obituaries obituaries) {
        return isNobodys(word(), obituaries);
    }

    private boolean isNobodys(long word, Obituaries obituaries) {
        long sender = memory.get(ValueLayout.JAVA_LONG, offset + SENDER);
        return switch ((int) (word & KIND_MASK)) {
            case (int) OPEN -> word != SELF && obituaries.isDead(word >>> KIND_BITS);
            case (int) BOARDED -> obituaries.isDead(sender);
            case (int) SENT -> {
                Carrier carrier = Carrier.load(memory.asSlice(offset + CARRIER, Carrier.BYTES));
                yield carrier == null ? obituaries.isDead(sender) : obituaries.hasDropped(carrier);
            }
            default -> true;
        };
    }

    /** Closes it if nobody has it and it will arrive nowhere. */
    Fate closeIfDead(Obituaries obituaries) {
        long word = word();
        if (word == CLOSED || !isNobodys(word, obituaries) || !Words.compareAndSetLong(memory, offset, word, CLOSED)) {
            return Fate.KEPT;
        }
        return (word & KIND_MASK) == OPEN ? Fate.ORPHANED : Fate.LOST;
    }

    @Override
    public String toString() {
        long word = word();
        return switch ((int) (word & KIND_MASK)) {
            case (int) OPEN ->
                "in process " + ProcessIdentity.unpacked(word >>> KIND_BITS).pid();
            case (int) BOARDED, (int) SENT -> "on its way to a process";
            default -> "closed";
        };
    }
}
