package io.github.multiprocessing4j.pool;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.TaskTimeoutException;
import io.github.multiprocessing4j.failure.WorkerDiedException;
import io.github.multiprocessing4j.os.ProcessIdentity;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.sharedtypes.IntValue;
import io.github.multiprocessing4j.sharedtypes.Value;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** Processes' tasks that take too long or are not wanted any more, and those that are run again. */
class TaskLimitsTest extends TaskLimitsContract {
    @Override
    Pool newPool(int workers, TaskOptions options) {
        return ShortLived.poolBuilder().processes(workers).taskOptions(options).build();
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    private static void spin() {
        while (true) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whoExceedsTheHardLimitIsKilledAndTellsWhatItDid() throws Exception {
        try (Pool pool = ShortLived.pool(1)) {
            long before = pool.apply(TaskLimitsTest::pid);
            long start = System.nanoTime();
            var e = timeout(pool.applyAsync(TaskLimitsTest::neverEnd, TaskOptions.timeout(ofMillis(300))));
            long taken = System.nanoTime() - start;
            assertTrue(taken > 300_000_000 && taken < 2 * SECOND, () -> taken / 1_000_000 + " ms");
            assertEquals(before, e.pid());
            assertEquals(ofMillis(300), e.limit());
            assertTrue(e.threadDump().startsWith("\"main\" WAITING\n"), e::threadDump);
            assertTrue(e.threadDump().contains("TaskLimitsContract.neverEnd"), e::threadDump);
            assertTrue(
                    String.valueOf(e.getMessage())
                            .startsWith("the task of apply took longer than its limit of 300 ms in PoolWorker-"),
                    e::getMessage);
            assertTrue(
                    String.valueOf(e.getMessage()).matches("(?s).*\n\"main\" WAITING\n[^\"]*neverEnd[^\"]*"),
                    () -> "its own stack, and no other: " + e.getMessage());
            assertNotEquals(before, (long) pool.apply(TaskLimitsTest::pid), "another worker has taken its place");
        }
    }

    @Test
    void whoNeverComesToAnEndIsKilledToo() {
        try (Pool pool = ShortLived.pool(1)) {
            var options = TaskOptions.timeout(ofMillis(200));
            pool.apply(() -> "up");
            var e = assertThrows(
                    TaskTimeoutException.class,
                    () -> pool.apply(
                            () -> {
                                spin();
                                return 0;
                            },
                            options));
            assertTrue(e.threadDump().contains("TaskLimitsTest.spin"), e::threadDump);
        }
    }

    @Test
    void whoDoesNotHeedTheSoftLimitIsKilledAfterTheGracePeriod() {
        try (Pool pool = ShortLived.pool(1)) {
            pool.apply(() -> "up");
            long start = System.nanoTime();
            var e = timeout(pool.applyAsync(
                    () -> {
                        spin();
                        return 0;
                    },
                    TaskOptions.none().softTimeout(ofMillis(100)).grace(ofMillis(300))));
            long taken = System.nanoTime() - start;
            assertTrue(taken > 400_000_000 && taken < 2 * SECOND, () -> taken / 1_000_000 + " ms");
            assertEquals(ofMillis(100), e.limit());
            assertTrue(e.threadDump().contains("TaskLimitsTest.spin"), e::threadDump);
        }
    }

    // -- cancelling

    @Test
    void whoDoesNotHeedACancelIsKilledAndReplaced() throws Exception {
        try (Pool pool = Pool.builder()
                        .processes(1)
                        .jvmOptions(ShortLived.OPTIONS)
                        .taskOptions(TaskOptions.none().grace(ofMillis(200)))
                        .build();
                Queue<Long> began = Queue.create()) {
            var running = pool.applyAsync(() -> {
                began.put(pid());
                spin();
                return 0;
            });
            long pid = began.take();
            assertTrue(running.cancel(true));
            assertNotEquals(pid, (long) pool.apply(TaskLimitsTest::pid));
        }
    }

    // -- trying again

    @Test
    void whatItsWorkerDiedOnIsRunAgain() {
        try (Pool pool = ShortLived.pool(2)) {
            List<Integer> attempts = pool.map(
                    n -> {
                        int attempt = TaskContext.current().attempt();
                        if (attempt <= n) {
                            Runtime.getRuntime().halt(1);
                        }
                        return attempt;
                    },
                    List.of(0, 1, 2),
                    TaskOptions.none().retries(2).chunkSize(1));
            assertEquals(List.of(1, 2, 3), attempts);
        }
    }

    @Test
    void butNotForEver() {
        try (Pool pool = ShortLived.pool(1);
                IntValue runs = Value.ofInt(0)) {
            var options = TaskOptions.none().retries(2);
            assertThrows(
                    WorkerDiedException.class,
                    () -> pool.apply(
                            () -> {
                                runs.getAndAdd(1);
                                Runtime.getRuntime().halt(1);
                                return 0;
                            },
                            options));
            assertEquals(3, runs.get());
        }
    }

    @Test
    void whatTakesTooLongIsNotRunAgain() {
        try (Pool pool = ShortLived.pool(1);
                IntValue runs = Value.ofInt(0)) {
            var options = TaskOptions.timeout(ofMillis(200)).retries(2);
            pool.apply(() -> runs.getAndAdd(0)); // or the limit could come before a worker that is new knows what to do
            assertThrows(
                    TaskTimeoutException.class,
                    () -> pool.apply(
                            () -> {
                                runs.getAndAdd(1);
                                return neverEnd();
                            },
                            options));
            assertEquals(1, runs.get());
        }
    }

    // -- the rest

    @Test
    void whatAKilledTaskHasStartedIsKilledWithIt() throws Exception {
        try (Pool pool = ShortLived.pool(1);
                Queue<Long> started = Queue.create()) {
            var options = TaskOptions.timeout(ofSeconds(1));
            var running = pool.applyAsync(
                    () -> {
                        started.put(new ProcessBuilder("sleep", "1000").start().pid());
                        return neverEnd();
                    },
                    options);
            ProcessIdentity program = ProcessIdentity.of(started.take());
            timeout(running);
            awaitDead(program);
        }
    }

    private static void awaitDead(ProcessIdentity program) {
        long start = System.nanoTime();
        awaitTrue(() -> program.isDead() || System.nanoTime() - start > SECOND);
        assertTrue(program.isDead(), () -> program + " lives on");
    }

    @Test
    void whatAWorkerHasStartedIsKilledWithItWhoeverKillsIt() throws Exception {
        try (Pool pool = ShortLived.pool(1);
                Queue<Long> pids = Queue.create()) {
            var running = pool.applyAsync(() -> {
                pids.put(pid());
                pids.put(new ProcessBuilder("sleep", "1000").start().pid());
                return neverEnd();
            });
            long worker = pids.take();
            ProcessIdentity program = ProcessIdentity.of(pids.take());
            assertTrue(ProcessHandle.of(worker).orElseThrow().destroyForcibly());
            var e = assertThrows(ExecutionException.class, running::get);
            assertInstanceOf(WorkerDiedException.class, e.getCause());
            awaitDead(program);
        }
    }

    @Test
    void whatAWorkerHasLeftBehindInGoodOrderLivesOn() throws Exception {
        long program;
        try (Pool pool = ShortLived.pool(1)) {
            program =
                    pool.apply(() -> new ProcessBuilder("sleep", "1000").start().pid());
        }
        assertFalse(ProcessIdentity.of(program).isDead());
        assertTrue(ProcessHandle.of(program).orElseThrow().destroyForcibly());
    }
}
