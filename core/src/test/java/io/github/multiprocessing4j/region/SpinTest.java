package io.github.multiprocessing4j.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SpinTest {
    private static final int FEWEST = 4;

    private static final int MOST = 100;

    private final Spin spin = new Spin(FEWEST, MOST);

    private int looks;

    private int looksInVain() {
        looks = 0;
        assertFalse(spin.until(() -> ++looks < 0));
        return looks;
    }

    private void learnThatItIsInVain() {
        while (looksInVain() > FEWEST) {}
    }

    @Test
    void looksLessOftenTheMoreItIsInVain() {
        int before = looksInVain();
        for (int after = looksInVain(); after > FEWEST; after = looksInVain()) {
            assertTrue(after < before, before + " looks, then " + after);
            before = after;
        }
    }

    @Test
    void looksNoLongerThanItTakes() {
        assertTrue(spin.until(() -> ++looks == 3));
        assertEquals(3, looks);
    }

    @Test
    void triesForLongNowAndThen() {
        learnThatItIsInVain();
        for (int i = 1; i < Spin.VAIN_ATTEMPTS; i++) {
            assertEquals(FEWEST, looksInVain());
        }
        assertEquals(MOST, looksInVain());
        assertEquals(FEWEST, looksInVain());
    }

    @Test
    void looksForLongAgainAsSoonAsThatHelped() {
        learnThatItIsInVain();
        for (int i = 1; i < Spin.VAIN_ATTEMPTS; i++) {
            looksInVain();
        }
        looks = 0;
        assertTrue(spin.until(() -> ++looks == MOST));
        assertEquals(MOST, looksInVain());
    }
}
