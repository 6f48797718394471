package io.github.multiprocessing4j.soak;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * For how long in all this machine has kept a thread from running that was to run: it wants to run every few milliseconds, and adds up how much later
 * it did. On a machine that has nothing else to do that is next to nothing. Within what time a death must be noticed is said of such a one.
 */
final class Pulse implements AutoCloseable {
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Thread thread =
            Thread.ofPlatform().daemon().name("soak-pulse").unstarted(this::run);

    private volatile boolean over;

    private volatile long heldUp;

    private volatile long worst;

    Pulse() {
        thread.start();
    }

    private void run() {
        long last = System.nanoTime();
        while (!over) {
            LockSupport.parkNanos(EVERY_NANOS);
            long now = System.nanoTime();
            long late = Math.max(0, now - last - EVERY_NANOS);
            heldUp += late; // nobody else writes it
            worst = Math.max(worst, late);
            last = now;
        }
    }

    /** {@return the nanoseconds since this was made} */
    long heldUp() {
        return heldUp;
    }

    /** {@return the longest time at a stretch, in nanoseconds} */
    long worst() {
        return worst;
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        thread.join();
    }
}
