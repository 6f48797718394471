package io.github.multiprocessing4j.sync;

import static io.github.multiprocessing4j.testkit.Together.ONE_SECOND;
import static io.github.multiprocessing4j.testkit.Together.armed;
import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static io.github.multiprocessing4j.testkit.Together.diedThere;
import static io.github.multiprocessing4j.testkit.Together.diesAt;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.OwnerDiedException;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.Together.Worker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process dies between any two stores of a condition's protocol. */
@Timeout(60)
class ConditionFaultPointsTest {
    private final Lock lock = Lock.builder().onOwnerDeath(OwnerDeath.TAKE_OVER).create();

    private final Lock failing = Lock.create();

    private final Condition condition = lock.newCondition();

    private final Semaphore asleep = Semaphore.create(0);

    @AfterEach
    void close() {
        condition.close();
        lock.close();
        failing.close();
        asleep.close();
    }

    private static boolean waits(Lock lock, Condition condition, Semaphore asleep) throws InterruptedException {
        lock.lock();
        try {
            asleep.release();
            return condition.await(Duration.ofSeconds(20));
        } finally {
            lock.unlock();
        }
    }

    /** A thread that waits; returns when it has given up the lock. */
    private Worker<Boolean> waiter() throws InterruptedException {
        Worker<Boolean> waiter = new Worker<>(() -> waits(lock, condition, asleep));
        asleep.acquire();
        signal(0);
        return waiter;
    }

    private void signal(int count) {
        lock.lock();
        try {
            condition.signal(count);
        } finally {
            lock.unlock();
        }
    }

    private void assertSignalWakes(Worker<Boolean> waiter) throws Exception {
        long before = System.nanoTime();
        signal(1);
        assertTrue(waiter.get());
        assertTrue(System.nanoTime() - before < ONE_SECOND);
    }

    private void assertNoSignalIsLeft() throws InterruptedException {
        lock.lock();
        try {
            assertFalse(condition.await(1, TimeUnit.MILLISECONDS));
        } finally {
            lock.unlock();
        }
    }

    /** The signal goes to the one who lives. */
    @ParameterizedTest
    @ValueSource(strings = {"enter.waiting", "enter.ticket", "await.released", "leave.waiting"})
    void asItWaits(String point) throws Exception {
        Lock l = lock;
        Condition c = condition;
        Worker<Boolean> waiter = waiter();
        diesAt(point, () -> {
            l.lock();
            c.await(1, TimeUnit.MILLISECONDS);
        });
        assertSignalWakes(waiter);
        assertNoSignalIsLeft();
        assertSignalWakes(waiter());
    }

    /** There was a signal for each. */
    @ParameterizedTest
    @ValueSource(strings = {"signalled.signals", "signalled.waiting"})
    void asItTakesASignal(String point) throws Exception {
        Lock l = lock;
        Condition c = condition;
        Semaphore s = asleep;
        Worker<Boolean> waiter = waiter();
        Worker<Boolean> victim = new Worker<>(() -> {
            diesAt(point, () -> waits(l, c, s));
            return true;
        });
        asleep.acquire();
        signal(2);
        assertTrue(victim.get());
        long dead = System.nanoTime();
        assertTrue(waiter.get());
        assertTrue(System.nanoTime() - dead < ONE_SECOND);
        assertNoSignalIsLeft();
        assertSignalWakes(waiter());
    }

    /** Either the signal was given, or it was not and the next one is. */
    @ParameterizedTest
    @ValueSource(strings = {"signal.boundary", "signal.signals", "signal.sequence"})
    void asItSignals(String point) throws Exception {
        Lock l = lock;
        Condition c = condition;
        Worker<Boolean> waiter = waiter();
        diesAt(point, () -> {
            l.lock();
            c.signal();
        });
        long dead = System.nanoTime();
        if (point.equals("signal.boundary")) {
            signal(1);
        }
        assertTrue(waiter.get());
        assertTrue(System.nanoTime() - dead < ONE_SECOND);
        assertNoSignalIsLeft();
        assertSignalWakes(waiter());
    }

    /** The same with a lock that is not taken over: who waits is told. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "enter.waiting",
                "enter.ticket",
                "leave.waiting",
                "signal.boundary",
                "signal.signals",
                "signal.sequence"
            })
    void whoWaitsIsToldOfIt(String point) throws Exception {
        Lock l = failing;
        Semaphore s = asleep;
        try (Condition c = failing.newCondition()) {
            Worker<Long> waiter = new Worker<>(() -> {
                l.lock();
                s.release();
                assertThrows(OwnerDiedException.class, c::await);
                return System.nanoTime();
            });
            asleep.acquire();
            diesAt(point, () -> {
                l.lock();
                if (point.startsWith("signal")) {
                    c.signal();
                } else {
                    c.await(1, TimeUnit.MILLISECONDS);
                }
            });
            long dead = System.nanoTime();
            assertTrue(waiter.get() - dead < ONE_SECOND);
            assertTrue(failing.recover());
            c.signalAll();
            failing.unlock();
        }
    }

    /** There was a signal for it, but who signalled died with the lock; and it dies as it gives the signal back. */
    @ParameterizedTest
    @ValueSource(strings = {"leave.waiting", "leave.signals"})
    void asItLeavesWithoutTheLock(String point) throws Exception {
        Lock l = failing;
        Semaphore s = asleep;
        try (Condition c = failing.newCondition()) {
            ChildProcess victim = armed(point).start(() -> waits(l, c, s));
            asleep.acquire();
            diesAt("signal.sequence", () -> {
                l.lock();
                c.signal();
            });
            diedThere(victim, point);
            assertTrue(failing.recover());
            assertFalse(c.await(1, TimeUnit.MILLISECONDS));
            failing.unlock();
            Worker<Boolean> waiter = new Worker<>(() -> waits(l, c, s));
            asleep.acquire();
            awaitTrue(() -> !failing.locked());
            failing.lock();
            c.signal();
            failing.unlock();
            assertTrue(waiter.get());
        }
    }
}
