package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.os.ProcessMemory;
import java.util.concurrent.TimeUnit;

/** How old and how large a worker is. Used by the thread that follows it. */
final class Wear {
    /** To look takes some 50 microseconds. */
    private static final long BETWEEN_LOOKS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final long pid;

    private final Staffing staffing;

    private final long since = System.nanoTime();

    private long lastLook = since;

    Wear(long pid, Staffing staffing) {
        this.pid = pid;
        this.staffing = staffing;
    }

    /** {@return whether it is to be replaced} Asked whenever it has run a chunk. */
    boolean isTooMuch() {
        long now = System.nanoTime();
        return now - since > staffing.maxAge() || staffing.maxMemory() != Staffing.UNLIMITED && isTooLarge(now);
    }

    private boolean isTooLarge(long now) {
        if (now - lastLook < BETWEEN_LOOKS_NANOS) {
            return false;
        }
        lastLook = now;
        return ProcessMemory.resident(pid).orElse(0) > staffing.maxMemory();
    }
}
