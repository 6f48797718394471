package io.github.multiprocessing4j.pool;

/**
 * What a chunk has taken in its worker.
 *
 * @param working nanoseconds in the tasks themselves
 * @param serializing nanoseconds in which arguments were decoded and results encoded
 * @param slowest the index in the chunk of the item that took longest, or of the first of some that were measured together
 * @param slowestItems of how many one is the slowest
 * @param slowestNanos how long that took
 */
record Effort(long working, long serializing, int slowest, int slowestItems, long slowestNanos) {
    /** {@return the same, of a worker that has nothing to serialize} */
    Effort withoutSerializing() {
        return new Effort(working, 0, slowest, slowestItems, slowestNanos);
    }

    /** Of a chunk of which nothing is known. */
    static final Effort UNKNOWN = new Effort(0, 0, 0, 1, 0);
}
