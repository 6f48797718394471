package io.github.multiprocessing4j.manager;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How long to wait. */
final class Nanos {
    static final long FOREVER = Long.MAX_VALUE;

    private Nanos() {}

    /** {@return the same time; 0 if it is negative, and for ever if it is about that long} */
    static long of(Duration time) {
        return Math.max(0, TimeUnit.NANOSECONDS.convert(time));
    }

    /** {@return what is left of a time since then, by {@link System#nanoTime}; null if that is without end} */
    static @Nullable Duration left(@Nullable Duration limit, long since) {
        return limit == null ? null : limit.minusNanos(System.nanoTime() - since);
    }

    /** {@return the same time; 0 if it is negative} */
    static long of(long time, TimeUnit unit) {
        return Math.max(0, unit.toNanos(time));
    }
}
