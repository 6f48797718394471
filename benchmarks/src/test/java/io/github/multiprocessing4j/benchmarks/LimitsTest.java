package io.github.multiprocessing4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That what is measured without this library works; no figure of it means anything. */
class LimitsTest {
    /** As little as there is: processes that spin get in each other's way while others are at work. */
    private static final Effort LEAST = new Effort(20_000, 100_000);

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.MATCH_NONE,
            names = {"MEMCPY.*"})
    void limitsHaveFigures(Limit limit) throws Exception {
        assertTrue(limit.measure(LEAST, Pinning.NONE) > 0);
    }

    @Tag("stress")
    @ParameterizedTest
    @EnumSource(names = {"MEMCPY", "MEMCPY_FRESH"})
    void limitsThatAreTriedInSeveralSizesHaveFigures(Limit limit) throws Exception {
        assertTrue(limit.measure(LEAST, Pinning.NONE) > 0);
    }

    @Test
    void aWordTellsTheOtherWhoMapsTheFile() throws Exception {
        try (var file = MappedFile.create(64)) {
            var here = new SharedWord(file.memory(), 8);
            var there = new SharedWord(MappedFile.map(file.name(), 64), 8);

            here.set(3);

            assertEquals(3, there.await(3));
            assertTrue(there.compareAndSet(3, 4));
            assertTrue(!there.compareAndSet(3, 5));
            assertEquals(4, here.get());
        }
    }

    @Test
    void nobodySleepsForWhatIsThere() throws Exception {
        try (var file = MappedFile.create(64)) {
            var word = new FutexWord(file.memory(), 4);

            word.set(7);

            assertEquals(0, word.await(7));
        }
    }
}
