package io.github.multiprocessing4j.pool;

import java.time.Duration;

/**
 * Why what a worker runs is ended.
 *
 * @param kind which limit it has exceeded, if not that its caller has cancelled it
 * @param limit how long that was
 * @param item at which of the chunk's items
 */
record Overrun(Kind kind, Duration limit, int item) {
    enum Kind {
        SOFT,
        HARD,
        STALL,
        CANCELLED
    }

    static Overrun of(Kind kind, long nanos, int item) {
        return new Overrun(kind, Duration.ofNanos(nanos), item);
    }

    /** What it has done, as in "item 7 of map ...". */
    String deed() {
        return switch (kind) {
            case SOFT -> "took longer than its soft limit of " + Durations.text(limit);
            case HARD -> "took longer than its limit of " + Durations.text(limit);
            case STALL -> "gave no sign of progress for longer than its limit of " + Durations.text(limit);
            case CANCELLED -> "was cancelled";
        };
    }
}
