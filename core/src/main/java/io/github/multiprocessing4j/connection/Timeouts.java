package io.github.multiprocessing4j.connection;

import java.time.Duration;

/** How long to wait. */
final class Timeouts {
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 4);

    private Timeouts() {}

    /** {@return a time in nanoseconds, however long it is; 0 if it is not positive} */
    static long nanos(Duration timeout) {
        return timeout.isNegative() ? 0 : timeout.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : timeout.toNanos();
    }
}
