package io.github.multiprocessing4j.benchmarks.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ScalingTest {
    private static Scaling parsed(String... arguments) {
        var scaling = new Scaling();
        Scaling.commandLine(scaling).parseArgs(arguments);
        return scaling;
    }

    @Test
    void everythingIsMeasuredUnlessSaidOtherwise() {
        assertEquals(List.of(Figure.values()), parsed().figures());
        assertEquals(
                List.of(Workload.values()),
                Scaling.workloads(List.of(Figure.values())).stream().sorted().toList());
    }

    @Test
    void figuresAndGroupsArePickedByName() {
        assertEquals(
                List.of(Figure.ROUND_TRIP, Figure.LOCK_CONTENDED, Figure.LOCK_SMALLEST_SHARE),
                parsed("--only", "round_trip,lock").figures());
        assertEquals(
                List.of(Figure.POOL_START),
                parsed("--only", "pool_start,pool_start").figures());
    }

    @Test
    void whatSeveralFiguresShowIsMeasuredOnce() {
        assertEquals(
                List.of(Workload.LOCK_CONTENDED),
                Scaling.workloads(List.of(Figure.LOCK_CONTENDED, Figure.LOCK_SMALLEST_SHARE)));
    }

    @Test
    void anUnknownNameIsAnError() {
        assertThrows(CommandLine.ParameterException.class, () -> parsed("--only", "spam"));
        assertThrows(CommandLine.ParameterException.class, () -> parsed("--spam"));
    }

    @Test
    void theUserSaysLastWhereToWrite() {
        assertEquals(Path.of("b"), parsed("--output", "a", "--output", "b").output());
    }

    @Test
    void quantitiesAreReadAsTheyAreWritten() {
        var quantities = new Quantities(Map.of("per_second", 1.5e9, "us", 0.25));
        assertEquals("per_second=1.5E9 us=0.25", quantities.toString());
        assertEquals(quantities, Quantities.parse(quantities.toString()));
        assertEquals(1.5e9, quantities.get("per_second"));
        assertThrows(IllegalArgumentException.class, () -> quantities.get("spam"));
        assertThrows(IllegalArgumentException.class, () -> Quantities.parse("Traceback (most recent call last)"));
    }

    @Test
    void pointsAreCutAtALimit() {
        assertEquals(List.of(1L, 10L), Limits.cut(List.of(1L, 10L), 10));
        assertEquals(List.of(1L, 7L), Limits.cut(List.of(1L, 10L), 7));
        assertEquals(List.of(1L, 10L), Limits.cut(List.of(1L, 10L, 100L), 10));
    }

    @Test
    void thereAreNoMoreQueuesThanAnyLimitAllows() {
        assertEquals(500, new Limits(2000, 65_530, 1L << 40).queues());
        assertEquals(500, new Limits(1_000_000, 2000, 1L << 40).queues());
        assertEquals(3200, new Limits(1_000_000, 1_000_000, 1L << 30).queues() / 100 * 100);
        assertEquals(1, new Limits(100, 100, 0).queues());
    }

    @Test
    void theMachinesLimitsAreRead() throws IOException {
        var limits = Limits.ofThisProcess();
        assertTrue(limits.mappings() >= 1000 && limits.descriptors() >= 100 && limits.memory() > 0, limits::toString);
        assertTrue(Limits.threads() >= 1000);
    }

    @Test
    void pointsAreInAscendingOrder() {
        var limits = new Limits(1_000_000, 65_530, 1L << 40);
        for (Workload workload : Workload.values()) {
            List<Long> points = workload.points(limits);
            assertEquals(List.copyOf(new TreeSet<>(points)), points);
        }
        assertEquals(10_000, Workload.OBJECTS_QUEUES.points(limits).getLast());
        assertEquals(64L << 20, Workload.QUEUE_ONE_WAY.points(limits).getLast());
    }

    @Test
    void noTwoFiguresShareAFile() {
        assertEquals(
                Figure.values().length,
                Arrays.stream(Figure.values()).map(Figure::toString).distinct().count());
    }

    @Test
    void aFigureIsOfOneDimension() {
        for (Figure figure : Figure.values()) {
            assertTrue(figure.workloads().stream().allMatch(each -> each.dimension() == figure.dimension()));
        }
    }
}
