package io.github.multiprocessing4j.pool;

import java.util.function.LongSupplier;

/*
 * To read the clock takes longer than the smallest tasks. So after an item that has taken less than a microsecond, arguments and result included, the
 * next ones are measured together, and the time is divided as that item's was. If there was a slow one among them the block says so.
 */
/** Measures what a chunk takes: the tasks apart from all else, and the slowest item. Used by one thread. */
final class Stopwatch {
    private static final long SHORT_NANOS = 1000;

    static final int MOST_TOGETHER = 15;

    /** A block that has taken longer holds an item that is worth telling. */
    private static final long SLOW_BLOCK_NANOS = 50 * SHORT_NANOS;

    private final LongSupplier clock;

    private final long chunkBegan;

    private long taskBegan;

    private long working;

    /** Until when all is measured. */
    private long last;

    /** Whether items are measured one by one; else from which on they are together, and how much of their time is the tasks'. */
    private boolean single = true;

    private int first;

    private double share;

    private int slowest;

    private int slowestItems = 1;

    private long slowestNanos;

    Stopwatch() {
        this(System::nanoTime);
    }

    Stopwatch(LongSupplier clock) {
        this.clock = clock;
        this.chunkBegan = clock.getAsLong();
        this.last = chunkBegan;
    }

    /** An item's task begins. */
    void start() {
        if (single) {
            taskBegan = clock.getAsLong();
        }
    }

    /** The task of the item has ended, well or not. */
    void stop(int item) {
        if (single) {
            long nanos = clock.getAsLong() - taskBegan;
            working += nanos;
            share = nanos;
            note(item, 1, nanos);
        }
    }

    /** The item's result is encoded, too. For who has none to encode there is no need to say so: its items are measured one by one. */
    void ended(int item) {
        if (!single) {
            if (item - first + 1 == MOST_TOGETHER) {
                endBlock(item + 1);
            }
            return;
        }
        long now = clock.getAsLong();
        long nanos = now - last;
        last = now;
        if (nanos < SHORT_NANOS) {
            single = false;
            first = item + 1;
            share = nanos == 0 ? 1 : share / nanos;
        }
    }

    private void endBlock(int end) {
        long now = clock.getAsLong();
        long nanos = now - last;
        last = now;
        single = true;
        working += (long) (nanos * share);
        if (nanos > SLOW_BLOCK_NANOS) {
            note(first, end - first, nanos);
        }
    }

    private void note(int item, int items, long nanos) {
        if (nanos > slowestNanos) {
            slowest = item;
            slowestItems = items;
            slowestNanos = nanos;
        }
    }

    /**
     * {@return what was measured} To be asked when the chunk is over.
     *
     * @param begun how many items were begun
     */
    Effort effort(int begun) {
        if (!single && begun > first) {
            endBlock(begun);
        }
        return new Effort(working, clock.getAsLong() - chunkBegan - working, slowest, slowestItems, slowestNanos);
    }
}
