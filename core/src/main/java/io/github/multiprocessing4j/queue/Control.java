package io.github.multiprocessing4j.queue;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.region.Words;
import io.github.multiprocessing4j.wire.Doorbell;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * A queue's shared memory. Version 1.
 *
 * <pre>
 *   offset  bytes
 *        0      8  TAIL: how many bytes were ever written; changed by who has the put lock, as the next four
 *        8      8  PUTS: how many elements were ever put
 *       16      8  NEXT_TAIL: what TAIL is about to become, or is
 *       24      8  LAST_PUTS: what PUTS is as long as TAIL is not that
 *       32      8  WRITE_AT: the number of the ring that is written to; 0 is the one below, others are annexes
 *      128      8  HEAD: how many bytes were ever read; changed by who has the take lock, as the next four
 *      136      8  TAKES: how many elements were ever taken
 *      144      8  NEXT_HEAD: what HEAD is about to become, or is
 *      152      8  NEXT_TAKES: what TAKES will be then
 *      160      8  READ_AT: the number of the ring that is read from
 *      256      4  STATE: OPEN, SHUT_DOWN, or SHUT_DOWN_NOW
 *      384      4  ITEMS: the {@link Doorbell} at which who wants to take sleeps
 *      512      4  ROOM: the one at which who wants to put sleeps
 *      640      4  DONE: the one at which who waits for all elements to be done sleeps
 *      768         {@link Ledger} of elements that are not done
 *                  the first {@link Ring}
 * </pre>
 *
 * <p>Offsets count from the first multiple of 128 in the block. All that putting an element changes, besides the element, is within
 * one cache line, and so is all that taking one does: what one processor changes another one waits for, a line at a time.
 *
 * <table>
 * <caption>If a process dies after</caption>
 * <tr><th>store</th><th>others find</th></tr>
 * <tr><td>LAST_PUTS, NEXT_TAIL</td><td>nothing: TAIL is another number</td></tr>
 * <tr><td>PUTS</td><td>a count too many by one; PUTS becomes LAST_PUTS when the lock is taken over</td></tr>
 * <tr><td>TAIL</td><td>the element</td></tr>
 * <tr><td>NEXT_HEAD, NEXT_TAKES</td><td>nothing: HEAD is another number, and the element still there</td></tr>
 * <tr><td>HEAD</td><td>that the element is gone, and a count too few by one; TAKES becomes NEXT_TAKES when the lock is taken over</td></tr>
 * </table>
 *
 * <p>So PUTS less TAKES is never less than there are elements: no more are put than may be, and none counts as done that is not.
 * Whether there is one at all TAIL and HEAD say.
 *
 * @param memory the block's, from there on
 */
record Control(MemorySegment memory) {
    static final long LINE = 128;

    static final long TAIL = 0;
    static final long PUTS = 8;
    static final long NEXT_TAIL = 16;
    static final long LAST_PUTS = 24;
    static final long WRITE_AT = 32;
    static final long HEAD = LINE;
    static final long TAKES = LINE + 8;
    static final long NEXT_HEAD = LINE + 16;
    static final long NEXT_TAKES = LINE + 24;
    static final long READ_AT = LINE + 32;
    static final long STATE = 2 * LINE;
    static final long ITEMS = 3 * LINE;
    static final long ROOM = 4 * LINE;
    static final long DONE = 5 * LINE;
    static final long LEDGER = 6 * LINE;

    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    static final int OPEN = 0;
    static final int SHUT_DOWN = 1;
    static final int SHUT_DOWN_NOW = 2;

    static Control in(MemorySegment block) {
        return new Control(block.asSlice(-block.address() & LINE - 1));
    }

    long get(long field) {
        return (long) LONG.getAcquire(memory, field);
    }

    void set(long field, long value) {
        LONG.setRelease(memory, field, value);
    }

    /** Writes what makes others go on, before the caller looks whether somebody sleeps. */
    void publish(long field, long value) {
        if (Doorbell.SLEEPERS_FENCE) {
            LONG.setRelease(memory, field, value);
        } else {
            LONG.setVolatile(memory, field, value);
        }
    }

    long puts() {
        return get(PUTS);
    }

    long takes() {
        return get(TAKES);
    }

    /** Sets right what one has left who died as he put. */
    void repairPuts() {
        if (get(NEXT_TAIL) != get(TAIL)) {
            set(PUTS, get(LAST_PUTS));
        }
        FaultPoint.at("queue.repairPuts");
    }

    /** Sets right what one has left who died as he took. */
    void repairTakes() {
        if (get(NEXT_HEAD) == get(HEAD)) {
            set(TAKES, get(NEXT_TAKES));
        }
        FaultPoint.at("queue.repairTakes");
    }

    /** {@return whether there is no element} */
    boolean isEmpty() {
        return get(HEAD) == get(TAIL);
    }

    int state() {
        return Words.getInt(memory, STATE);
    }

    void shutDown(int state) {
        int before = state();
        while (before < state && !Words.compareAndSetInt(memory, STATE, before, state)) {
            before = state();
        }
    }
}
