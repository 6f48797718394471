package io.github.multiprocessing4j.sync;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static io.github.multiprocessing4j.testkit.Together.endsWell;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.region.Block;
import io.github.multiprocessing4j.region.BlockHandle;
import io.github.multiprocessing4j.region.Words;
import io.github.multiprocessing4j.testkit.Together;
import io.github.multiprocessing4j.testkit.Together.Worker;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Acquiring several permits at once. */
@Timeout(60)
class SeveralPermitsTest {
    enum Kind {
        PLAIN,
        RETURNED;

        Semaphore create(int permits) {
            SemaphoreBuilder<? extends Semaphore> builder = Semaphore.builder(permits);
            return (this == PLAIN ? builder : builder.returnPermitsOfDeadHolders()).create();
        }
    }

    private static Worker<Boolean> waiter(Semaphore semaphore, int permits) {
        int before = semaphore.permits().room().waiting();
        Worker<Boolean> waiter = new Worker<>(() -> semaphore.tryAcquire(permits, 20, TimeUnit.SECONDS));
        awaitTrue(() -> semaphore.permits().room().waiting() == before + 1);
        return waiter;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void allAreTakenOrNone(Kind kind) throws Exception {
        try (Semaphore semaphore = kind.create(2)) {
            assertFalse(semaphore.tryAcquire(3));
            assertFalse(semaphore.tryAcquire(3, Duration.ofMillis(50)));
            assertFalse(semaphore.tryAcquire(3, 1, TimeUnit.MILLISECONDS));
            assertEquals(2, semaphore.getValue());
            assertEquals(0, semaphore.permits().room().waiting());
            assertTrue(semaphore.tryAcquire(2));
            assertEquals(0, semaphore.getValue());
            semaphore.release(5);
            semaphore.acquire(3);
            semaphore.acquireUninterruptibly(2);
            assertEquals(0, semaphore.getValue());
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void noneAreTakenAtOnceAndFewerThanNoneNever(Kind kind) throws Exception {
        try (Semaphore semaphore = kind.create(0)) {
            semaphore.acquire(0);
            assertTrue(semaphore.tryAcquire(0));
            assertTrue(semaphore.tryAcquire(0, Duration.ZERO));
            assertThrows(IllegalArgumentException.class, () -> semaphore.acquire(-1));
            assertThrows(IllegalArgumentException.class, () -> semaphore.acquireUninterruptibly(-1));
            assertThrows(IllegalArgumentException.class, () -> semaphore.tryAcquire(-1));
            assertThrows(IllegalArgumentException.class, () -> semaphore.tryAcquire(-1, Duration.ofSeconds(1)));
            assertEquals(0, semaphore.getValue());
        }
    }

    @Test
    void moreThanABoundedOneEverHasAreRefused() {
        try (Semaphore semaphore = BoundedSemaphore.create(2)) {
            assertThrows(IllegalArgumentException.class, () -> semaphore.acquire(3));
            assertThrows(IllegalArgumentException.class, () -> semaphore.tryAcquire(3));
            assertTrue(semaphore.tryAcquire(2));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anInterruptTakesNone(Kind kind) throws Exception {
        try (Semaphore semaphore = kind.create(1)) {
            Worker<Boolean> waiter = new Worker<>(() -> {
                assertThrows(InterruptedException.class, () -> semaphore.acquire(2));
                return Thread.currentThread().isInterrupted();
            });
            awaitTrue(() -> semaphore.permits().room().waiting() == 1);
            waiter.thread.interrupt();
            assertFalse(waiter.get());
            assertEquals(1, semaphore.getValue());
        }
    }

    /** A wake-up that it took would be missing for a quarter of a second each time. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void whoWantsManyTakesNoWakeUpFromWhoWantsOne(Kind kind) throws Exception {
        try (Semaphore semaphore = kind.create(0);
                Semaphore back = kind.create(0);
                Semaphore over = kind.create(0)) {
            List<Worker<Boolean>> many = List.of(waiter(semaphore, 3), waiter(semaphore, 3), waiter(semaphore, 4));
            ChildProcess child = ChildProcess.start(() -> {
                for (int i = 0; i < 200; i++) {
                    semaphore.acquire();
                    back.release();
                }
                over.acquire(); // what it has may come back when it ends
            });
            semaphore.release();
            back.acquire();
            long start = System.nanoTime();
            for (int i = 1; i < 200; i++) {
                semaphore.release();
                back.acquire();
            }
            long took = System.nanoTime() - start;
            assertTrue(took < TimeUnit.SECONDS.toNanos(10), () -> "took " + took);
            assertTrue(many.stream().noneMatch(Worker::isDone));
            semaphore.release(10);
            for (Worker<Boolean> each : many) {
                assertTrue(each.get());
            }
            assertEquals(0, semaphore.getValue());
            over.release();
            endsWell(child);
        }
    }

    /** Permits come one by one, from another process; a wake-up that is missing would take a quarter of a second. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void whoWantsManyIsWokenWhenThereAreAsMany(Kind kind) throws Exception {
        try (Semaphore semaphore = kind.create(0);
                Semaphore next = kind.create(0)) {
            ChildProcess child = ChildProcess.start(() -> {
                for (int i = 0; i < 50; i++) {
                    next.acquire();
                    for (int j = 0; j < 3; j++) {
                        semaphore.release();
                    }
                }
            });
            next.release();
            semaphore.acquire(3);
            long start = System.nanoTime();
            for (int i = 1; i < 50; i++) {
                next.release();
                semaphore.acquire(3);
            }
            long took = System.nanoTime() - start;
            endsWell(child);
            assertTrue(took < TimeUnit.SECONDS.toNanos(5), () -> "took " + took);
            assertEquals(0, semaphore.getValue());
        }
    }

    /** There are permits, but too few for any of them. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void thoseWhoFindTooFewSleep(Kind kind) throws Exception {
        try (Semaphore semaphore = kind.create(0)) {
            List<Worker<Boolean>> many =
                    Stream.of(3, 3, 4, 5).map(n -> waiter(semaphore, n)).toList();
            semaphore.release(2);
            long start = System.nanoTime();
            long before = cpuNanos(many);
            awaitTrue(() -> System.nanoTime() - start > Together.ONE_SECOND);
            long used = cpuNanos(many) - before;
            assertTrue(used < 100_000_000, () -> "used " + used);
            semaphore.release(13);
            for (Worker<Boolean> each : many) {
                assertTrue(each.get());
            }
        }
    }

    private static long cpuNanos(List<Worker<Boolean>> workers) {
        return workers.stream()
                .mapToLong(worker -> ManagementFactory.getThreadMXBean().getThreadCpuTime(worker.thread.threadId()))
                .sum();
    }

    private static final int TOTAL = 4;

    @ParameterizedTest
    @EnumSource(Kind.class)
    void processesContendWithDifferentSizes(Kind kind) throws Exception {
        try (Semaphore semaphore = kind.create(TOTAL);
                Block block = Block.allocate(8)) {
            List<ChildProcess> children = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                children.add(ChildProcess.start(new Contender(semaphore, block.handle(), i)));
            }
            new Contender(semaphore, block.handle(), 3).run();
            children.forEach(Together::endsWell);
            assertEquals(TOTAL, semaphore.getValue());
        }
    }

    /** Never are more permits in use than there are. */
    record Contender(Semaphore semaphore, BlockHandle handle, int seed) implements RemoteRunnable {
        @Override
        public void run() throws InterruptedException {
            Random random = new Random(seed);
            try (Block block = Block.attach(handle)) {
                MemorySegment inUse = block.memory();
                for (int i = 0; i < 1_500; i++) {
                    int permits = 1 + random.nextInt(TOTAL);
                    semaphore.acquire(permits);
                    int now = Words.getAndAddInt(inUse, 0, permits) + permits;
                    assertTrue(now <= TOTAL, () -> now + " in use");
                    Words.getAndAddInt(inUse, 0, -permits);
                    semaphore.release(permits);
                }
            }
        }
    }
}
