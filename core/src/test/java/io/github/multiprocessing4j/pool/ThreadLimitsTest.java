package io.github.multiprocessing4j.pool;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.failure.TaskTimeoutException;
import io.github.multiprocessing4j.testkit.Told;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of threads that can't be killed. */
class ThreadLimitsTest extends TaskLimitsContract {
    /** Lets go of the threads that are stuck. */
    private final CountDownLatch release = new CountDownLatch(1);

    private final List<Thread> stuck = Collections.synchronizedList(new ArrayList<>());

    private final CompletableFuture<TaskContext> began = new CompletableFuture<>();

    @Override
    Pool newPool(int workers, TaskOptions options) {
        return ThreadPool.builder().threads(workers).taskOptions(options).build();
    }

    @AfterEach
    void theStuckThreadsEndWithTheirTasks() throws Exception {
        release.countDown();
        for (Thread thread : stuck) {
            assertTrue(thread.join(ofSeconds(30)), thread::toString);
        }
    }

    /** Heeds no interrupt. */
    private int stick() {
        stuck.add(Thread.currentThread());
        began.complete(TaskContext.current());
        boolean released = false;
        while (!released) {
            try {
                release.await();
                released = true;
            } catch (InterruptedException e) {
                assertTrue(TaskContext.current().isCancelled());
            }
        }
        return 0;
    }

    @Test
    void anotherThreadTakesThePlaceOfOneThatExceedsTheHardLimit() throws Exception {
        try (Pool pool = newPool(1)) {
            long start = System.nanoTime();
            var e = timeout(pool.applyAsync(this::stick, TaskOptions.timeout(ofMillis(300))));
            long taken = System.nanoTime() - start;
            assertTrue(taken > 300_000_000 && taken < 2 * SECOND, () -> taken / 1_000_000 + " ms");
            Told.assertTells(
                    e, "the task of apply took longer than its limit of 300 ms in mp4j-pool-worker-", "given up");
            assertTrue(e.threadDump().startsWith("\"mp4j-pool-worker-"), e::threadDump);
            assertTrue(e.threadDump().contains("ThreadLimitsTest.stick"), e::threadDump);
            assertTrue(began.get().isCancelled());
            assertNotEquals(stuck.getFirst(), pool.apply(Thread::currentThread));
            assertTrue(stuck.getFirst().isAlive());
        }
    }

    @Test
    void aStalledOneIsReplacedToo() throws Exception {
        try (Pool pool = newPool(1)) {
            var e = timeout(pool.applyAsync(this::stick, TaskOptions.none().stallTimeout(ofMillis(100))));
            Told.assertTells(e, "gave no sign of progress");
            assertEquals(1, pool.apply(() -> 1));
        }
    }

    @Test
    void andOneThatDoesNotHeedTheSoftLimit() throws Exception {
        try (Pool pool = newPool(1)) {
            long start = System.nanoTime();
            var options = TaskOptions.none().softTimeout(ofMillis(100)).grace(ofMillis(300));
            var e = timeout(pool.applyAsync(this::stick, options));
            long taken = System.nanoTime() - start;
            assertTrue(taken > 400_000_000 && taken < 2 * SECOND, () -> taken / 1_000_000 + " ms");
            assertEquals(ofMillis(100), e.limit());
            assertEquals(1, pool.apply(() -> 1));
        }
    }

    @Test
    void andOneThatDoesNotHeedACancel() throws Exception {
        try (Pool pool = newPool(1, TaskOptions.none().grace(ofMillis(200)))) {
            var running = pool.applyAsync(this::stick);
            assertFalse(began.get().isCancelled());
            assertTrue(running.cancel(true));
            assertNotEquals(stuck.getFirst(), pool.apply(Thread::currentThread));
            assertTrue(began.get().isCancelled());
        }
    }

    @Test
    void theResultsBeforeTheStuckItemAreThere() throws Exception {
        try (Pool pool = newPool(1)) {
            var options = TaskOptions.timeout(ofMillis(200)).chunkSize(3);
            IMapIterator<Integer> results = pool.imap(n -> n == 1 ? stick() : n, List.of(0, 1, 2), options);
            assertEquals(0, results.next());
            Told.assertTells(assertThrows(TaskTimeoutException.class, results::next), "item 1 of imap");
        }
    }

    @Test
    void aStuckThreadKeepsItsNumber() throws Exception {
        try (Pool pool = newPool(1)) {
            timeout(pool.applyAsync(this::stick, TaskOptions.timeout(ofMillis(100))));
            assertEquals(1, pool.apply(() -> WorkerContext.current().index()));
        }
    }

    @Test
    void whatIsQueuedFailsWhenNoThreadCanTakeThePlace() throws Exception {
        var made = new AtomicInteger();
        try (Pool pool = ThreadPool.builder()
                .threads(1)
                .threadFactory(task -> {
                    if (made.incrementAndGet() > 1) {
                        throw new IllegalStateException("only one");
                    }
                    return Thread.ofPlatform().name("the only one").unstarted(task);
                })
                .build()) {
            var late = pool.applyAsync(this::stick, TaskOptions.timeout(ofMillis(100)));
            var queued = pool.applyAsync(() -> 1);
            timeout(late);
            var e = assertThrows(ExecutionException.class, () -> queued.get(30, TimeUnit.SECONDS));
            Told.assertTells(Told.cause(ProcessStartException.class, e), "only one");
        }
    }

    // -- the end

    @Test
    void terminatingFailsWhatRunsAndWhatIsQueuedAtOnceAndWaitsForNobodyForEver() throws Exception {
        Pool pool = newPool(1, TaskOptions.none().grace(ofMillis(300)));
        var running = pool.applyAsync(this::stick);
        var queued = pool.applyAsync(() -> 1);
        began.get();
        pool.terminate();
        assertTrue(running.isCancelled() && queued.isCancelled());
        assertThrows(CancellationException.class, running::get);
        assertTrue(began.get().isCancelled());
        long start = System.nanoTime();
        pool.join();
        long taken = System.nanoTime() - start;
        assertTrue(taken < 2 * SECOND, () -> taken / 1_000_000 + " ms");
        assertTrue(stuck.getFirst().isAlive());
    }

    @Test
    void aStuckThreadThatWasGivenUpDoesNotKeepThePoolOpen() throws Exception {
        try (Pool pool = newPool(1)) {
            timeout(pool.applyAsync(this::stick, TaskOptions.timeout(ofMillis(100))));
        }
        assertTrue(stuck.getFirst().isAlive());
    }

    @Test
    void whatIsDoneAtTheEndIsNotDoneForOneThatWasGivenUp() throws Exception {
        var ended = Collections.synchronizedList(new ArrayList<Thread>());
        try (Pool pool = ThreadPool.builder()
                .threads(1)
                .initializer(() -> WorkerContext.current().onExit(() -> ended.add(Thread.currentThread())))
                .build()) {
            timeout(pool.applyAsync(this::stick, TaskOptions.timeout(ofMillis(100))));
            pool.apply(() -> 1);
        }
        theStuckThreadsEndWithTheirTasks();
        assertEquals(1, ended.size());
        assertFalse(ended.contains(stuck.getFirst()));
    }
}
