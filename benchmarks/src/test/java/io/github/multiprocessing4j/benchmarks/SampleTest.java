package io.github.multiprocessing4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void theMedianIsTheOneInTheMiddle() {
        assertEquals(3, Sample.of(9, 1, 3).median());
        assertEquals(7, Sample.of(7).median());
    }

    @Test
    void theMedianOfAnEvenNumberIsHalfwayBetweenTheTwoInTheMiddle() {
        assertEquals(2.5, Sample.of(9, 1, 3, 2).median());
    }

    @Test
    void hasASmallestAndALargest() {
        assertEquals(-1, Sample.of(5, -1, 3).min());
        assertEquals(5, Sample.of(5, -1, 3).max());
    }

    @Test
    void ratiosAreThoseOfTheSameRound() {
        assertEquals(
                List.of(2.0, 0.5, 1.0),
                Sample.of(2, 2, 5).over(Sample.of(1, 4, 5)).values());
    }

    @Test
    void onlyTheSameRoundsHaveRatios() {
        assertThrows(IllegalArgumentException.class, () -> Sample.of(1, 2).over(Sample.of(1)));
        assertThrows(IllegalArgumentException.class, Sample::of);
    }
}
