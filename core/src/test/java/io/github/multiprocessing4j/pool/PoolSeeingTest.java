package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.pool.PoolStats.Usage;
import org.junit.jupiter.api.Test;

/** What pools of processes tell of their work. */
class PoolSeeingTest extends SeeingContract {
    @Override
    Pool newPool(int workers) {
        return Pool.create(workers);
    }

    @Test
    void largeArgumentsTakeTimeToRead() {
        try (Pool pool = newPool(1)) {
            int[][] matrix = new int[2000][1000];
            assertEquals(2000, pool.apply(() -> matrix.length));
            Usage usage = pool.stats().total();
            assertTrue(usage.serializing().isPositive() && usage.working().isPositive(), usage::toString);
            assertTrue(usage.serializing().compareTo(usage.working()) > 0, usage::toString);
        }
    }
}
