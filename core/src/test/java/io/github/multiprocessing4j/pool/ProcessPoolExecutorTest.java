package io.github.multiprocessing4j.pool;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.failure.TaskFailedException;
import io.github.multiprocessing4j.failure.TaskTimeoutException;
import io.github.multiprocessing4j.failure.WorkerDiedException;
import io.github.multiprocessing4j.function.RemoteCallable;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Work;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessPoolExecutorTest {
    /** For tests in which no worker comes or goes. */
    private static @Nullable ProcessPoolExecutor shared;

    @BeforeAll
    static void open() {
        shared = ProcessPoolExecutor.create(ShortLived.poolBuilder().processes(2));
        awaitTrue(() -> shared().pool().load().ready() == 2); // or one that comes up later would look like a leak
    }

    @AfterAll
    static void close() {
        shared().close();
    }

    private static ProcessPoolExecutor shared() {
        return Objects.requireNonNull(shared);
    }

    private static ProcessPoolExecutor executor(int workers) {
        return ProcessPoolExecutor.create(
                Pool.builder().processes(workers).minProcesses(0).jvmOptions(ShortLived.OPTIONS));
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    private static int divideByNothing() {
        throw new ArithmeticException("by nothing");
    }

    /** As somebody writes it who knows executors of threads. */
    @Test
    void isAnExecutorService() throws Exception {
        ProcessPoolExecutor executor = shared();
        Future<Integer> sum = executor.submit(() -> 2 + 2);
        assertEquals(4, sum.get());
        assertTrue(executor.submit(ProcessPoolExecutorTest::pid).get() != pid());
        Future<?> nothing = executor.submit(() -> {
            Runtime.version();
        });
        assertNull(nothing.get());
        assertEquals(
                "ours",
                executor.submit((Runnable & Serializable) Runtime::version, "ours")
                        .get());
        ExecutorService plain = executor;
        assertEquals(
                5, plain.submit((Callable<Integer> & Serializable) () -> 2 + 3).get());
    }

    @Test
    void whatATaskThrowsIsTheCause() {
        ProcessPoolExecutor executor = shared();
        Future<?> failing = executor.submit(() -> {
            throw new java.io.IOException("out of paper");
        });
        var e = assertThrows(ExecutionException.class, failing::get);
        assertEquals("java.io.IOException: out of paper", String.valueOf(e.getCause()));
        assertTrue(
                Stream.of(Objects.requireNonNull(e.getCause()).getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(ProcessPoolExecutorTest.class.getName())),
                "where it was thrown");
    }

    @Test
    void whatCanNotBeSentIsRefusedWithTheCure() {
        ProcessPoolExecutor executor = shared();
        ExecutorService plain = executor;
        var e = assertThrows(SerializationException.class, () -> plain.submit(() -> 1));
        assertTrue(String.valueOf(e.getMessage()).contains("declare the executor's variable as ProcessPoolExecutor"));
        assertThrows(SerializationException.class, () -> plain.execute(() -> {}));
        Thread captured = Thread.currentThread();
        var named = assertThrows(SerializationException.class, () -> executor.submit(captured::threadId));
        assertTrue(String.valueOf(named.getMessage()).contains("java.lang.Thread"), named::getMessage);
        Callable<Integer> ofAClass = new Callable<>() {
            @Override
            public Integer call() {
                return 1;
            }
        };
        var ofClass = assertThrows(SerializationException.class, () -> executor.submit(ofAClass));
        assertTrue(String.valueOf(ofClass.getMessage()).contains("does not implement Serializable"));
    }

    @Test
    void workersAreStartedOnDemandAndUsedAgain() throws Exception {
        try (ProcessPoolExecutor executor = executor(4)) {
            assertEquals("ProcessPoolExecutor[open, 4 workers (0 ready, 0 starting)", beginning(executor));
            long first = executor.submit(ProcessPoolExecutorTest::pid).get();
            for (int i = 0; i < 5; i++) {
                assertEquals(first, (long)
                        executor.submit(ProcessPoolExecutorTest::pid).get());
            }
            assertEquals("ProcessPoolExecutor[open, 4 workers (1 ready, 0 starting)", beginning(executor));
        }
    }

    private static String beginning(ProcessPoolExecutor executor) {
        return executor.toString().split(",", -1)[0] + "," + executor.toString().split(",", -1)[1] + ","
                + executor.toString().split(",", -1)[2];
    }

    @Test
    void tasksThatWaitForEachOtherGetAWorkerEach() throws Exception {
        try (ProcessPoolExecutor executor = executor(3);
                Queue<Integer> there = Queue.create();
                Queue<Integer> back = Queue.create()) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                all.add(executor.submit(() -> {
                    there.put(1);
                    return back.take();
                }));
            }
            for (int i = 0; i < 3; i++) {
                there.take();
            }
            for (int i = 0; i < 3; i++) {
                back.put(i);
            }
            int sum = 0;
            for (Future<Integer> each : all) {
                sum += each.get();
            }
            assertEquals(3, sum);
        }
    }

    @Test
    void onlyTheTaskOfAWorkerThatDiesFails() throws Exception {
        try (ProcessPoolExecutor executor = executor(1)) {
            Future<?> dying = executor.submit(() -> Runtime.getRuntime().halt(3));
            Future<Integer> next = executor.submit(() -> 1);
            var e = assertThrows(ExecutionException.class, dying::get);
            assertInstanceOf(WorkerDiedException.class, e.getCause());
            assertEquals(1, next.get());
        }
    }

    @Test
    void allFailWithTheFirstOneIfThatIsWanted() throws Exception {
        var settings =
                Pool.builder().processes(2).jvmOptions(ShortLived.OPTIONS).failFast();
        try (ProcessPoolExecutor executor = ProcessPoolExecutor.create(settings);
                Queue<Integer> began = Queue.create()) {
            Future<?> running = executor.submit(() -> {
                began.put(1);
                return Work.endless();
            });
            began.take();
            awaitTrue(() -> executor.pool().load().ready() == 2); // or what is queued would come before who dies
            Future<?> dying = executor.submit(() -> Runtime.getRuntime().halt(3));
            Future<?> queued = executor.submit(() -> 1);
            assertThrows(ExecutionException.class, dying::get);
            for (Future<?> each : List.of(running, queued, executor.submit(() -> 2))) {
                var e = assertThrows(ExecutionException.class, each::get);
                var cause = assertInstanceOf(WorkerDiedException.class, e.getCause());
                assertTrue(String.valueOf(cause.getMessage()).contains("fails fast"), cause::getMessage);
            }
        }
    }

    @Test
    void limitsHoldHereToo() {
        try (ProcessPoolExecutor executor = executor(1)) {
            Future<Integer> slow = executor.submit(Work::endless, TaskOptions.timeout(Duration.ofMillis(200)));
            var e = assertThrows(ExecutionException.class, slow::get);
            assertInstanceOf(TaskTimeoutException.class, e.getCause());
        }
    }

    @Test
    void mapIsLazyAndInOrder() {
        ProcessPoolExecutor executor = shared();
        List<Integer> squares = new ArrayList<>();
        executor.map(
                        n -> n * n,
                        List.of(1, 2, 3),
                        TaskOptions.none().chunkSize(2).bufferSize(1))
                .forEachRemaining(squares::add);
        assertEquals(List.of(1, 4, 9), squares);
    }

    @Test
    void whatAnItemThrowsComesInItsPlace() {
        ProcessPoolExecutor executor = shared();
        IMapIterator<Integer> results = executor.map(n -> 6 / n, List.of(1, 0, 3));
        assertEquals(6, results.next());
        assertThrows(TaskFailedException.class, results::next);
        assertEquals(2, results.next());
    }

    @Test
    void aResultOfMapCanBeWaitedForNotForEver() throws Exception {
        try (ProcessPoolExecutor executor = executor(2);
                Queue<Integer> go = Queue.create()) {
            IMapIterator<Integer> results = executor.map(n -> n == 0 ? n : go.take(), List.of(0, 1));
            assertEquals(0, results.next(Duration.ofSeconds(30)));
            assertThrows(TimeoutException.class, () -> results.next(Duration.ofMillis(10)));
            go.put(5);
            assertEquals(5, results.next());
        }
    }

    @Test
    void moreTasksThanWorkersDoNotMakeMoreWorkers() throws Exception {
        try (ProcessPoolExecutor executor = executor(2);
                Queue<Integer> go = Queue.create()) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                all.add(executor.submit(go::take));
                var load = executor.pool().load();
                assertTrue(load.ready() + load.starting() <= 2, load::toString);
            }
            for (int i = 0; i < 30; i++) {
                go.put(1);
            }
            for (Future<Integer> each : all) {
                assertEquals(1, each.get());
            }
        }
    }

    @Test
    void manyTasksAtOnceAreNoBurden() throws Exception {
        ProcessPoolExecutor executor = shared();
        List<Future<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            int number = i;
            all.add(executor.submit(() -> number));
        }
        for (int i = 0; i < 5_000; i++) {
            assertEquals(i, all.get(i).get());
        }
    }

    @Test
    void aNumberOfWorkersThatIsNoneIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ProcessPoolExecutor.create(0));
        assertThrows(IllegalArgumentException.class, () -> ProcessPoolExecutor.create(-1));
    }

    // -- several tasks

    @Test
    void invokeAllWaitsForAll() throws Exception {
        ProcessPoolExecutor executor = shared();
        List<RemoteCallable<Integer>> tasks = List.of(() -> 1, ProcessPoolExecutorTest::divideByNothing, () -> 3);
        List<Future<Integer>> results = executor.invokeAll(tasks);
        assertEquals(1, results.get(0).resultNow());
        assertInstanceOf(ArithmeticException.class, results.get(1).exceptionNow());
        assertEquals(3, results.get(2).resultNow());
    }

    @Test
    void invokeAllCancelsWhatIsNotDoneInTime() throws Exception {
        ProcessPoolExecutor executor = shared();
        executor.submit(() -> 0).get();
        List<RemoteCallable<Integer>> tasks = List.of(() -> 1, Work::endless);
        List<Future<Integer>> results = executor.invokeAll(tasks, 1, TimeUnit.SECONDS);
        assertEquals(1, results.get(0).get());
        assertTrue(results.get(1).isCancelled());
    }

    @Test
    void invokeAnyReturnsTheFirstThatEndsWell() throws Exception {
        try (ProcessPoolExecutor executor = executor(3)) {
            List<RemoteCallable<Integer>> tasks =
                    List.of(Work::endless, ProcessPoolExecutorTest::divideByNothing, () -> 7);
            assertEquals(7, executor.invokeAny(tasks));
            List<RemoteCallable<Integer>> failing = List.of(ProcessPoolExecutorTest::divideByNothing);
            var e = assertThrows(ExecutionException.class, () -> executor.invokeAny(failing));
            assertInstanceOf(ArithmeticException.class, e.getCause());
            List<RemoteCallable<Integer>> slow = List.of(Work::endless);
            assertThrows(TimeoutException.class, () -> executor.invokeAny(slow, 100, TimeUnit.MILLISECONDS));
            assertThrows(IllegalArgumentException.class, () -> executor.invokeAny(List.<RemoteCallable<Integer>>of()));
        }
    }

    // -- the end

    @Test
    void takesNothingAfterItWasShutDown() throws Exception {
        try (ProcessPoolExecutor executor = executor(1)) {
            Future<Integer> before = executor.submit(() -> 1);
            assertFalse(executor.isShutdown());
            executor.shutdown();
            assertTrue(executor.isShutdown());
            assertThrows(RejectedExecutionException.class, () -> executor.submit(() -> 1));
            assertThrows(RejectedExecutionException.class, () -> executor.map(n -> n, List.of(1)));
            assertEquals(1, before.get());
            assertTrue(executor.awaitTermination(30, TimeUnit.SECONDS));
            assertTrue(executor.isTerminated());
        }
    }

    @Test
    void shutdownNowInterruptsWhatRunsAndReturnsTheRest() throws Exception {
        try (ProcessPoolExecutor executor = executor(1);
                Queue<Integer> began = Queue.create()) {
            Future<Integer> running = executor.submit(() -> {
                began.put(1);
                return Work.endless();
            });
            began.take();
            Future<Integer> first = executor.submit(() -> 1);
            Future<Integer> second = executor.submit(() -> 2);
            List<Runnable> rest = executor.shutdownNow();
            assertEquals(2, rest.size());
            for (Runnable each : rest) {
                each.run();
                assertTrue(((Future<?>) each).resultNow() instanceof Integer);
            }
            assertThrows(CancellationException.class, first::get);
            assertThrows(CancellationException.class, second::get);
            var e = assertThrows(ExecutionException.class, running::get);
            assertInstanceOf(InterruptedException.class, e.getCause());
            assertTrue(executor.awaitTermination(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void whatHasNotBegunCanBeCancelledAlone() throws Exception {
        try (ProcessPoolExecutor executor = executor(1);
                Queue<Integer> began = Queue.create();
                Queue<Integer> go = Queue.create()) {
            Future<Integer> running = executor.submit(() -> {
                began.put(1);
                return go.take();
            });
            began.take();
            Future<Integer> queued = executor.submit(() -> 1);
            executor.shutdownAndCancel();
            assertTrue(queued.isDone());
            assertThrows(CancellationException.class, queued::get);
            go.put(42);
            assertEquals(42, running.get());
        }
    }

    @Test
    void itsWorkersCanBeTerminatedOrKilled() throws Exception {
        for (boolean kill : List.of(false, true)) {
            ProcessPoolExecutor executor = executor(1);
            Future<Integer> running = executor.submit(Work::endless);
            if (kill) {
                executor.killWorkers();
            } else {
                executor.terminateWorkers();
            }
            assertThrows(CancellationException.class, running::get);
            assertThrows(RejectedExecutionException.class, () -> executor.submit(() -> 1));
            assertTrue(executor.awaitTermination(30, TimeUnit.SECONDS));
            executor.close();
            executor.close();
        }
    }

    // -- Futures

    @Test
    void waitsForTheFirstOrForAll() throws Exception {
        try (ProcessPoolExecutor executor = executor(2);
                Queue<Integer> go = Queue.create()) {
            AsyncResult<Integer> quick = executor.submit(() -> 1);
            AsyncResult<Integer> slow = executor.submit(go::take);
            List<AsyncResult<Integer>> both = List.of(slow, quick, quick);
            var first = Futures.await(both, Duration.ofSeconds(30), Futures.ReturnWhen.FIRST_COMPLETED);
            assertEquals(List.of(quick), List.copyOf(first.done()));
            assertEquals(List.of(slow), List.copyOf(first.notDone()));
            var none = Futures.await(both, Duration.ofMillis(10), Futures.ReturnWhen.ALL_COMPLETED);
            assertEquals(1, none.notDone().size());
            go.put(2);
            assertEquals(List.of(slow, quick), List.copyOf(Futures.await(both).done()));
            assertEquals(
                    0, Futures.await(List.<AsyncResult<Integer>>of()).done().size());
        }
    }

    @Test
    void waitsForTheFirstThatFails() throws Exception {
        try (ProcessPoolExecutor executor = executor(2);
                Queue<Integer> go = Queue.create()) {
            AsyncResult<Integer> slow = executor.submit(go::take);
            AsyncResult<Integer> failing = executor.submit(ProcessPoolExecutorTest::divideByNothing);
            var waited =
                    Futures.await(List.of(slow, failing), Duration.ofSeconds(30), Futures.ReturnWhen.FIRST_EXCEPTION);
            assertEquals(List.of(failing), List.copyOf(waited.done()));
            go.put(1);
        }
    }

    @Test
    void resultsComeAsTheyEnd() throws Exception {
        try (ProcessPoolExecutor executor = executor(2);
                Queue<Integer> go = Queue.create()) {
            AsyncResult<Integer> slow = executor.submit(go::take);
            AsyncResult<Integer> quick = executor.submit(() -> 1);
            var completed = Futures.asCompleted(List.of(slow, quick, slow));
            assertSame(quick, completed.next());
            var e = assertThrows(TimeoutException.class, () -> completed.next(Duration.ofMillis(10)));
            assertEquals("1 (of 2) futures unfinished after PT0.01S", e.getMessage());
            go.put(2);
            assertSame(slow, completed.next());
            assertFalse(completed.hasNext());
        }
    }
}
