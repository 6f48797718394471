package io.github.multiprocessing4j.sync;

import static io.github.multiprocessing4j.testkit.Together.ONE_SECOND;
import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static io.github.multiprocessing4j.testkit.Together.endsWell;
import static io.github.multiprocessing4j.testkit.Together.killed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together;
import io.github.multiprocessing4j.testkit.Together.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BarrierTest {
    private static final int PARTIES = 5;

    private static Worker<Integer> waiter(Barrier barrier) {
        return new Worker<>(barrier::await);
    }

    private static void assertBroken(Worker<?> worker) {
        Exception e = assertThrows(Exception.class, worker::get);
        assertEquals(BrokenBarrierException.class, causeOf(e));
    }

    private static Class<?> causeOf(Exception e) {
        Throwable cause = e.getCause();
        return cause == null ? e.getClass() : cause.getClass();
    }

    /** Two in children, two in threads, and this thread. */
    private static void rounds(Barrier barrier, int rounds) throws Exception {
        try (Semaphore passed = Semaphore.create(0)) {
            List<ChildProcess> children = new ArrayList<>();
            List<Worker<Boolean>> workers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                children.add(ChildProcess.start(() -> passes(barrier, passed, rounds)));
                workers.add(new Worker<>(() -> {
                    passes(barrier, passed, rounds);
                    return true;
                }));
            }
            passes(barrier, passed, rounds);
            children.forEach(Together::endsWell);
            for (Worker<Boolean> worker : workers) {
                worker.get();
            }
            assertEquals(PARTIES * rounds, passed.getValue());
            assertFalse(barrier.isBroken());
            assertEquals(0, barrier.getNumberWaiting());
        }
    }

    private static void passes(Barrier barrier, Semaphore passed, int rounds) throws Exception {
        for (int i = 0; i < rounds; i++) {
            int before = passed.getValue();
            assertTrue(before >= i * PARTIES && before < (i + 1) * PARTIES, () -> "too early or too late: " + before);
            barrier.await();
            passed.release();
            barrier.await(); // so that all have counted
        }
    }

    /** CPython's test_barrier and test_barrier_10. */
    @ParameterizedTest
    @ValueSource(ints = {1, 10})
    void nobodyPassesBeforeAllHaveArrived(int rounds) throws Exception {
        try (Barrier barrier = Barrier.create(PARTIES)) {
            rounds(barrier, rounds);
        }
    }

    /** CPython's test_thousand. */
    @Test
    void aThousandRounds() throws Exception {
        try (Barrier barrier = Barrier.create(PARTIES)) {
            rounds(barrier, 500); // of two barriers each
        }
    }

    /** CPython's test_wait_return. */
    @Test
    void everybodyGetsAnotherIndex() throws Exception {
        try (Barrier barrier = Barrier.create(PARTIES)) {
            List<Worker<Integer>> workers = new ArrayList<>();
            for (int i = 0; i < PARTIES; i++) {
                workers.add(waiter(barrier));
            }
            TreeSet<Integer> indices = new TreeSet<>();
            for (Worker<Integer> worker : workers) {
                indices.add(worker.get());
            }
            assertEquals(new TreeSet<>(List.of(0, 1, 2, 3, 4)), indices);
        }
    }

    /** CPython's test_action. */
    @Test
    void theActionIsDoneOnceBeforeAnybodyGoesOn() throws Exception {
        try (Semaphore done = Semaphore.create(0);
                Barrier barrier = Barrier.create(2, done::release)) {
            ChildProcess child = ShortLived.child().start(() -> {
                barrier.await();
                assertEquals(1, done.getValue());
            });
            barrier.await();
            assertEquals(1, done.getValue());
            endsWell(child);
        }
    }

    @Test
    void anActionThatFailsBreaksIt() throws Exception {
        try (Barrier barrier = Barrier.create(2, () -> {
                    throw new java.io.IOException("of the action");
                });
                Barrier unchecked = Barrier.create(1, () -> {
                    throw new IllegalArgumentException("of the action");
                })) {
            Worker<Integer> waiter = waiter(barrier);
            awaitTrue(() -> barrier.getNumberWaiting() == 1);
            CompletionException failed = assertThrows(CompletionException.class, barrier::await);
            assertEquals(java.io.IOException.class, causeOf(failed));
            assertBroken(waiter);
            assertTrue(barrier.isBroken());
            assertThrows(IllegalArgumentException.class, unchecked::await);
            assertThrows(BrokenBarrierException.class, unchecked::await);
        }
    }

    /** CPython's test_abort. */
    @Test
    void abortBreaksIt() throws Exception {
        try (Barrier barrier = Barrier.create(3)) {
            Worker<Integer> waiter = waiter(barrier);
            ChildProcess child = ShortLived.child().start(() -> {
                assertThrows(BrokenBarrierException.class, barrier::await);
            });
            awaitTrue(() -> barrier.getNumberWaiting() == 2);
            assertEquals("Barrier[2 of 3 wait]", barrier.toString());
            barrier.abort();
            assertBroken(waiter);
            endsWell(child);
            assertTrue(barrier.isBroken());
            assertThrows(BrokenBarrierException.class, barrier::await);
            assertEquals("Barrier[broken]", barrier.toString());
        }
    }

    /** CPython's test_reset. */
    @Test
    void resetSendsAwayThoseWhoWait() throws Exception {
        try (Barrier barrier = Barrier.create(2)) {
            Worker<Integer> waiter = waiter(barrier);
            awaitTrue(() -> barrier.getNumberWaiting() == 1);
            barrier.reset();
            assertBroken(waiter);
            assertFalse(barrier.isBroken());
            Worker<Integer> again = waiter(barrier);
            barrier.await();
            again.get();
        }
    }

    /** CPython's test_abort_and_reset. */
    @Test
    void itIsGoodAgainAfterAbortAndReset() throws Exception {
        try (Barrier barrier = Barrier.create(PARTIES)) {
            Worker<Integer> waiter = waiter(barrier);
            awaitTrue(() -> barrier.getNumberWaiting() == 1);
            barrier.abort();
            barrier.abort();
            assertBroken(waiter);
            barrier.reset();
            rounds(barrier, 3);
        }
    }

    /** CPython's test_timeout. */
    @Test
    void whoWaitsTooLongBreaksIt() throws Exception {
        try (Barrier barrier = Barrier.create(3)) {
            Worker<Integer> waiter = waiter(barrier);
            awaitTrue(() -> barrier.getNumberWaiting() == 1);
            assertThrows(TimeoutException.class, () -> barrier.await(Duration.ofMillis(50)));
            assertBroken(waiter);
            assertThrows(BrokenBarrierException.class, () -> barrier.await(Duration.ZERO));
        }
    }

    /** CPython's test_default_timeout. */
    @Test
    void itMayHaveATimeLimitOfItsOwn() throws Exception {
        try (Barrier barrier = Barrier.create(2, Duration.ofMillis(50))) {
            BrokenBarrierException e = assertThrows(BrokenBarrierException.class, barrier::await);
            assertEquals(TimeoutException.class, causeOf(e));
            assertTrue(barrier.isBroken());
        }
    }

    /** CPython's test_single_thread. */
    @Test
    void aBarrierForOneKeepsNobodyWaiting() throws Exception {
        try (Barrier barrier = Barrier.create(1)) {
            assertEquals(0, barrier.await());
            assertEquals(0, barrier.await());
            assertEquals(1, barrier.getParties());
        }
        assertThrows(IllegalArgumentException.class, () -> Barrier.create(0));
    }

    @Test
    void anInterruptBreaksIt() throws Exception {
        try (Barrier barrier = Barrier.create(3)) {
            Worker<Integer> other = waiter(barrier);
            Worker<Boolean> waiter = new Worker<>(() -> {
                assertThrows(InterruptedException.class, barrier::await);
                return Thread.currentThread().isInterrupted();
            });
            awaitTrue(() -> barrier.getNumberWaiting() == 2);
            waiter.thread.interrupt();
            assertFalse(waiter.get());
            assertBroken(other);
        }
    }

    @Test
    void whoIsKilledInsideBreaksIt() throws Exception {
        try (Barrier barrier = Barrier.create(3)) {
            ChildProcess child = ShortLived.child().start(() -> barrier.await());
            awaitTrue(() -> barrier.getNumberWaiting() == 1);
            Worker<Long> waiter = new Worker<>(() -> {
                assertThrows(BrokenBarrierException.class, barrier::await);
                return System.nanoTime();
            });
            awaitTrue(() -> barrier.getNumberWaiting() == 2);
            killed(child);
            long dead = System.nanoTime();
            assertTrue(waiter.get() - dead < ONE_SECOND);
        }
    }

    @Test
    void whoComesAfterADeathDoesNotPass() throws Exception {
        try (Barrier barrier = Barrier.create(2)) {
            ChildProcess child = ShortLived.child().start(() -> barrier.await());
            awaitTrue(() -> barrier.getNumberWaiting() == 1);
            long arrived = System.nanoTime();
            killed(child);
            awaitTrue(() -> System.nanoTime() - arrived > ONE_SECOND);
            assertThrows(BrokenBarrierException.class, barrier::await);
        }
    }

    private static @Nullable Barrier meeting;

    @Test
    void anActionMayAbortOrResetButNotWaitForItsBarrier() throws Exception {
        for (Acting acting : Acting.values()) {
            try (Barrier barrier = Barrier.create(2, () -> acting.act(Objects.requireNonNull(meeting)))) {
                meeting = barrier;
                var other = new Worker<>(barrier::await);
                while (barrier.getNumberWaiting() == 0) {
                    Thread.onSpinWait();
                }
                assertThrows(acting.thrown, barrier::await);
                assertInstanceOf(
                        BrokenBarrierException.class,
                        assertThrows(ExecutionException.class, other::get).getCause());
                assertEquals(acting != Acting.RESETS, barrier.isBroken());
                assertEquals(0, barrier.getNumberWaiting());
            }
        }
    }

    private enum Acting {
        ABORTS(BrokenBarrierException.class) {
            @Override
            void act(Barrier barrier) {
                barrier.abort();
            }
        },
        RESETS(BrokenBarrierException.class) {
            @Override
            void act(Barrier barrier) {
                barrier.reset();
            }
        },
        WAITS(IllegalStateException.class) {
            @Override
            void act(Barrier barrier) throws Exception {
                barrier.await();
            }
        };

        final Class<? extends Exception> thrown;

        Acting(Class<? extends Exception> thrown) {
            this.thrown = thrown;
        }

        abstract void act(Barrier barrier) throws Exception;
    }
}
