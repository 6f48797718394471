package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.failure.TaskFailedException;
import io.github.multiprocessing4j.testkit.OverThreads;
import io.github.multiprocessing4j.testkit.Together;
import io.github.multiprocessing4j.testkit.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is special to a pool of threads. */
@OverThreads
class ThreadPoolTest extends PoolContract {
    @Override
    Pool newPool(int workers) {
        return ThreadPool.create(workers);
    }

    @Test
    void nothingIsSerialized() {
        Object captured = new Object();
        assertSame(captured, pool().apply(() -> captured));
        List<Object> items = Stream.generate(Object::new).limit(20).toList();
        assertEquals(items, pool().map(item -> item, items));
        var thrown = new IllegalStateException("one that refers to " + captured);
        assertSame(thrown, causeOf(() -> {
            throw thrown;
        }));
    }

    @Test
    void nullsAreItemsAndResultsAsOthers() {
        assertEquals(
                Arrays.asList(1, null),
                pool().<@Nullable Integer, @Nullable Integer>map(n -> n, Arrays.asList(1, null)));
    }

    @Test
    void theInputMayBeChangedOnceItWasRead() throws Exception {
        var go = new CountDownLatch(1);
        List<Integer> items = new ArrayList<>(List.of(1, 2, 3));
        AsyncResult<List<Integer>> result = pool().mapAsync(
                        n -> {
                            go.await();
                            return n;
                        },
                        items);
        items.replaceAll(_ -> 0);
        go.countDown();
        assertEquals(List.of(1, 2, 3), result.get());
    }

    @Test
    void workersAreNamedDaemonThreadsOfThisProcess() {
        Thread thread = pool().apply(Thread::currentThread);
        assertTrue(thread.isDaemon() && thread.getName().startsWith("mp4j-pool-worker-"), thread::toString);
        var e = assertThrows(
                TaskFailedException.class,
                () -> pool().apply(() -> {
                    throw new IllegalStateException("no");
                }));
        assertEquals(ProcessHandle.current().pid(), e.pid());
        Told.assertTells(e, "mp4j-pool-worker-");
    }

    @Test
    void workersMayBeVirtual() {
        try (Pool pool = ThreadPool.builder()
                .threads(1000)
                .threadFactory(Thread.ofVirtual().factory())
                .build()) {
            var all = new CyclicBarrier(1000);
            List<Boolean> virtual = pool.map(
                    _ -> {
                        all.await();
                        return Thread.currentThread().isVirtual();
                    },
                    IntStream.range(0, 1000).boxed().toList(),
                    1);
            assertEquals(Collections.nCopies(1000, true), virtual);
            var e = assertThrows(
                    TaskFailedException.class,
                    () -> pool.apply(() -> {
                        throw new IllegalStateException("no");
                    }));
            Told.assertTells(e, "pool thread "); // they have no names
        }
    }

    @Test
    void noErrorOfATaskCostsItsThread() {
        try (Pool pool = ThreadPool.create(1)) {
            Thread before = pool.apply(Thread::currentThread);
            for (Error error : List.of(new OutOfMemoryError("for the test"), new InternalError("too"))) {
                var e = assertThrows(
                        TaskFailedException.class,
                        () -> pool.apply(() -> {
                            throw error;
                        }));
                assertSame(error, e.getCause());
            }
            assertSame(before, pool.apply(Thread::currentThread));
        }
    }

    @Test
    void aTaskCanNotWaitForTheEndOfItsPool() {
        try (Pool pool = ThreadPool.create(1)) {
            var e = assertThrows(
                    TaskFailedException.class,
                    () -> pool.apply(() -> {
                        pool.close();
                        return 0;
                    }));
            assertInstanceOf(IllegalStateException.class, e.getCause());
        }
    }

    @Test
    void aTaskMayTerminateItsPool() {
        Pool pool = ThreadPool.create(2);
        AsyncResult<Integer> result = pool.applyAsync(() -> {
            pool.terminate();
            return 0;
        });
        assertThrows(CancellationException.class, result::get);
        pool.join();
    }

    // -- the workers' state

    @Test
    void eachThreadHasItsOwnContext() throws Exception {
        Set<String> ended = Collections.synchronizedSet(new HashSet<>());
        try (Pool pool = ThreadPool.builder()
                .threads(2)
                .initializer(() -> {
                    WorkerContext context = WorkerContext.current();
                    context.put(Thread.class, Thread.currentThread());
                    context.onExit(() -> ended.add(WorkerContext.current().index() + " "
                            + Thread.currentThread().getName()));
                })
                .build()) {
            var both = new CyclicBarrier(2);
            List<Integer> numbers = pool.map(
                    _ -> {
                        both.await();
                        assertSame(
                                Thread.currentThread(), WorkerContext.current().get(Thread.class));
                        return WorkerContext.current().index();
                    },
                    List.of(0, 1),
                    1);
            assertEquals(Set.of(0, 1), Set.copyOf(numbers));
        }
        assertEquals(2, ended.size(), ended::toString);
        assertThrows(IllegalStateException.class, WorkerContext::current);
    }

    @Test
    void aFailingInitializerIsTheCauseAtTheCallerAndTriedAgain() {
        var runs = new AtomicInteger();
        var thrown = new IllegalStateException("not today");
        try (Pool pool = ThreadPool.builder()
                .threads(1)
                .initializer(() -> {
                    if (runs.incrementAndGet() <= 2 * Crew.STRIKES) {
                        throw thrown;
                    }
                })
                .build()) {
            int failures = 0;
            while (runs.get() <= 2 * Crew.STRIKES) {
                try {
                    assertEquals(1, pool.apply(() -> 1));
                } catch (ProcessStartException e) {
                    Told.assertTells(
                            e, "3 in a row ended before they were ready", "its initializer threw", "not today");
                    assertSame(thrown, e.getCause());
                    failures++;
                }
            }
            assertTrue(failures >= 1, "nobody was told");
            assertEquals(1, pool.apply(() -> 1));
        }
    }

    @Test
    void anInitializerThatWaitsForEverDoesNotKeepAPoolOpen() throws Exception {
        var began = new CountDownLatch(1);
        Pool pool = ThreadPool.builder()
                .threads(1)
                .initializer(() -> {
                    began.countDown();
                    new CountDownLatch(1).await();
                })
                .build();
        began.await();
        pool.close();
    }

    @Test
    void aFactoryThatFailsIsAnErrorAtOnce() {
        for (ThreadFactory factory :
                List.<ThreadFactory>of(_ -> failingFactory(), _ -> null, Thread::startVirtualThread)) {
            var builder = ThreadPool.builder().threads(2).threadFactory(factory);
            Told.assertTells(assertThrows(ProcessStartException.class, builder::build), "can't be started");
        }
    }

    private static Thread failingFactory() {
        throw new IllegalStateException("no threads today");
    }

    // -- more or fewer

    @Test
    void canHaveMoreThreadsAndFewer() throws Exception {
        try (Pool pool = ThreadPool.create(1)) {
            Thread first = pool.apply(Thread::currentThread);
            pool.resize(3);
            var three = new CyclicBarrier(3);
            List<Thread> threads = pool.map(
                    _ -> {
                        three.await();
                        return Thread.currentThread();
                    },
                    List.of(1, 2, 3),
                    1);
            assertTrue(threads.contains(first) && Set.copyOf(threads).size() == 3, threads::toString);
            pool.resize(1);
            assertTrue(pool.toString().contains("1 worker (1 ready"), pool::toString);
            Thread last = pool.apply(Thread::currentThread);
            for (Thread thread : threads) {
                assertTrue(thread.equals(last) || thread.join(Duration.ofSeconds(30)), thread::toString);
            }
        }
    }

    @Test
    void whatRunsIsNotDisturbedWhenThereAreToBeFewer() throws Exception {
        try (Pool pool = ThreadPool.create(2)) {
            var both = new CyclicBarrier(3);
            var go = new CountDownLatch(1);
            AsyncResult<List<Thread>> running = pool.mapAsync(
                    _ -> {
                        both.await();
                        go.await();
                        return Thread.currentThread();
                    },
                    List.of(1, 2),
                    1);
            both.await();
            pool.resize(1);
            go.countDown();
            List<Thread> threads = running.get(30, TimeUnit.SECONDS);
            assertNotSame(threads.get(0), threads.get(1));
            assertEquals(1, pool.apply(() -> 1));
        }
    }

    @Test
    void nonsenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ThreadPool.create(0));
        assertThrows(IllegalArgumentException.class, () -> pool().resize(0));
    }

    private static Thread useAndForget() {
        return ThreadPool.create(1).apply(Thread::currentThread);
    }

    @Test
    void theThreadsOfOneThatWasForgottenEnd() {
        Thread worker = useAndForget();
        Together.awaitTrue(() -> {
            System.gc();
            return !worker.isAlive();
        });
    }
}
