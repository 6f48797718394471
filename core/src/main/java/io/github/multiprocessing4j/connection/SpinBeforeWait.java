package io.github.multiprocessing4j.connection;

/*
 * Where two ask and answer each other, both have to be awake for it to be fast: one who sleeps answers so late that the other one tries in vain, and then sleeps as well. So
 * who has given it up tries hard a few times in a row, now and then: when both do so at the same time they stay awake.
 */
/**
 * How often somebody who waits tries before going to sleep: more often where that has helped, less where it was in vain. Several
 * threads may use it, one after the other.
 */
final class SpinBeforeWait {
    private static final int MOST = 64;

    private static final int LEAST = 1;

    /** After how many waits it is tried again, and how many times. */
    private static final int VAIN_WAITS = 48;

    private static final int ATTEMPTS = 8;

    private int number = MOST / 2;

    private int vain;

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
        if (helped) {
            vain = 0;
            number = Math.min(MOST, number + 4);
            return;
        }
        vain++;
        if (vain < VAIN_WAITS) {
            number = Math.max(LEAST, number / 2);
        } else if (vain < VAIN_WAITS + ATTEMPTS) {
            number = MOST;
        } else {
            vain = 0;
            number = LEAST;
        }
    }
}
