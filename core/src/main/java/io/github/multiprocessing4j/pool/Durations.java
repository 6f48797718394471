package io.github.multiprocessing4j.pool;

import java.time.Duration;

/** Durations as people write them. */
final class Durations {
    private Durations() {}

    static String text(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toNanos() % 1_000_000 == 0 ? duration.toMillis() + " ms" : duration.toNanos() + " ns";
        }
        return duration.toNanosPart() == 0 && duration.toMinutes() == 0
                ? duration.toSeconds() + " s"
                : duration.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }
}
