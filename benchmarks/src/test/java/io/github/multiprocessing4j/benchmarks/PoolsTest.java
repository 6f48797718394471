package io.github.multiprocessing4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** That what is measured of pools works and becomes ratios; no figure of it means anything. */
class PoolsTest {
    private static final Effort LITTLE = new Effort(1000, 10);

    private static final PoolSide POOLS = new PoolSide(LITTLE);

    private interface Figure {
        double measure() throws Exception;
    }

    @Test
    void poolsHaveFigures() throws Exception {
        Map<Measure, Figure> figures = Map.of(
                Measure.POOL_MAP_CHUNKSIZE_1, POOLS::mapChunksize1,
                Measure.POOL_APPLY_ROUND_TRIP, POOLS::applyRoundTrip,
                Measure.POOL_MAP_1MIB_ARGUMENTS, POOLS::map1MibArguments,
                Measure.EXECUTOR_MAP_CHUNKSIZE_1, POOLS::executorMap,
                Measure.CPU_BOUND_SPEEDUP_2_WORKERS, new CpuSide(LITTLE)::speedup);
        for (var figure : figures.entrySet()) {
            double here = figure.getValue().measure();
            assertTrue(here > 0, figure.getKey() + ": " + here);
            String table = Table.of(
                    List.of(new Result(figure.getKey(), Sample.of(here), Map.of(Rival.CPYTHON, Sample.of(2 * here)))));
            assertTrue(table.contains(" 0.50 (0.50 to 0.50)"), table);
        }
    }

    @Test
    void twoWorkersAreComparedWithTwoThreads() throws Exception {
        double here = new CpuSide(LITTLE).pool();
        Measured there = Measured.parse(Sides.lastLine(Sides.peer(Measure.CPU_BOUND_10_MS, Rival.FORK_JOIN, LITTLE)));

        Result result = new Result(Measure.CPU_BOUND_10_MS, Sample.of(here), Map.of(Rival.FORK_JOIN, there.values()));

        assertTrue(result.ratio(Rival.FORK_JOIN) > 0, result::toString);
        assertTrue(Table.of(List.of(result)).contains(">= 0.95 x ForkJoinPool"));
    }

    @Test
    void anImapIsAsLongAsItsInputAndItsHeapIsLookedAt() {
        var imap = new LongImapSide(LITTLE);
        assertTrue(imap.perSecond() > 0);
        assertTrue(imap.peakHeap() > 0);
    }

    @Tag("stress")
    @Test
    void everyKillHasAFigure() throws Exception {
        double[] percents = KillSide.percents(LITTLE);

        assertEquals(2, percents.length);
        for (double percent : percents) {
            assertTrue(percent >= 0 && percent < 1e6, percent + " %");
        }
    }

    @Test
    void moreOfWhatPassesAndLessOfTimeIsBetter() {
        assertTrue(isMet(Measure.POOL_APPLY_ROUND_TRIP, 0.15));
        assertTrue(!isMet(Measure.POOL_APPLY_ROUND_TRIP, 0.16));
        assertTrue(isMet(Measure.POOL_MAP_CHUNKSIZE_1, 10));
        assertTrue(!isMet(Measure.POOL_MAP_CHUNKSIZE_1, 9.9));
        assertTrue(isMet(Measure.CPU_BOUND_10_MS, 0.95));
        assertTrue(!isMet(Measure.CPU_BOUND_10_MS, 0.94));
        assertTrue(isMet(Measure.POOL_KILL_NEXT_100_MS, 90));
        assertTrue(!isMet(Measure.POOL_KILL_NEXT_100_MS, 89));
    }

    private static boolean isMet(Measure measure, double figure) {
        return measure.targets().getFirst().condition().test(figure);
    }

    @Test
    void groupsAreThoseOfTheirName() {
        assertEquals(11, Selection.named("pool").measures().size());
        assertEquals(
                List.of(
                        Measure.CPU_BOUND_10_MS,
                        Measure.CPU_BOUND_SPEEDUP_2_WORKERS,
                        Measure.WORDCOUNT_SPEEDUP_2_WORKERS),
                Selection.named("cpu").measures());
        assertEquals(
                List.of(Measure.IDLE_100_READERS_CPU, Measure.IDLE_100_WAITERS_CPU),
                Selection.named("idle").measures());
    }
}
