package io.github.multiprocessing4j.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WarningsTest {
    private static final long BEGIN = Long.MAX_VALUE - 5;

    @Test
    void areNeverMoreThanSoManyInAPeriod() {
        Warnings warnings = new Warnings();
        for (int period = 0; period < 3; period++) {
            long begin = BEGIN + period * (Warnings.PERIOD.toNanos() + 1);
            for (int i = 0; i < Warnings.MOST; i++) {
                assertTrue(warnings.hasOne(begin + i));
                assertEquals(i == Warnings.MOST - 1, warnings.wasLast());
            }
            assertFalse(warnings.hasOne(begin + Warnings.MOST));
            assertFalse(warnings.hasOne(begin + Warnings.PERIOD.toNanos()));
        }
    }
}
