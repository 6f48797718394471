package io.github.multiprocessing4j.region;

import java.util.function.BooleanSupplier;

/*
 * Who has learned that looking again is in vain would never learn otherwise: two sides that each sleep as soon as the other one keeps
 * them waiting do so for ever, as waking takes longer than emptying a ring. Hence a long try now and then.
 */
/** Looking again before going to sleep: oftener where that helped before. Any number of threads may use it. */
public final class Spin {
    /** How many vain attempts of the shortest kind there are between two of the longest. */
    static final int VAIN_ATTEMPTS = 31;

    /** After some microseconds: who is awake on another processor has answered by then. */
    private static final int LOOKS_BEFORE_YIELD = 80;

    private final int fewest;

    private final int most;

    /** How often to look next time. Written by all without order, as is the next: it is a guess. */
    private int count;

    private int vain;

    Spin(int fewest, int most) {
        this.fewest = fewest;
        this.most = most;
        this.count = most / 2;
    }

    /** {@return one for what is held for moments only} */
    public static Spin forLock() {
        return new Spin(8, 200);
    }

    /** {@return one for what somebody has yet to make} */
    public static Spin forMessage() {
        return new Spin(16, 1000);
    }

    /** {@return one for what somebody has yet to make, and a third one to hand over} */
    public static Spin forResult() {
        return new Spin(16, 3000);
    }

    /** {@return whether it became true soon} */
    public boolean until(BooleanSupplier condition) {
        int looks = looks();
        for (int i = 0; i < looks; i++) {
            if (condition.getAsBoolean()) {
                count = Math.min(most, looks + fewest);
                return true;
            }
            pause(i);
        }
        count = Math.max(fewest, count - count / 8 - 1);
        return false;
    }

    /** Who is to make it may wait for this very processor, as the kernel likes to wake the one where the other one runs. */
    @SuppressWarnings("ThreadPriorityCheck") // only for speed
    private static void pause(int look) {
        if (look == LOOKS_BEFORE_YIELD) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }

    private int looks() {
        if (count > fewest) {
            return count;
        }
        boolean again = ++vain > VAIN_ATTEMPTS;
        vain = again ? 0 : vain;
        return again ? most : fewest;
    }
}
