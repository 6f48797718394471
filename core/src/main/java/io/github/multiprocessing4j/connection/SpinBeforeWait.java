package io.github.multiprocessing4j.connection;

/**
 * How often somebody who waits tries before going to sleep: more often where that has helped, less where it was in vain. Several
 * threads may use it, one after the other.
 */
final class SpinBeforeWait {
    private static final int MOST = 32;

    private static final int LEAST = 1;

    private int number = MOST / 2;

    int number() {
        return number;
    }

    /** Lets others run, among which the peer may be. */
    @SuppressWarnings("ThreadPriorityCheck") // only for speed
    static void pause() {
        Thread.yield();
    }

    /** Learns whether it was worth it. */
    void helped(boolean helped) {
        number = helped ? Math.min(MOST, number + 1) : Math.max(LEAST, number / 2);
    }
}
