package io.github.multiprocessing4j.benchmarks.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PoolCostsTest {
    private static final double EXACT = 1e-9;

    private static final StraightLine NOTHING = new StraightLine(0, 0);

    /** A chunk costs 4 µs and 0.01 more for each worker, an item 0.5; a worker has 50 MiB and shares 2 with the coordinator, which has 2 descriptors and 4 threads for it and 20 of each anyhow. */
    private static final PoolCosts COSTS = new PoolCosts(
            new StraightLine(4, 0.01),
            new StraightLine(0.5, 0),
            NOTHING,
            new StraightLine(24, 50),
            new StraightLine(0, 2),
            new StraightLine(20, 2),
            new StraightLine(20, 4),
            new StraightLine(0, 16),
            NOTHING);

    @Test
    void aLineIsFoundAgain() {
        var line = StraightLine.through(new double[] {1, 2, 4}, new double[] {5, 8, 14});
        assertEquals(2, line.constant(), EXACT);
        assertEquals(3, line.each(), EXACT);
        assertEquals(302, line.at(100), EXACT);
    }

    @Test
    void noCostGetsLessWithMoreWorkers() {
        var line = StraightLine.through(new double[] {1, 2, 3}, new double[] {6, 5, 4});
        assertEquals(0, line.each(), EXACT);
        assertEquals(5, line.at(1000), EXACT);
    }

    @Test
    void oneValueIsNoLine() {
        assertThrows(IllegalArgumentException.class, () -> StraightLine.through(new double[] {1}, new double[] {1}));
    }

    @Test
    void whatAChunkCostsAndAnItemFollowsFromBothMeasurements() {
        double r = PoolCosts.chunksPerItem(16, 200_000);
        double oneByOne = 4 + 0.5;
        double large = 0.5 + r * 4;
        assertEquals(4, PoolCosts.chunk(oneByOne, large, r), EXACT);
        assertEquals(0.5, PoolCosts.item(oneByOne, large, r), EXACT);
    }

    @Test
    void largerChunksShareTheirCost() {
        assertEquals(5.5, COSTS.micros(100, 1), EXACT);
        assertEquals(0.55, COSTS.micros(100, 100), EXACT);
        assertEquals(1e6 / 5.5, COSTS.tasksPerSecond(100, 1), 1e-6);
    }

    @Test
    void asManyTasksAreHandedOutAsEnd() {
        double millis = COSTS.shortestTaskMillis(100, 1);
        assertEquals(0.55, millis, EXACT);
        assertEquals(COSTS.tasksPerSecond(100, 1), 100 / (millis / 1e3), 1e-6);
    }

    @Test
    void theMostBusyWorkersAreThoseWhoseShortestTaskItIs() {
        for (double millis : new double[] {0.1, 10, 1000}) {
            assertEquals(millis, COSTS.shortestTaskMillis(COSTS.mostBusyWorkers(millis, 1), 1), 1e-6);
        }
    }

    @Test
    void theMostBusyWorkersOfACoordinatorThatDoesNotGetSlower() {
        var constant = new PoolCosts(
                new StraightLine(4.5, 0),
                new StraightLine(0.5, 0),
                NOTHING,
                NOTHING,
                NOTHING,
                NOTHING,
                NOTHING,
                NOTHING,
                NOTHING);
        assertEquals(2000, constant.mostBusyWorkers(10, 1), 1e-6);
    }

    @Test
    void memoryDescriptorsAndThreadsEnd() {
        assertEquals((24 + 52 * 100) / 1024.0, COSTS.memoryGib(100), EXACT);
        assertEquals((1024 - 24) / 52.0, COSTS.mostInMemory(1).orElseThrow(), EXACT);
        assertEquals(50, COSTS.mostWithThreads(1020).orElseThrow(), EXACT);
        assertEquals(502, COSTS.mostWithDescriptors(1024).orElseThrow(), EXACT);
    }

    @Test
    void whatTakesNothingHasNoEnd() {
        var none = new PoolCosts(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING);
        assertEquals(OptionalDouble.empty(), none.mostWithDescriptors(1024));
        assertTrue(none.mostInMemory(1).isEmpty());
    }
}
