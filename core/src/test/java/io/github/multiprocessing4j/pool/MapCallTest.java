package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.ExitStatus.Exited;
import io.github.multiprocessing4j.failure.ExitStatus.Signaled;
import io.github.multiprocessing4j.failure.TaskFailedException;
import io.github.multiprocessing4j.failure.WaitInterruptedException;
import io.github.multiprocessing4j.failure.WorkerDiedException;
import io.github.multiprocessing4j.testkit.Told;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MapCallTest {
    private final InMemoryBackend backend = InMemoryBackend.stepwise(2);

    private final Pool pool = Pool.over(backend);

    @AfterEach
    void terminate() {
        pool.terminate();
    }

    @Test
    void resultsAreInTheInputsOrderWhateverEndsFirst() throws Exception {
        AsyncResult<List<Integer>> result = pool.mapAsync(n -> n * n, List.of(1, 2, 3, 4), 1);
        for (int last = 3; last >= 0; last--) {
            assertFalse(result.ready());
            backend.take(last).run();
        }
        assertEquals(List.of(1, 4, 9, 16), result.get());
    }

    @Test
    void emptyInputGivesAnEmptyResultAtOnce() throws Exception {
        assertEquals(List.of(), pool.map(n -> n, List.of()));
        assertEquals(List.of(), pool.mapAsync(n -> n, List.of(), 7).get());
        assertEquals(0, backend.submitted());
    }

    @Test
    void nullsAndAnyIterableAreFine() throws Exception {
        AsyncResult<List<String>> result = pool.mapAsync(s -> s, new LinkedHashSet<>(Arrays.asList("a", null)), 5);
        backend.runNext();
        assertEquals(Arrays.asList("a", null), result.get());
    }

    /** So many items, and then what was expected. */
    private static Iterable<Integer> failingAfter(int items) {
        return () -> Stream.iterate(0, n -> n + 1)
                .map(n -> {
                    if (n == items) {
                        throw new IllegalStateException("input");
                    }
                    return n;
                })
                .iterator();
    }

    /** Of what was read before that nothing is run. */
    @Test
    void whatTheInputThrowsIsThrown() throws Exception {
        for (int items : new int[] {0, 0, 3}) {
            for (int chunkSize = 1; chunkSize < 3; chunkSize++) {
                int size = chunkSize;
                var e = assertThrows(IllegalStateException.class, () -> pool.map(n -> n, failingAfter(items), size));
                assertEquals("input", e.getMessage());
            }
        }
        assertEquals(0, backend.submitted());
        AsyncResult<List<Integer>> next = pool.mapAsync(n -> n, List.of(7));
        backend.runNext();
        assertEquals(List.of(7), next.get());
    }

    @Test
    void starmapSpreadsEntries() throws Exception {
        AsyncResult<List<String>> result =
                pool.starmapAsync((a, b) -> a + b, List.of(Map.entry("x", 1), Map.entry("y", 2)), 2);
        backend.runNext();
        assertEquals(List.of("x1", "y2"), result.get());
    }

    @Test
    void theFirstFailureInTheInputsOrderIsReportedWhenAllHasEnded() throws Exception {
        AsyncResult<List<Integer>> result = pool.mapAsync(
                n -> {
                    throw new IllegalArgumentException("bad " + n);
                },
                List.of(0, 1, 2),
                1);
        backend.take(2).run();
        backend.take(1).run();
        assertFalse(result.ready());
        backend.take(0).run();
        ExecutionException failure = assertThrows(ExecutionException.class, result::get);
        Told.assertTells(Told.cause(IllegalArgumentException.class, failure), "bad 0");
        Told.assertTells(failure, "item 0 of map", "(pid 42)");
    }

    @Test
    void aDeathIsReportedAtOnceAndWhatHasNotBegunIsTakenBack() throws Exception {
        AsyncResult<List<Integer>> result = pool.mapAsync(n -> n, List.of(0, 1, 2, 3), 1);
        InMemoryBackend.Work runs = backend.take(0);
        InMemoryBackend.Work dies = backend.take(0);
        dies.report().accept(new Outcome.WorkerDied(InMemoryBackend.WORKER, new Exited(9), 0, "", null));
        ExecutionException failure = assertThrows(ExecutionException.class, result::get);
        Told.assertTells(failure, "exited with code 9 while it ran item 1 of map");
        assertEquals(0, backend.waiting());
        runs.run();
        pool.close();
        assertTrue(backend.isStopped());
    }

    @Test
    void theRestOfAFailingChunkIsNotRun() throws Exception {
        List<Integer> begun = new ArrayList<>();
        AsyncResult<List<Integer>> result = pool.mapAsync(
                n -> {
                    begun.add(n);
                    return 1 / n;
                },
                List.of(1, 0, 2, 3),
                3);
        backend.runNext();
        backend.runNext();
        ExecutionException failure = assertThrows(ExecutionException.class, result::get);
        Told.assertTells(failure, "item 1 of map");
        assertEquals(List.of(1, 0, 3), begun);
    }

    @Test
    void blockingCallsThrowTaskFailedExceptionWithTheirOwnStack() throws Exception {
        InMemoryBackend running = InMemoryBackend.running(1);
        IllegalStateException thrown = new IllegalStateException("no");
        try (Pool other = Pool.over(running)) {
            TaskFailedException e = assertThrows(
                    TaskFailedException.class,
                    () -> other.apply(() -> {
                        throw thrown;
                    }));
            assertSame(thrown, e.getCause());
            assertEquals(42, e.pid());
            assertTrue(Arrays.stream(e.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().startsWith(MapCallTest.class.getName())));
        }
    }

    @Test
    void aDeathNamesTheItem() throws Exception {
        AsyncResult<List<Integer>> result = pool.mapAsync(n -> n, List.of(1, 2, 3, 4), 2);
        backend.runNext();
        backend.take(0).report().accept(new Outcome.WorkerDied(InMemoryBackend.WORKER, new Signaled(9), 1, "", null));
        ExecutionException failure = assertThrows(ExecutionException.class, result::get);
        WorkerDiedException death = Told.cause(WorkerDiedException.class, failure);
        assertEquals("a worker (pid 42) killed by SIGKILL while it ran item 3 of map", death.getMessage());
        assertEquals(new Signaled(9), death.exitStatus());
    }

    @Test
    void anInterruptedCallerGetsAnExceptionAndKeepsItsInterrupt() {
        Thread.currentThread().interrupt();
        assertThrows(WaitInterruptedException.class, () -> pool.apply(() -> 1));
        assertTrue(Thread.interrupted());
        assertEquals(1, backend.waiting());
    }

    @Test
    void aHundredThousandSingleItemsTakeLinearTime() throws Exception {
        try (Pool other = Pool.over(InMemoryBackend.running(2))) {
            List<Integer> items = new ArrayList<>();
            for (int i = 0; i < 200_000; i++) {
                items.add(i);
            }
            assertEquals(items, other.mapAsync(n -> n, items, 1).get(30, TimeUnit.SECONDS));
        }
    }
}
