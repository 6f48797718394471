package io.github.multiprocessing4j.pool;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.Context;
import io.github.multiprocessing4j.failure.TaskFailedException;
import io.github.multiprocessing4j.testkit.OverThreads;
import java.io.FileNotFoundException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The same over threads, and what other tests try over processes. */
@OverThreads
class ThreadPoolCallsTest extends PoolCallsContract {
    @Override
    Context context() {
        return Context.threads();
    }

    @Test
    void workersAreVirtualThreadsIfTheContextsAre() {
        try (Pool pool = Context.virtualThreads().pool(2)) {
            assertEquals(
                    List.of(true, true), pool.map(_ -> Thread.currentThread().isVirtual(), List.of(1, 2), 1));
        }
    }

    @Test
    void aResultCanBeWaitedForWithATimeLimit() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        AsyncResult<Integer> result = pool().applyAsync(() -> {
            go.await();
            return 7 * 7;
        });
        assertThrows(TimeoutException.class, () -> result.get(50, TimeUnit.MILLISECONDS));
        assertFalse(result.ready());
        go.countDown();
        assertEquals(49, result.get());
        assertTrue(result.successful());
    }

    /** A failure is told when all has ended. */
    @Test
    void oneFailureDoesNotKeepTheOthersFromRunning() {
        AtomicInteger run = new AtomicInteger();
        assertThrows(TaskFailedException.class, () -> pool().map(n -> failingAtFirst(n, run), TEN, 1));
        assertEquals(9, run.get());
    }

    private static int failingAtFirst(int n, AtomicInteger run) throws FileNotFoundException {
        if (n == 0) {
            throw new FileNotFoundException("the first");
        }
        return run.incrementAndGet();
    }

    @Test
    void mapAsyncCallsBack() {
        List<Object> calls = Collections.synchronizedList(new ArrayList<>());
        try (Pool own = newPool(1)) {
            own.mapAsync(n -> n * n, TEN).onSuccess(calls::add).onFailure(calls::add);
            own.mapAsync(PoolCallsContract::failing, TEN).onSuccess(calls::add).onFailure(calls::add);
        }
        assertEquals(2, calls.size());
        assertTrue(calls.remove(SQUARES));
        assertInstanceOf(FileNotFoundException.class, calls.getFirst());
    }

    @Test
    void poolsHaveAtLeastOneWorker() {
        assertThrows(IllegalArgumentException.class, () -> context().pool(0));
        assertThrows(IllegalArgumentException.class, () -> context().pool(-1));
        try (Pool own = newPool(3)) {
            awaitTrue(() -> own.toString().contains("3 ready"));
        }
    }

    @Test
    void aClosedPoolTakesNoWork() {
        Pool own = newPool(1);
        try (own) {
            assertEquals(SQUARES, own.map(n -> n * n, TEN));
        }
        assertThrows(IllegalStateException.class, () -> own.map(n -> n, TEN));
        own.join();
    }
}
