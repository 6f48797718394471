package io.github.multiprocessing4j.sync;

import static io.github.multiprocessing4j.testkit.Together.ONE_SECOND;
import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static io.github.multiprocessing4j.testkit.Together.diesAt;
import static io.github.multiprocessing4j.testkit.Together.endsWell;
import static io.github.multiprocessing4j.testkit.Together.killed;
import static io.github.multiprocessing4j.testkit.Together.sent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SemaphoreTest {
    /** CPython's test_semaphore. */
    @Test
    void permitsAreTakenAndGivenBackAndMayBecomeMore() throws Exception {
        try (Semaphore semaphore = Semaphore.create(2)) {
            takesTwo(semaphore);
            semaphore.release();
            semaphore.release(2);
            assertEquals(5, semaphore.getValue());
            assertThrows(IllegalArgumentException.class, () -> semaphore.release(0));
            assertThrows(IllegalStateException.class, () -> semaphore.release(Integer.MAX_VALUE));
            assertEquals(5, semaphore.getValue());
        }
        assertThrows(IllegalArgumentException.class, () -> Semaphore.create(-1));
    }

    private static void takesTwo(Semaphore semaphore) throws InterruptedException {
        assertEquals(2, semaphore.getValue());
        semaphore.acquire();
        assertEquals(1, semaphore.getValue());
        semaphore.acquireUninterruptibly();
        assertEquals(0, semaphore.getValue());
        assertTrue(semaphore.locked());
        assertFalse(semaphore.tryAcquire());
        semaphore.release();
        assertEquals(1, semaphore.getValue());
        semaphore.release();
        assertEquals(2, semaphore.getValue());
    }

    /** CPython's test_bounded_semaphore. */
    @Test
    void aBoundedOneIsNotReleasedTooOften() throws Exception {
        try (BoundedSemaphore semaphore = BoundedSemaphore.create(2);
                Semaphore same = sent(semaphore)) {
            takesTwo(semaphore);
            assertThrows(IllegalStateException.class, semaphore::release);
            assertInstanceOf(BoundedSemaphore.class, same);
            assertThrows(IllegalStateException.class, same::release);
            assertEquals(2, same.getValue());
        }
    }

    /** CPython's test_timeout. */
    @Test
    void aTimedWaitEndsWhenItsTimeIsOver() throws Exception {
        try (Semaphore semaphore = Semaphore.create(0)) {
            assertFalse(semaphore.tryAcquire());
            assertFalse(semaphore.tryAcquire(Duration.ofSeconds(-1)));
            long start = System.nanoTime();
            assertFalse(semaphore.tryAcquire(120, TimeUnit.MILLISECONDS));
            long took = System.nanoTime() - start;
            assertTrue(took >= 120_000_000 && took < ONE_SECOND, () -> "took " + took);
        }
    }

    @Test
    void permitsCrossProcesses() throws Exception {
        try (Semaphore there = Semaphore.create(0);
                Semaphore back = Semaphore.create(0)) {
            ChildProcess child = ChildProcess.start(() -> {
                for (int i = 0; i < 10_000; i++) {
                    there.acquire();
                    back.release();
                }
            });
            for (int i = 0; i < 10_000; i++) {
                there.release();
                back.acquire();
            }
            endsWell(child);
            assertEquals(0, there.getValue());
            assertEquals(0, back.getValue());
        }
    }

    @Test
    void anInterruptEndsAWaitSoonAndTakesNothing() throws Exception {
        try (Semaphore semaphore = Semaphore.create(0)) {
            Worker<Boolean> waiter = new Worker<>(() -> {
                assertThrows(InterruptedException.class, semaphore::acquire);
                return Thread.currentThread().isInterrupted();
            });
            awaitTrue(() -> semaphore.permits().room().waiting() == 1);
            waiter.thread.interrupt();
            assertFalse(waiter.get());
            assertEquals(0, semaphore.permits().room().waiting());
            semaphore.release();
            assertTrue(semaphore.tryAcquire());
            semaphore.release();
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, semaphore::acquire);
            assertEquals(1, semaphore.getValue());
        }
    }

    @Test
    void aWaiterThatIsKilledTakesNoPermitWithIt() throws Exception {
        try (Semaphore semaphore = Semaphore.create(0)) {
            ChildProcess child = ShortLived.child().start(semaphore::acquire);
            awaitTrue(() -> semaphore.permits().room().waiting() == 1);
            Worker<Boolean> waiter = new Worker<>(() -> semaphore.tryAcquire(20, TimeUnit.SECONDS));
            awaitTrue(() -> semaphore.permits().room().waiting() == 2);
            killed(child);
            semaphore.release();
            assertTrue(waiter.get());
            assertEquals(0, semaphore.getValue());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"release.value", "release.changes"})
    void itMayDieBeforeItWakesAnybody(String point) throws Exception {
        try (Semaphore semaphore = Semaphore.create(0)) {
            Worker<Boolean> waiter = new Worker<>(() -> semaphore.tryAcquire(2, 20, TimeUnit.SECONDS));
            awaitTrue(() -> semaphore.permits().room().waiting() == 1);
            diesAt(point, () -> semaphore.release(2));
            long dead = System.nanoTime();
            assertTrue(waiter.get());
            assertTrue(System.nanoTime() - dead < ONE_SECOND);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"acquire.waiting", "acquire.left"})
    void itMayDieAsItWaits(String point) throws Exception {
        try (Semaphore semaphore = Semaphore.create(0)) {
            Worker<Boolean> waiter = new Worker<>(() -> semaphore.tryAcquire(20, TimeUnit.SECONDS));
            awaitTrue(() -> semaphore.permits().room().waiting() == 1);
            diesAt(point, () -> semaphore.tryAcquire(Duration.ofMillis(1)));
            long dead = System.nanoTime();
            semaphore.release();
            assertTrue(waiter.get());
            assertTrue(System.nanoTime() - dead < ONE_SECOND);
            assertEquals(0, semaphore.getValue());
        }
    }

    /** No permit is lost but the one that it had in its hand. */
    @Test
    void itMayDieAsItAcquires() {
        try (Semaphore semaphore = Semaphore.create(2)) {
            diesAt("acquire.value", semaphore::acquire);
            assertTrue(semaphore.tryAcquire());
            assertEquals(0, semaphore.getValue());
        }
    }

    @Test
    void aThousandVirtualThreadsOnTwoCarriersMakeProgress() {
        try (Semaphore semaphore = Semaphore.create(0)) {
            ChildProcess child = ChildProcess.builder()
                    .jvmOptions(
                            "-Djdk.virtualThreadScheduler.parallelism=2", "-Djdk.virtualThreadScheduler.maxPoolSize=2")
                    .start(() -> {
                        List<Thread> threads = new ArrayList<>();
                        for (int i = 0; i < 1_000; i++) {
                            threads.add(Thread.startVirtualThread(semaphore::acquireUninterruptibly));
                        }
                        for (Thread thread : threads) {
                            thread.join();
                        }
                    });
            awaitTrue(() -> semaphore.permits().room().waiting() == 1_000);
            semaphore.release(1_000);
            endsWell(child);
            assertEquals(0, semaphore.getValue());
        }
    }

    @Test
    void aClosedOneIsOfNoUse() {
        Semaphore semaphore = Semaphore.create();
        assertEquals("Semaphore[value 1]", semaphore.toString());
        semaphore.close();
        semaphore.close();
        assertThrows(IllegalStateException.class, semaphore::tryAcquire);
        assertEquals("Semaphore[closed]", semaphore.toString());
    }
}
