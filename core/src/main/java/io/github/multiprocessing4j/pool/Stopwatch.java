package io.github.multiprocessing4j.pool;

/** Measures what a chunk takes: the tasks apart from all else, and the slowest item. Used by one thread. */
final class Stopwatch {
    private final long chunkBegan = System.nanoTime();

    private long itemBegan;

    private long working;

    private int slowest;

    private long slowestNanos;

    /** An item's task begins. */
    void start() {
        itemBegan = System.nanoTime();
    }

    /** The task of the item has ended. */
    void stop(int item) {
        long nanos = System.nanoTime() - itemBegan;
        working += nanos;
        if (nanos > slowestNanos) {
            slowest = item;
            slowestNanos = nanos;
        }
    }

    /** {@return what was measured} To be asked when the chunk is over. */
    Effort effort() {
        return new Effort(working, System.nanoTime() - chunkBegan - working, slowest, slowestNanos);
    }
}
