package io.github.multiprocessing4j.region;

import java.util.function.BooleanSupplier;

/** Looking again before going to sleep: oftener where that helped before. Any number of threads may use it. */
public final class Spin {
    private final int fewest;

    private final int most;

    /** Written by all without order: it is a guess. */
    private int count;

    private Spin(int fewest, int most) {
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

    /** {@return whether it became true soon} */
    public boolean until(BooleanSupplier condition) {
        for (int i = count; i > 0; i--) {
            if (condition.getAsBoolean()) {
                count = Math.min(most, count + fewest);
                return true;
            }
            Thread.onSpinWait();
        }
        count = Math.max(fewest, count - count / 8);
        return false;
    }
}
