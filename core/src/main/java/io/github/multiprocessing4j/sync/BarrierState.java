package io.github.multiprocessing4j.sync;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.os.ProcessIdentity;
import io.github.multiprocessing4j.region.WordWait;
import io.github.multiprocessing4j.region.Words;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Set;

/**
 * A barrier's shared memory. Version 1.
 *
 * <pre>
 *   offset  bytes
 *        0    112  a lock, see {@link LockLayout}; all changes are made under it
 *      112      4  round: goes up when the barrier is passed, breaks or is reset; waiters sleep here
 *      116      4  how many have arrived in this round
 *      120      4  1 if the barrier is broken
 *      128      8  how the last 64 rounds ended: bit (round mod 64) is set if it broke
 *      136      8  when it was last looked whether somebody has died, System.nanoTime, which is the same for all processes
 *      144   16 n  who has arrived, in order: pid and start ticks
 * </pre>
 *
 * <p>All stores are made by who holds the lock, so whoever dies between two of them is a dead holder; who gets the lock next
 * breaks the barrier, whatever it finds.
 *
 * <table>
 * <caption>If a process dies after</caption>
 * <tr><th>store</th><th>others find</th></tr>
 * <tr><td>seat, number of arrived, moment of the look</td><td>the lock's holder dead, and the barrier breaks</td></tr>
 * <tr><td>broken, how the round ended, number of arrived set to 0</td><td>the same: the round breaks, also if all had
 * arrived</td></tr>
 * <tr><td>the round, before anybody was woken</td><td>the round over as it ended, at their next look; the barrier broken for who
 * comes next</td></tr>
 * <tr><td>broken set to 0, in a reset</td><td>the lock's holder dead, and the barrier breaks again</td></tr>
 * </table>
 *
 * @param shared the memory
 * @param parties how many have to arrive
 */
record BarrierState(SharedBlock shared, int parties) {
    private static final long ROUND = 112;
    private static final long ARRIVED = 116;
    private static final long BROKEN = 120;
    private static final long HISTORY = 128;
    private static final long LOOKED = 136;
    private static final long SEATS = 144;
    private static final long SEAT_BYTES = 16;

    static long bytes(int parties) {
        return SEATS + SEAT_BYTES * parties;
    }

    private MemorySegment memory() {
        return shared.memory();
    }

    int round() {
        return Words.getInt(memory(), ROUND);
    }

    int arrived() {
        return Words.getInt(memory(), ARRIVED);
    }

    boolean isBroken() {
        return Words.getInt(memory(), BROKEN) != 0;
    }

    /** {@return whether a past round ended otherwise than by being passed} */
    boolean didBreak(int round) {
        return round() - round >= Long.SIZE || (Words.getLong(memory(), HISTORY) & 1L << round) != 0;
    }

    /** {@return how many had arrived before} */
    int arrive() {
        int index = arrived();
        ProcessIdentity self = ProcessIdentity.own();
        Words.setLong(memory(), SEATS + SEAT_BYTES * index, self.pid());
        FaultPoint.at("arrive.pid");
        Words.setLong(memory(), SEATS + SEAT_BYTES * index + Long.BYTES, self.startTicks());
        FaultPoint.at("arrive.seat");
        Words.setInt(memory(), ARRIVED, index + 1);
        FaultPoint.at("arrive.arrived");
        if (index == 0) {
            Words.setLong(memory(), LOOKED, System.nanoTime());
            FaultPoint.at("arrive.looked");
        }
        return index;
    }

    /** Breaks the barrier if somebody who has arrived is dead. Looks four times a second at most. */
    void breakIfSomebodyDied() {
        long now = System.nanoTime();
        if (arrived() > 0 && now - Words.getLong(memory(), LOOKED) >= WordWait.SLICE_NANOS) {
            Words.setLong(memory(), LOOKED, now);
            FaultPoint.at("watch.looked");
            breakIfSomebodyIsDead();
        }
    }

    /** The same, however lately somebody has looked: nobody is to pass together with a dead one. */
    void breakIfSomebodyIsDead() {
        Set<ProcessIdentity> others = new HashSet<>();
        for (int i = 0; i < arrived(); i++) {
            others.add(seat(i));
        }
        others.remove(ProcessIdentity.own());
        if (others.stream().anyMatch(ProcessIdentity::isDead)) {
            breakUp();
        }
    }

    private ProcessIdentity seat(int index) {
        long at = SEATS + SEAT_BYTES * index;
        return new ProcessIdentity(Words.getLong(memory(), at), Words.getLong(memory(), at + Long.BYTES));
    }

    void pass() {
        nextRound(false);
    }

    void breakUp() {
        if (!isBroken()) {
            Words.setInt(memory(), BROKEN, 1);
            FaultPoint.at("break.broken");
            nextRound(true);
        }
    }

    /** Whatever the dead holder of the lock was doing: those who wait are not to wait on. */
    void breakAfterDeath() {
        Words.setInt(memory(), BROKEN, 1);
        FaultPoint.at("bury.broken");
        nextRound(true);
    }

    void reset() {
        if (arrived() > 0) {
            nextRound(true);
        }
        Words.setInt(memory(), BROKEN, 0);
        FaultPoint.at("reset.broken");
    }

    private void nextRound(boolean broke) {
        int round = round();
        long bit = 1L << round;
        long history = Words.getLong(memory(), HISTORY);
        Words.setLong(memory(), HISTORY, broke ? history | bit : history & ~bit);
        FaultPoint.at("round.history");
        Words.setInt(memory(), ARRIVED, 0);
        FaultPoint.at("round.arrived");
        Words.setInt(memory(), ROUND, round + 1);
        FaultPoint.at("round.round");
        WordWait.wakeAll(memory(), ROUND);
    }

    /** Sleeps until the round is over, for one slice at most. */
    void sleep(int round, long nanos) throws InterruptedException {
        WordWait.await(memory(), ROUND, round, Math.min(nanos, WordWait.SLICE_NANOS));
    }
}
