package io.github.multiprocessing4j.sync;

import static io.github.multiprocessing4j.testkit.Together.ONE_SECOND;
import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static io.github.multiprocessing4j.testkit.Together.diesAt;
import static io.github.multiprocessing4j.testkit.Together.endsWell;
import static io.github.multiprocessing4j.testkit.Together.inChild;
import static io.github.multiprocessing4j.testkit.Together.killed;
import static io.github.multiprocessing4j.testkit.Together.sent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.os.ProcStat;
import io.github.multiprocessing4j.os.Signals;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together.Worker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Semaphores that return the permits of dead holders. */
@Timeout(60)
class ReturnedPermitsTest {
    private static final int SIGCONT = 18;

    private static final int SIGSTOP = 19;

    enum Kind {
        PLAIN,
        BOUNDED;

        Semaphore create(int permits) {
            return (this == PLAIN ? Semaphore.builder(permits) : BoundedSemaphore.builder(permits))
                    .returnPermitsOfDeadHolders()
                    .create();
        }
    }

    /** A process that has acquired some and waits. */
    private static ChildProcess holder(Semaphore semaphore, int permits) {
        try (Event holds = Event.create()) {
            ChildProcess child = ShortLived.child().start(() -> {
                semaphore.acquire(permits);
                holds.set();
                new CountDownLatch(1).await();
            });
            awaitTrue(holds::isSet);
            return child;
        }
    }

    private static Worker<Long> waiter(Semaphore semaphore, int permits) {
        int before = semaphore.permits().room().waiting();
        Worker<Long> waiter = new Worker<>(() -> {
            semaphore.acquire(permits);
            return System.nanoTime();
        });
        awaitTrue(() -> semaphore.permits().room().waiting() == before + 1);
        return waiter;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aWaiterHasThePermitsOfWhoWasKilledWithinASecond(Kind kind) throws Exception {
        try (Semaphore semaphore = kind.create(3);
                Semaphore same = sent(semaphore)) {
            ChildProcess holder = holder(semaphore, 3);
            Worker<Long> one = waiter(semaphore, 1);
            Worker<Long> two = waiter(same, 2);
            killed(holder);
            long dead = System.nanoTime();
            assertTrue(one.get() - dead < ONE_SECOND);
            assertTrue(two.get() - dead < ONE_SECOND);
            assertEquals(0, semaphore.getValue());
            same.release(3); // what one object of this process took, another one gives back
            assertEquals(3, semaphore.getValue());
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aWaiterInAnotherProcessHasThemToo(Kind kind) throws Exception {
        try (Semaphore semaphore = kind.create(1);
                Semaphore step = Semaphore.create(0)) {
            ChildProcess holder = holder(semaphore, 1);
            ChildProcess waiter = ShortLived.child().start(() -> {
                // the first look at a holder loads classes, which takes as long as it takes
                assertFalse(semaphore.tryAcquire(500, TimeUnit.MILLISECONDS));
                step.release();
                assertTrue(semaphore.tryAcquire(20, TimeUnit.SECONDS));
                step.release();
            });
            step.acquire();
            awaitTrue(() -> semaphore.permits().room().waiting() == 1);
            killed(holder);
            long dead = System.nanoTime();
            step.acquire();
            assertTrue(System.nanoTime() - dead < ONE_SECOND);
            endsWell(waiter);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whoNeverWaitsHasThemAtOnce(Kind kind) {
        try (Semaphore semaphore = kind.create(2)) {
            killed(holder(semaphore, 2));
            assertTrue(semaphore.tryAcquire(2));
            assertFalse(semaphore.tryAcquire());
        }
    }

    @Test
    void aHolderThatEndsNormallyIsDead() {
        try (Semaphore semaphore = Kind.PLAIN.create(2)) {
            for (int i = 0; i < 3; i++) {
                inChild(semaphore::acquire);
            }
            assertTrue(semaphore.tryAcquire(2));
        }
    }

    @Test
    void whatWasReleasedIsNotReturnedAgain() {
        try (Semaphore semaphore = Kind.PLAIN.create(3)) {
            inChild(() -> {
                semaphore.acquire(2);
                semaphore.release();
            });
            assertTrue(semaphore.tryAcquire(3));
            assertFalse(semaphore.tryAcquire());
        }
    }

    @Test
    void aStoppedHolderKeepsThem() throws Exception {
        try (Semaphore semaphore = Kind.PLAIN.create(1)) {
            ChildProcess holder = holder(semaphore, 1);
            assertEquals(0, Signals.kill(holder.pid(), SIGSTOP));
            awaitTrue(() -> ProcStat.of(holder.pid()).orElseThrow().state() == 'T');
            assertFalse(semaphore.tryAcquire(Duration.ofMillis(700)));
            assertEquals(0, Signals.kill(holder.pid(), SIGCONT));
            killed(holder);
            assertTrue(semaphore.tryAcquire());
        }
    }

    @Test
    void aLiveHolderKeepsThemWhenAnotherOneDies() {
        try (Semaphore semaphore = Kind.PLAIN.create(4)) {
            assertTrue(semaphore.tryAcquire(2));
            ChildProcess living = holder(semaphore, 1);
            killed(holder(semaphore, 1));
            assertTrue(semaphore.tryAcquire());
            assertFalse(semaphore.tryAcquire());
            killed(living);
            assertTrue(semaphore.tryAcquire());
            assertFalse(semaphore.tryAcquire());
        }
    }

    /** As in CPython, where the one who adds need not have taken. */
    @Test
    void whoReleasesWhatItDoesNotHoldAddsPermits() {
        try (Semaphore semaphore = Kind.PLAIN.create(0)) {
            inChild(() -> semaphore.release(2));
            assertEquals(2, semaphore.getValue());
            assertTrue(semaphore.tryAcquire());
            semaphore.release(3);
            assertEquals(4, semaphore.getValue());
            assertThrows(IllegalStateException.class, () -> semaphore.release(Integer.MAX_VALUE));
            assertEquals(4, semaphore.getValue());
        }
    }

    @Test
    void aBoundedOneIsReleasedByItsHoldersOnly() throws Exception {
        try (Semaphore semaphore = Kind.BOUNDED.create(2);
                Semaphore same = sent(semaphore)) {
            assertInstanceOf(BoundedSemaphore.class, same);
            assertThrows(IllegalStateException.class, semaphore::release);
            assertTrue(semaphore.tryAcquire());
            assertThrows(IllegalStateException.class, () -> semaphore.release(2));
            inChild(() -> assertThrows(IllegalStateException.class, semaphore::release));
            assertEquals(1, semaphore.getValue());
            semaphore.release();
            assertEquals(2, semaphore.getValue());
        }
    }

    @Test
    void withoutAskingForItPermitsOfTheDeadAreGone() throws Exception {
        try (Semaphore semaphore = Semaphore.builder(2).create();
                Semaphore bounded = BoundedSemaphore.create(1)) {
            killed(holder(semaphore, 1));
            killed(holder(bounded, 1));
            assertFalse(bounded.tryAcquire(Duration.ofMillis(700)));
            assertFalse(semaphore.tryAcquire(2));
            assertTrue(semaphore.tryAcquire());
            bounded.release();
            assertEquals(1, bounded.getValue());
        }
    }

    @Test
    void seatsOfTheDeadAreUsedAgainAndOneHolderTooManyIsAnError() {
        try (Semaphore semaphore = new Semaphore(HeldPermits.allocate(5, 1), Integer.MAX_VALUE)) {
            killed(holder(semaphore, 1));
            ChildProcess living = holder(semaphore, 1);
            IllegalStateException e = assertThrows(IllegalStateException.class, semaphore::tryAcquire);
            assertTrue(String.valueOf(e.getMessage()).contains("1,000"), e::getMessage);
            killed(living);
            assertTrue(semaphore.tryAcquire(5));
        }
    }

    /** What many processes take and give back, some of them dying with it, is all there afterwards. */
    @Test
    void nothingIsLostOrDoubled() throws Exception {
        try (Semaphore semaphore = Kind.BOUNDED.create(3);
                Semaphore inside = Semaphore.create(0)) {
            ChildProcess victim = ChildProcess.start(() -> takesAndGivesBack(semaphore, inside, Integer.MAX_VALUE));
            ChildProcess other = ChildProcess.start(() -> takesAndGivesBack(semaphore, inside, 2_000));
            inside.acquire(2);
            takesAndGivesBack(semaphore, inside, 1_000);
            killed(victim);
            takesAndGivesBack(semaphore, inside, 1_000);
            endsWell(other);
            assertTrue(semaphore.tryAcquire(3, Duration.ofSeconds(1)));
        }
    }

    private static void takesAndGivesBack(Semaphore semaphore, Semaphore inside, int times)
            throws InterruptedException {
        inside.release();
        for (int i = 0; i < times; i++) {
            int permits = 1 + i % 3;
            semaphore.acquire(permits);
            semaphore.release(permits);
        }
    }

    /** Or the lock inside would be held for ever by this process, which lives. */
    @Test
    void closingWaitsForWhoIsInTheMiddle() throws Exception {
        try (Semaphore semaphore = Kind.PLAIN.create(0)) {
            for (int i = 1; i <= 200; i++) {
                Semaphore same = sent(semaphore);
                int before = semaphore.getValue();
                Worker<Boolean> worker = new Worker<>(() -> {
                    assertThrows(IllegalStateException.class, () -> {
                        while (!Thread.currentThread().isInterrupted()) {
                            same.release();
                        }
                    });
                    return true;
                });
                awaitTrue(() -> semaphore.permits().room().value() > before + 10);
                same.close();
                assertTrue(worker.get());
                assertTrue(new Worker<>(semaphore::tryAcquire).get());
            }
        }
    }

    /** Between every two stores of taking and giving back, while a thread of this process waits for three. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "take.used",
                "take.holder",
                "take.held",
                "change.value",
                "give.total",
                "give.held",
                "release.value",
                "release.changes"
            })
    void itMayDieWhileItTakesOrGivesBack(String point) throws Exception {
        try (Semaphore semaphore = Kind.PLAIN.create(3)) {
            semaphore.acquire();
            Worker<Long> waiter = waiter(semaphore, 3);
            diesAt(point, () -> {
                semaphore.acquire(2);
                semaphore.release(3);
            });
            semaphore.release();
            long dead = System.nanoTime();
            assertTrue(waiter.get() - dead < ONE_SECOND);
            boolean added = point.startsWith("give") || point.startsWith("release");
            assertEquals(added ? 1 : 0, semaphore.getValue());
            semaphore.release(3);
            assertTrue(semaphore.tryAcquire(added ? 4 : 3));
        }
    }

    /** Somebody was killed with a permit, and who looks for that dies too. */
    @ParameterizedTest
    @ValueSource(strings = {"look.looked", "look.held", "acquire.waiting", "acquire.left"})
    void itMayDieWhileItWaitsOrLooks(String point) throws Exception {
        try (Semaphore semaphore = Kind.PLAIN.create(3)) {
            killed(holder(semaphore, 1));
            diesAt(point, () -> semaphore.acquire(3));
            assertTrue(semaphore.tryAcquire(3, Duration.ofSeconds(1)));
            assertFalse(semaphore.tryAcquire());
        }
    }
}
