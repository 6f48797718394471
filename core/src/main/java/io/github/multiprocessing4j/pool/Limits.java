package io.github.multiprocessing4j.pool;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How long an item may take, in nanoseconds.
 *
 * @param soft until it is interrupted
 * @param hard until its worker is killed
 * @param stall the same, but from its last sign of progress
 * @param grace the same, but from the interrupt
 */
record Limits(long soft, long hard, long stall, long grace) {
    static final long FOREVER = Long.MAX_VALUE;

    static Limits of(TaskOptions options) {
        return new Limits(
                nanos(options.softTimeout()),
                nanos(options.timeout()),
                nanos(options.stallTimeout()),
                TimeUnit.NANOSECONDS.convert(options.grace()));
    }

    private static long nanos(Optional<Duration> limit) {
        return limit.map(TimeUnit.NANOSECONDS::convert).orElse(FOREVER);
    }

    boolean any() {
        return shortest() != FOREVER;
    }

    /** What has not begun can't exceed a limit before so long. */
    long shortest() {
        return Math.min(soft, Math.min(hard, stall));
    }
}
