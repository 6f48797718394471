package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PoolClosingTest {
    private final InMemoryBackend backend = InMemoryBackend.stepwise(2);

    private final Pool pool = Pool.over(backend);

    @Test
    void takesNoNewWorkAfterShutdown() {
        pool.shutdown();
        assertThrows(IllegalStateException.class, () -> pool.map(n -> n, List.of(1)));
        assertThrows(IllegalStateException.class, () -> pool.map(n -> n, List.of()));
        assertThrows(IllegalStateException.class, () -> pool.applyAsync(() -> 1));
        assertThrows(IllegalStateException.class, () -> pool.imap(n -> n, List.of(1)));
        assertTrue(backend.isStopped());
    }

    @Test
    void finishesItsWorkAfterShutdown() throws Exception {
        AsyncResult<Integer> result = pool.applyAsync(() -> 1);
        pool.shutdown();
        assertFalse(backend.isStopped());
        backend.runNext();
        assertEquals(1, result.get());
        pool.join();
        assertTrue(backend.isStopped());
    }

    @Test
    void canBeJoinedOnlyWhenItWasShutDownOrTerminated() {
        assertThrows(IllegalStateException.class, pool::join);
        pool.terminate();
        pool.join();
    }

    @Test
    void terminatingCancelsResults() {
        AsyncResult<Integer> result = pool.applyAsync(() -> 1);
        pool.terminate();
        var told = assertThrows(CancellationException.class, result::get);
        assertEquals("the pool was terminated before apply was done", told.getMessage());
        assertInstanceOf(CancellationException.class, told.getCause());
        assertThrows(IllegalStateException.class, () -> pool.apply(() -> 1));
        pool.close();
        pool.close();
    }

    @Test
    void closingTerminatesWhenInterruptedAndStaysInterrupted() {
        AsyncResult<Integer> result = pool.applyAsync(() -> 1);
        Thread.currentThread().interrupt();
        pool.close();
        assertTrue(Thread.interrupted());
        assertThrows(CancellationException.class, result::get);
    }

    @Test
    void saysHowItIs() {
        AsyncResult<Integer> unused = pool.applyAsync(() -> 1);
        assertEquals("Pool[open, 2 workers (2 ready, 0 starting), chunks: 0 with workers, 1 queued]", pool.toString());
        pool.terminate();
        assertTrue(pool.toString().startsWith("Pool[terminated"), pool::toString);
        assertTrue(unused.isDone());
    }

    @Test
    void oneWorkerIsNotSeveral() {
        assertEquals(
                "Pool[open, 1 worker (1 ready, 0 starting), chunks: 0 with workers, 0 queued]",
                Pool.over(InMemoryBackend.stepwise(1)).toString());
    }
}
