package io.github.multiprocessing4j.queue;

import io.github.multiprocessing4j.region.Words;
import java.lang.foreign.MemorySegment;

/**
 * A queue's shared memory. Version 1.
 *
 * <pre>
 *   offset  bytes
 *        0      8  PUTS: how many elements were ever put; changed by who has the put lock, as the next
 *        8      8  WRITE_AT: the number of the ring that is written to; 0 is the one below, others are annexes
 *      128      8  TAKES: how many elements were ever taken; changed by who has the take lock, as the next
 *      136      8  READ_AT: the number of the ring that is read from
 *      256      4  STATE: OPEN, SHUT_DOWN, or SHUT_DOWN_NOW
 *      384      4  ITEMS: who wants to take sleeps there
 *      512      4  ROOM: who wants to put sleeps there
 *      640      4  DONE: who waits for all elements to be done sleeps there
 *      768         {@link Ledger} of elements that are not done
 *                  the first {@link Ring}
 * </pre>
 *
 * <p>Offsets count from the first multiple of 128 in the block.
 *
 * @param memory the block's, from there on
 */
record Control(MemorySegment memory) {
    static final long LINE = 128;

    static final long PUTS = 0;
    static final long WRITE_AT = 8;
    static final long TAKES = LINE;
    static final long READ_AT = LINE + 8;
    static final long STATE = 2 * LINE;
    static final long ITEMS = 3 * LINE;
    static final long ROOM = 4 * LINE;
    static final long DONE = 5 * LINE;
    static final long LEDGER = 6 * LINE;

    static final int OPEN = 0;
    static final int SHUT_DOWN = 1;
    static final int SHUT_DOWN_NOW = 2;

    static Control in(MemorySegment block) {
        return new Control(block.asSlice(-block.address() & LINE - 1));
    }

    long puts() {
        return Words.getLong(memory, PUTS);
    }

    long takes() {
        return Words.getLong(memory, TAKES);
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
