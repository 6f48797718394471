package io.github.multiprocessing4j.connection;

import java.time.Duration;

/** So many in a while: strangers who come by the thousand must not fill a log. Not thread-safe. */
final class Warnings {
    static final Duration PERIOD = Duration.ofMinutes(1);

    /** In each period. */
    static final int MOST = 20;

    private long begin;

    private int count;

    /** {@return whether there is one left, which is used up} */
    boolean hasOne() {
        return hasOne(System.nanoTime());
    }

    boolean hasOne(long now) {
        if (count == 0 || now - begin > PERIOD.toNanos()) {
            begin = now;
            count = 0;
        }
        if (count < MOST) {
            count++;
            return true;
        }
        return false;
    }

    /** {@return whether that one was the last for a while} */
    boolean wasLast() {
        return count == MOST;
    }
}
