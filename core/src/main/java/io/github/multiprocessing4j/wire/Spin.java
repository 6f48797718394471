package io.github.multiprocessing4j.wire;

import java.util.function.BooleanSupplier;

/** Looking again before going to sleep: oftener where that helped before. */
final class Spin {
    private static final int FEWEST = 16;

    private static final int MOST = 1000;

    /** Written by all without order: it is a guess. */
    private int count = MOST / 2;

    /** {@return whether it became true soon} */
    boolean until(BooleanSupplier condition) {
        for (int i = count; i > 0; i--) {
            if (condition.getAsBoolean()) {
                count = Math.min(MOST, count + FEWEST);
                return true;
            }
            Thread.onSpinWait();
        }
        count = Math.max(FEWEST, count - count / 8);
        return false;
    }
}
