package io.github.multiprocessing4j.pool;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.TaskTimeoutException;
import io.github.multiprocessing4j.queue.Queue;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every pool does with tasks that take too long or are not wanted any more, if they heed an interrupt or tell of their progress. */
@Timeout(60)
abstract class TaskLimitsContract {
    static final long SECOND = 1_000_000_000;

    private static final long SEED = Long.getLong("mp4j.stress.seed", System.nanoTime());

    /** {@return a pool of the kind that is tested} */
    abstract Pool newPool(int workers, TaskOptions options);

    final Pool newPool(int workers) {
        return newPool(workers, TaskOptions.none());
    }

    /** Says which worker it is. */
    private static String worker() {
        return ProcessHandle.current().pid() + ", thread "
                + Thread.currentThread().threadId();
    }

    static int neverEnd() throws InterruptedException {
        new CountDownLatch(1).await();
        return 0;
    }

    /** A task that takes so long, unless it is interrupted. */
    private static void takeFor(long time, TimeUnit unit) throws InterruptedException {
        boolean counted = new CountDownLatch(1).await(time, unit);
        assertFalse(counted, "nobody counts it down");
    }

    static TaskTimeoutException timeout(AsyncResult<?> result) {
        var e = assertThrows(ExecutionException.class, result::get);
        return assertInstanceOf(TaskTimeoutException.class, e.getCause());
    }

    @Test
    void whoHeedsTheSoftLimitEndsInGoodOrder() {
        try (Pool pool = newPool(1)) {
            String result = pool.apply(
                    () -> {
                        TaskContext context = TaskContext.current();
                        while (!context.isCancelled()) {
                            Thread.onSpinWait();
                        }
                        return "as far as I came";
                    },
                    TaskOptions.none().softTimeout(ofMillis(100)));
            assertEquals("as far as I came", result);
        }
    }

    @Test
    void whoIsThrownOutByTheInterruptHasTakenTooLongButItsWorkerLivesOn() {
        try (Pool pool = newPool(1)) {
            String before = pool.apply(TaskLimitsContract::worker);
            var e = timeout(pool.applyAsync(
                    TaskLimitsContract::neverEnd, TaskOptions.none().softTimeout(ofMillis(100))));
            assertInstanceOf(InterruptedException.class, e.getCause());
            assertEquals("", e.threadDump());
            assertEquals(before, pool.apply(TaskLimitsContract::worker));
        }
    }

    @Test
    void whoGivesSignsOfProgressIsNotStalled() {
        try (Pool pool = newPool(1)) {
            var options = TaskOptions.none().stallTimeout(ofMillis(900));
            String result = pool.apply(
                    () -> {
                        for (int i = 0; i < 12; i++) {
                            takeFor(100, TimeUnit.MILLISECONDS);
                            TaskContext.current().progress();
                        }
                        return "done";
                    },
                    options);
            assertEquals("done", result);
            var e = timeout(pool.applyAsync(TaskLimitsContract::neverEnd, options));
            assertTrue(String.valueOf(e.getMessage()).contains("gave no sign of progress"), e::getMessage);
        }
    }

    @Test
    void aLimitCountsForEachItemOfAChunk() {
        try (Pool pool = newPool(1)) {
            List<Integer> results = pool.map(
                    n -> {
                        takeFor(200, TimeUnit.MILLISECONDS);
                        return n;
                    },
                    List.of(0, 1, 2, 3, 4),
                    TaskOptions.timeout(ofMillis(900)).chunkSize(5));
            assertEquals(List.of(0, 1, 2, 3, 4), results);
            var e = assertThrows(
                    TaskTimeoutException.class,
                    () -> pool.map(
                            n -> n == 2 ? neverEnd() : n,
                            List.of(0, 1, 2, 3, 4),
                            TaskOptions.timeout(ofSeconds(1)).chunkSize(5)));
            assertTrue(String.valueOf(e.getMessage()).startsWith("item 2 of map took"), e::getMessage);
        }
    }

    @Test
    void theOtherItemsOfACallWithALimitAreRun() throws Exception {
        try (Pool pool = newPool(2)) {
            IMapIterator<Integer> results =
                    pool.imap(n -> n == 1 ? neverEnd() : n, List.of(0, 1, 2), TaskOptions.timeout(ofSeconds(1)));
            assertEquals(0, results.next());
            assertThrows(TaskTimeoutException.class, results::next);
            assertEquals(2, results.next());
        }
    }

    @Test
    void waitingForAWorkerDoesNotCount() {
        try (Pool pool = newPool(1)) {
            var first = pool.applyAsync(() -> {
                takeFor(1_200, TimeUnit.MILLISECONDS);
                return 1;
            });
            assertEquals(2, pool.apply(() -> 2, TaskOptions.timeout(ofSeconds(1))));
            assertEquals(1, first.resultNow());
        }
    }

    @Test
    void aPoolCanHaveLimitsForAllItsCalls() {
        try (Pool pool = newPool(1, TaskOptions.timeout(ofMillis(200)))) {
            assertThrows(TaskTimeoutException.class, () -> pool.apply(TaskLimitsContract::neverEnd));
            assertThrows(TaskTimeoutException.class, () -> pool.map(_ -> neverEnd(), List.of(1), /* chunkSize= */ 1));
        }
    }

    /** Whether the limit or the end comes first is chance; it must hit the task that it is meant for. */
    @Test
    void anInterruptDoesNotHitTheNextTask() throws Exception {
        try (Pool pool = newPool(1)) {
            String before = pool.apply(TaskLimitsContract::worker);
            Random random = new Random(SEED);
            for (int i = 0; i < 400; i++) {
                long nanos = random.nextLong(2_000_000);
                var limited = pool.applyAsync(
                        () -> {
                            takeFor(nanos, TimeUnit.NANOSECONDS);
                            return 0;
                        },
                        TaskOptions.none().softTimeout(ofMillis(1)));
                var next = pool.applyAsync(() -> Thread.currentThread().isInterrupted());
                try {
                    assertEquals(0, limited.get());
                } catch (ExecutionException e) {
                    assertInstanceOf(TaskTimeoutException.class, e.getCause(), "seed " + SEED);
                }
                assertEquals(false, next.get(), "seed " + SEED);
            }
            assertEquals(before, pool.apply(TaskLimitsContract::worker), "no worker had to die for that");
        }
    }

    @Test
    void aTaskThatRunsCanBeCancelled() throws Exception {
        try (Pool pool = newPool(1);
                Queue<String> began = Queue.create()) {
            var running = pool.applyAsync(() -> {
                began.put(worker());
                return neverEnd();
            });
            String worker = began.take();
            assertTrue(running.cancel(true));
            assertThrows(CancellationException.class, running::get);
            assertEquals(worker, pool.apply(TaskLimitsContract::worker), "it went when it was interrupted");
        }
    }

    @Test
    void theRestOfAChunkThatWasCancelledIsNotRun() throws Exception {
        try (Pool pool = newPool(1);
                Queue<Integer> began = Queue.create()) {
            var running = pool.mapAsync(
                    n -> {
                        began.put(n);
                        return neverEnd();
                    },
                    List.of(0, 1, 2, 3),
                    4);
            assertEquals(0, began.take());
            assertTrue(running.cancel(true));
            pool.apply(() -> "after it");
            assertEquals(0, began.size());
        }
    }

    @Test
    void whatWasGivenUpWithoutForceCanStillBeInterrupted() throws Exception {
        try (Pool pool = newPool(1);
                Queue<Integer> began = Queue.create()) {
            var running = pool.applyAsync(() -> {
                began.put(1);
                return neverEnd();
            });
            began.take();
            assertTrue(running.cancel(false));
            assertTrue(running.cancel(true));
            assertEquals("free", pool.apply(() -> "free"));
        }
    }

    @Test
    void thereIsNoContextOutsideOfATask() {
        assertThrows(IllegalStateException.class, TaskContext::current);
    }

    @Test
    void manyTasksWithLimitsAreNoBurden() {
        try (Pool pool = newPool(2)) {
            var options = TaskOptions.timeout(Duration.ofMinutes(1)).chunkSize(10);
            var items = Collections.nCopies(20_000, 1);
            assertEquals(items, pool.map(n -> n, items, options));
        }
    }
}
