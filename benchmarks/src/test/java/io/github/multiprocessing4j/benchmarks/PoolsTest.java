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
                Measure.POOL_EXECUTOR_MAP_CHUNKSIZE_1, POOLS::executorMap,
                Measure.CPU_BOUND_SPEEDUP_2_WORKERS, new CpuSide(LITTLE)::speedup);
        for (var figure : figures.entrySet()) {
            double here = figure.getValue().measure();
            assertTrue(here > 0, figure.getKey() + ": " + here);
            String table = Table.of(List.of(new Result(figure.getKey(), Sample.of(here), Sample.of(2 * here))));
            assertTrue(table.contains(" 0.50 (0.50 to 0.50)"), table);
        }
    }

    @Test
    void twoWorkersAreComparedWithTwoThreads() throws Exception {
        double here = new CpuSide(LITTLE).pool();
        double there = Double.parseDouble(Sides.lastLine(Sides.peer(Rival.FORK_JOIN, LITTLE)));

        Result result = new Result(Measure.CPU_BOUND_10_MS, Sample.of(here), Sample.of(there));

        assertTrue(result.comparison().orElseThrow().ratio() > 0, result::toString);
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
        assertTrue(Measure.POOL_APPLY_ROUND_TRIP.target().isMet().test(1e9, 0.15));
        assertTrue(!Measure.POOL_APPLY_ROUND_TRIP.target().isMet().test(1, 0.16));
        assertTrue(Measure.POOL_MAP_CHUNKSIZE_1.target().isMet().test(1, 10));
        assertTrue(!Measure.POOL_MAP_CHUNKSIZE_1.target().isMet().test(1e9, 9.9));
        assertTrue(Measure.CPU_BOUND_10_MS.target().isMet().test(1, 0.95));
        assertTrue(!Measure.CPU_BOUND_10_MS.target().isMet().test(1e9, 0.94));
        assertTrue(Measure.POOL_KILL_NEXT_100_MS.target().isMet().test(90, Double.NaN));
        assertTrue(!Measure.POOL_KILL_NEXT_100_MS.target().isMet().test(89, Double.NaN));
    }

    @Test
    void groupsAreThoseOfTheirName() {
        assertEquals(9, Selection.named("pool").measures().size());
        assertEquals(
                List.of(Measure.CPU_BOUND_10_MS, Measure.CPU_BOUND_SPEEDUP_2_WORKERS),
                Selection.named("cpu").measures());
        assertEquals(
                List.of(Measure.IDLE_100_READERS_CPU), Selection.named("idle").measures());
    }
}
