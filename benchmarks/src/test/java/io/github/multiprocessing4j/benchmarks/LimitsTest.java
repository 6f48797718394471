package io.github.multiprocessing4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** That what is measured without this library works; no figure of it means anything. */
class LimitsTest {
    /** As little as there is: processes that spin get in each other's way while others are at work. */
    private static final Effort LEAST = new Effort(20_000, 100_000);

    private static Stream<Arguments> figures(Predicate<Rival> which) {
        return Arrays.stream(Rival.values())
                .filter(which)
                .flatMap(rival -> Arrays.stream(Measure.values())
                        .filter(measure -> measure.rivals().contains(rival))
                        .limit(rival == Rival.FORK_JOIN ? Integer.MAX_VALUE : 1)
                        .map(measure -> Arguments.of(measure, rival)));
    }

    static Stream<Arguments> figuresOfOneSize() {
        Set<Rival> others = Set.of(Rival.FORK_JOIN, Rival.JDK_LOCK, Rival.PROCESS_BUILDER);
        return figures(rival -> others.contains(rival)
                || rival.kind() == Rival.Kind.LIMIT && rival != Rival.MEMCPY && rival != Rival.MEMCPY_FRESH);
    }

    static Stream<Arguments> figuresOfSeveralSizes() {
        return figures(rival -> rival == Rival.MEMCPY || rival == Rival.MEMCPY_FRESH);
    }

    @ParameterizedTest
    @MethodSource("figuresOfOneSize")
    void limitsHaveFigures(Measure measure, Rival rival) throws Exception {
        assertTrue(PeerSide.value(measure, rival, LEAST, Pinning.NONE) > 0);
    }

    @Tag("stress")
    @ParameterizedTest
    @MethodSource("figuresOfSeveralSizes")
    void limitsThatAreTriedInSeveralSizesHaveFigures(Measure measure, Rival rival) throws Exception {
        assertTrue(PeerSide.value(measure, rival, LEAST, Pinning.NONE) > 0);
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
