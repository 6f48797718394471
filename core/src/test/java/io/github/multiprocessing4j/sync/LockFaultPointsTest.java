package io.github.multiprocessing4j.sync;

import static io.github.multiprocessing4j.sync.LockDeathTest.holder;
import static io.github.multiprocessing4j.testkit.Together.ONE_SECOND;
import static io.github.multiprocessing4j.testkit.Together.armed;
import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static io.github.multiprocessing4j.testkit.Together.diedThere;
import static io.github.multiprocessing4j.testkit.Together.diesAt;
import static io.github.multiprocessing4j.testkit.Together.endsWell;
import static io.github.multiprocessing4j.testkit.Together.killed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.OwnerDiedException;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.sync.LockDeathTest.Kind;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together.Worker;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A process dies between any two stores of a lock's protocol. */
@Timeout(60)
class LockFaultPointsTest {
    /** Those who come later are told, or get it, and who recovers it has it alone. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "lock.word",
                "lock.thread",
                "lock.depth",
                "lock.unnamed",
                "lock.name",
                "lock.length",
                "lock.named",
                "unlock.begun"
            })
    void asItAcquires(String point) {
        for (Kind kind : Kind.values()) {
            try (RobustLock lock = kind.create(OwnerDeath.FAIL)) {
                diesAt(point, () -> {
                    lock.lock();
                    lock.unlock();
                });
                long dead = System.nanoTime();
                assertThrows(OwnerDiedException.class, lock::lock);
                assertTrue(System.nanoTime() - dead < ONE_SECOND);
                diesAt(point, () -> {
                    lock.recover();
                    lock.unlock();
                });
                assertThrows(OwnerDiedException.class, lock::tryLock);
                assertTrue(lock.recover());
                assertHeldByThis(lock);
            }
        }
    }

    private static void assertHeldByThis(RobustLock lock) {
        Owner owner = lock.owner().orElseThrow();
        assertEquals(ProcessHandle.current().pid(), owner.pid());
        assertTrue(owner.processName().isPresent());
        assertEquals(Thread.currentThread().threadId(), owner.threadId().orElseThrow());
        lock.unlock();
        assertFalse(lock.locked());
    }

    /** It had taken it over itself from a process that died there. */
    @ParameterizedTest
    @ValueSource(strings = {"lock.word", "lock.thread", "lock.depth", "lock.length", "unlock.begun"})
    void asItTakesOver(String point) throws Exception {
        try (Lock lock = Lock.builder().onOwnerDeath(OwnerDeath.TAKE_OVER).create()) {
            killed(holder(lock, 1));
            diesAt(point, () -> {
                lock.lock();
                lock.unlock();
            });
            assertTrue(lock.tryLock(Duration.ofSeconds(1)));
            assertHeldByThis(lock);
        }
    }

    /** Nobody is told of a death, since nobody died with it. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void asItReleasesWhatNobodyWaitsFor(Kind kind) {
        try (RobustLock lock = kind.create(OwnerDeath.FAIL)) {
            diesAt("unlock.free", () -> {
                lock.lock();
                lock.unlock();
            });
            assertTrue(lock.tryLock());
            assertHeldByThis(lock);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void beforeItWakesAnybody(Kind kind) throws Exception {
        try (RobustLock lock = kind.create(OwnerDeath.FAIL);
                Event go = Event.create()) {
            ChildProcess child = armed("unlock.word").start(() -> {
                lock.lock();
                go.await();
                lock.unlock();
            });
            awaitTrue(lock::locked);
            Worker<Boolean> waiter = new Worker<>(() -> lock.tryLock(Duration.ofSeconds(20)));
            Marks.awaitMark(lock);
            go.set();
            diedThere(child, "unlock.word");
            long dead = System.nanoTime();
            assertTrue(waiter.get());
            assertTrue(System.nanoTime() - dead < ONE_SECOND);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void asItBeginsToWait(Kind kind) throws Exception {
        try (RobustLock lock = kind.create(OwnerDeath.FAIL)) {
            lock.lock();
            Worker<Boolean> waiter = new Worker<>(() -> lock.tryLock(Duration.ofSeconds(20)));
            diesAt("wait.word", lock::lock);
            lock.unlock();
            long released = System.nanoTime();
            assertTrue(waiter.get());
            assertTrue(System.nanoTime() - released < ONE_SECOND);
        }
    }

    /** Its time is over in the moment in which the lock has gone to another one. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void asItStopsWaiting(Kind kind) throws Exception {
        try (RobustLock lock = kind.create(OwnerDeath.TAKE_OVER)) {
            Worker<Boolean> other = new Worker<>(() -> {
                diesAt("pass.word", () -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        if (lock.tryLock(Duration.ofNanos(200_000))) {
                            lock.unlock();
                        }
                    }
                });
                return true;
            });
            while (!other.isDone()) {
                lock.lock();
                lock.unlock();
            }
            long dead = System.nanoTime();
            assertTrue(other.get());
            assertTrue(lock.tryLock(Duration.ofSeconds(1)));
            assertHeldByThis(lock);
            assertTrue(System.nanoTime() - dead < ONE_SECOND);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void asItIsTold(Kind kind) throws Exception {
        try (RobustLock lock = kind.create(OwnerDeath.FAIL)) {
            killed(holder(lock, kind.depth()));
            diesAt("inconsistent.word", lock::lock);
            assertThrows(OwnerDiedException.class, lock::lock);
            assertTrue(lock.recover());
            assertHeldByThis(lock);
        }
    }

    /** It is next, or has pushed in there; the others need no more than their patience. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void asItComesToTheHeadOfTheLine(Kind kind) throws Exception {
        try (RobustLock lock = kind.create(OwnerDeath.FAIL)) {
            lock.lock();
            diesAt("line.entered", lock::lock);
            Worker<Boolean> waiter = new Worker<>(() -> getsIt(lock));
            Marks.awaitLine(lock);
            diesAt("line.pushed", lock::lock);
            Worker<Boolean> later = new Worker<>(() -> getsIt(lock));
            lock.unlock();
            long released = System.nanoTime();
            assertTrue(waiter.get());
            assertTrue(later.get());
            assertTrue(System.nanoTime() - released < ONE_SECOND);
            assertFalse(lock.locked());
        }
    }

    private static boolean getsIt(RobustLock lock) throws InterruptedException {
        boolean got = lock.tryLock(Duration.ofSeconds(20));
        if (got) {
            lock.unlock();
        }
        return got;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void asItBeginsToStandInLine(Kind kind) throws Exception {
        try (RobustLock lock = kind.create(OwnerDeath.FAIL)) {
            lock.lock();
            ChildProcess head = ShortLived.child().start(() -> assertTrue(getsIt(lock)));
            Marks.awaitMark(lock);
            diesAt("line.marked", lock::lock);
            lock.unlock();
            long released = System.nanoTime();
            endsWell(head);
            assertTrue(getsIt(lock));
            assertTrue(System.nanoTime() - released < ONE_SECOND);
        }
    }

    /** It has the lock by then, and dies with it. */
    @ParameterizedTest
    @ValueSource(strings = {"line.left", "line.empty"})
    void asItLeavesTheLine(String point) throws Exception {
        for (Kind kind : Kind.values()) {
            try (RobustLock lock = kind.create(OwnerDeath.FAIL)) {
                lock.lock();
                ChildProcess head = armed(point).start(lock::lock);
                Marks.awaitMark(lock);
                ChildProcess next = ShortLived.child().start(lock::lock);
                Marks.awaitLine(lock);
                killed(next); // its mark is left, so the head wakes nobody
                lock.unlock();
                diedThere(head, point);
                long dead = System.nanoTime();
                assertThrows(OwnerDiedException.class, lock::lock);
                assertTrue(System.nanoTime() - dead < ONE_SECOND);
                assertTrue(lock.recover());
                assertHeldByThis(lock);
            }
        }
    }
}
