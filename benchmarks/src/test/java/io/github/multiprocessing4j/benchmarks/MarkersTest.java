package io.github.multiprocessing4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class MarkersTest {
    private static final String PAGE =
            "before\n<!-- begin a -->\nold\n<!-- end a -->\nbetween\n<!-- begin b -->\n<!-- end b -->\nafter\n";

    @Test
    void onlyWhatStandsBetweenThemChanges() {
        assertEquals(
                "before\n<!-- begin a -->\nnew\n<!-- end a -->\nbetween\n<!-- begin b -->\n<!-- end b -->\nafter\n",
                Markers.fill(PAGE, "a", "new\n"));
    }

    @Test
    void fillingInTheSameAgainChangesNothing() {
        String filled = Markers.fill(PAGE, "b", "| a | $1 |\n");
        assertEquals(filled, Markers.fill(filled, "b", "| a | $1 |\n"));
    }

    @Test
    void aPageWithoutThePlaceIsAnError() {
        assertThrows(IllegalArgumentException.class, () -> Markers.fill(PAGE, "c", ""));
        assertThrows(IllegalArgumentException.class, () -> Markers.fill(PAGE + PAGE, "a", ""));
        assertThrows(IllegalArgumentException.class, () -> Markers.fill("<!-- end a --><!-- begin a -->", "a", ""));
    }
}
