package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.WorkerDiedException;
import io.github.multiprocessing4j.process.JvmSettings;
import io.github.multiprocessing4j.process.StartMethod;
import io.github.multiprocessing4j.process.StockForTests;
import io.github.multiprocessing4j.testkit.ShortLived;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every pool does, by workers that come from the stock. */
class ForkserverPoolTest extends PoolContract {
    private static final JvmSettings SETTINGS = JvmSettings.builder()
            .startMethod(StartMethod.FORKSERVER)
            .jvmOptions(ShortLived.OPTIONS)
            .build();

    /** What comes up for the stock of the shared pool would look like a leak of the first test. */
    @BeforeEach
    @AfterEach
    void clear() {
        StockForTests.clear();
    }

    @Override
    Pool newPool(int workers) {
        return Pool.builder().processes(workers).jvm(SETTINGS).build();
    }

    @Override
    Pool newSharedPool() {
        return newPool(2);
    }

    @Test
    void aFailingInitializerIsTheCauseAtTheCaller() {
        try (Pool pool = Pool.builder()
                .processes(1)
                .jvm(SETTINGS)
                .initializer(() -> {
                    throw new IllegalStateException("broken");
                })
                .build()) {
            WorkerDiedException e = assertThrows(WorkerDiedException.class, () -> pool.apply(() -> 1));
            assertTrue(String.valueOf(e.getMessage()).contains("broken"), e::getMessage);
        }
    }

    @Test
    void aWorkerThatDiesIsReplacedFromTheStock() {
        try (Pool pool = newPool(1)) {
            long first = pool.apply(() -> ProcessHandle.current().pid());
            StockForTests.awaitOne();
            long waiting = StockForTests.waiting().getFirst();
            assertThrows(
                    WorkerDiedException.class,
                    () -> pool.apply(() -> {
                        Runtime.getRuntime().halt(1);
                        return 0;
                    }));
            assertEquals(
                    waiting, (long) pool.apply(() -> ProcessHandle.current().pid()));
            assertTrue(first != waiting);
        }
    }
}
