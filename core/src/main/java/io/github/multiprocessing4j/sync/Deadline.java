package io.github.multiprocessing4j.sync;

import java.time.Duration;

/** A moment until which to wait, from now on. */
record Deadline(long at) {
    private static final long FOREVER_NANOS = Long.MAX_VALUE / 2;

    static Deadline after(long nanos) {
        return new Deadline(System.nanoTime() + Math.clamp(nanos, 0, FOREVER_NANOS));
    }

    static Deadline after(Duration time) {
        boolean far = time.compareTo(Duration.ofNanos(FOREVER_NANOS)) > 0;
        return after(time.isNegative() ? 0 : far ? FOREVER_NANOS : time.toNanos());
    }

    static Deadline never() {
        return after(FOREVER_NANOS);
    }

    /** {@return how many nanoseconds are left; not positive if none} */
    long left() {
        return at - System.nanoTime();
    }
}
