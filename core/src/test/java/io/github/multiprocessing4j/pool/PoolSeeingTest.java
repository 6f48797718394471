package io.github.multiprocessing4j.pool;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.TaskTimeoutException;
import io.github.multiprocessing4j.pool.PoolStats.Usage;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.time.Duration;
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

    /** What a task took that was killed is work, and it may have been the slowest. */
    @Test
    void aTaskThatWasKilledCounts() {
        Duration limit = Duration.ofMillis(300);
        try (Pool pool = ShortLived.pool(1)) {
            assertEquals(1, pool.<Integer>apply(() -> 1));
            assertThrows(
                    TaskTimeoutException.class,
                    () -> pool.apply(
                            () -> {
                                while (true) {
                                    Thread.onSpinWait();
                                }
                            },
                            TaskOptions.timeout(limit)));
            awaitTrue(() -> pool.stats().endedWorkers() == 1);
            PoolStats stats = pool.stats();
            assertTrue(stats.ended().working().compareTo(limit) >= 0, stats::toString);
            assertTrue(stats.slowest().getFirst().time().compareTo(limit) >= 0, stats::toString);
        }
    }
}
