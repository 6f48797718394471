package io.github.multiprocessing4j.queue;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.os.ProcessIdentity;
import io.github.multiprocessing4j.region.Words;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;

/**
 * Who has taken how many elements of a queue, and how many are done, so that those which a dead process had do not keep
 * everybody waiting for ever. Changed by who has the take lock. Version 1.
 *
 * <pre>
 *   offset  bytes
 *        0      8  how many seats have ever been used
 *        8      8  the seat of the process that took last, or was about to
 *       16   24 n  seats: a process, see {@link ProcessIdentity#packed}; how many elements it has taken; how many were done
 * </pre>
 *
 * <p>Any process may say that an element is done, not only the one that has taken it: its seat has then more done than taken. So what a
 * dead one has left is no more than all have left together; whose it was is not known.
 *
 * <table>
 * <caption>If a process dies after</caption>
 * <tr><th>store</th><th>others find</th></tr>
 * <tr><td>the number of seats; a seat's process; the last seat</td><td>a seat that has taken nothing</td></tr>
 * <tr><td>how many it has taken</td><td>one more than were taken, which who takes the lock over puts right</td></tr>
 * <tr><td>how many were done</td><td>the same; those who wait are woken by who takes the lock over</td></tr>
 * </table>
 *
 * @param memory its
 */
record Ledger(MemorySegment memory) {
    private static final int MOST_SEATS = 1_000;

    private static final long USED = 0;
    private static final long LAST = 8;
    private static final long SEATS = 16;
    private static final long SEAT_BYTES = 24;
    private static final long TAKEN = 8;
    private static final long DONE = 16;

    static long bytes() {
        return SEATS + MOST_SEATS * SEAT_BYTES;
    }

    private long used() {
        return Words.getLong(memory, USED);
    }

    private static long at(long seat) {
        return SEATS + seat * SEAT_BYTES;
    }

    private long taken(long seat) {
        return Words.getLong(memory, at(seat) + TAKEN);
    }

    private long done(long seat) {
        return Words.getLong(memory, at(seat) + DONE);
    }

    private long sum(long field) {
        long sum = 0;
        for (long seat = 0; seat < used(); seat++) {
            sum += Words.getLong(memory, at(seat) + field);
        }
        return sum;
    }

    /** {@return this process's seat} A seat whose process is dead serves another one. */
    private long ownSeat() {
        long own = ProcessIdentity.own().packed();
        for (long seat = 0; seat < used(); seat++) {
            long process = Words.getLong(memory, at(seat));
            if (process == own) {
                return seat;
            }
        }
        long vacant = used() < MOST_SEATS ? used() : seatOfTheDead();
        Words.setLong(memory, at(vacant), own);
        FaultPoint.at("ledger.process");
        Words.setLong(memory, USED, Math.max(used(), vacant + 1));
        FaultPoint.at("ledger.used");
        return vacant;
    }

    private long seatOfTheDead() {
        buryTheDead();
        for (long seat = 0; seat < used(); seat++) {
            if (isDead(seat)) { // what it may have left some other one has done
                return seat;
            }
        }
        throw new IllegalStateException(
                "more than " + MOST_SEATS + " living processes have taken elements of this queue");
    }

    private boolean isDead(long seat) {
        return ProcessIdentity.unpacked(Words.getLong(memory, at(seat))).isDead();
    }

    /** This process is about to take one more. */
    void takes() {
        long seat = ownSeat();
        Words.setLong(memory, LAST, seat);
        FaultPoint.at("ledger.last");
        Words.setLong(memory, at(seat) + TAKEN, taken(seat) + 1);
        FaultPoint.at("ledger.taken");
    }

    /** One more is done. */
    void done() {
        long seat = ownSeat();
        Words.setLong(memory, at(seat) + DONE, done(seat) + 1);
        FaultPoint.at("ledger.done");
    }

    /** {@return how many are done} */
    long dones() {
        return sum(DONE);
    }

    /** Sets right what one has left who died as he took an element. */
    void repair(long takes) {
        long tooMany = sum(TAKEN) - takes;
        if (tooMany != 0) {
            long seat = Words.getLong(memory, LAST);
            Words.setLong(memory, at(seat) + TAKEN, taken(seat) - tooMany);
            FaultPoint.at("ledger.repaired");
        }
    }

    /** What dead processes have taken will not be done by anybody, as far as nobody else has said that it is. */
    void buryTheDead() {
        long leftOfAll = sum(TAKEN) - sum(DONE);
        for (long seat = 0; seat < used(); seat++) {
            long left = Math.min(leftOfAll, taken(seat) - done(seat));
            if (left > 0 && isDead(seat)) {
                leftOfAll -= left;
                Words.setLong(memory, at(seat) + DONE, done(seat) + left);
                FaultPoint.at("ledger.buried");
                LibraryLog.logger()
                        .log(
                                Level.WARNING,
                                "process {0} has ended and had not said of {1} elements that it took from a queue that"
                                        + " they are done; they count as done",
                                Long.toString(ProcessIdentity.unpacked(Words.getLong(memory, at(seat)))
                                        .pid()), // a number would be grouped by thousands
                                left);
            }
        }
    }
}
