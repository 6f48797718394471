package io.github.multiprocessing4j.sync;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.Context;
import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.OverThreads;
import io.github.multiprocessing4j.testkit.Together;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What synchronizes processes synchronizes threads of one, too: each test is the counterpart of one of CPython's. {@link VirtualThreadsTest} has the
 * virtual ones.
 */
@Timeout(60)
@OverThreads
class ThreadSyncTest {
    private static final Duration SHORT = Duration.ofMillis(50);

    private static final int PARTIES = 5;

    private static Context context() {
        return Context.threads();
    }

    private static ChildProcess start(RemoteRunnable target) {
        return context().process(target).start();
    }

    private static List<ChildProcess> start(int number, RemoteRunnable target) {
        List<ChildProcess> started = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            started.add(start(target));
        }
        return started;
    }

    private static void inAnother(RemoteRunnable target) {
        Together.endsWell(start(target));
    }

    private static void allEndWell(List<ChildProcess> processes) {
        processes.forEach(Together::endsWell);
    }

    @Test
    void aLockIsHeldByOne() throws Exception {
        try (Lock lock = context().lock()) {
            assertTrue(lock.tryLock());
            inAnother(() -> assertFalse(lock.tryLock()));
            assertFalse(lock.tryLock(SHORT));
            lock.unlock();
            inAnother(() -> {
                assertTrue(lock.tryLock());
                lock.unlock();
            });
            assertThrows(IllegalMonitorStateException.class, lock::unlock);
        }
    }

    @Test
    void anRLockIsHeldByOneAsOftenAsHeLikes() throws Exception {
        try (RLock lock = context().rLock()) {
            lock.lock();
            lock.lock();
            assertEquals(2, lock.holdCount());
            inAnother(() -> {
                assertFalse(lock.tryLock());
                assertThrows(IllegalMonitorStateException.class, lock::unlock);
            });
            lock.unlock();
            inAnother(() -> assertFalse(lock.tryLock()));
            lock.unlock();
            inAnother(() -> {
                assertTrue(lock.tryLock());
                lock.unlock();
            });
            assertThrows(IllegalMonitorStateException.class, lock::unlock);
        }
    }

    @Test
    void aLockExcludesTheOthers() throws Exception {
        int each = 2_000;
        int[] count = new int[1];
        try (Lock lock = context().lock()) {
            allEndWell(start(4, () -> {
                for (int i = 0; i < each; i++) {
                    lock.lock();
                    count[0]++;
                    lock.unlock();
                }
            }));
            lock.lock();
            assertEquals(4 * each, count[0]);
            lock.unlock();
        }
    }

    @Test
    void aSemaphoreHasPermits() throws Exception {
        try (Semaphore semaphore = context().semaphore(2)) {
            semaphore.acquire();
            inAnother(semaphore::acquire);
            assertEquals(0, semaphore.getValue());
            assertFalse(semaphore.tryAcquire());
            ChildProcess waiter = start(semaphore::acquire);
            semaphore.release();
            Together.endsWell(waiter);
            semaphore.release(3);
            assertEquals(3, semaphore.getValue());
        }
    }

    @Test
    void aBoundedSemaphoreIsNotReleasedTooOften() throws Exception {
        try (BoundedSemaphore semaphore = context().boundedSemaphore(2)) {
            semaphore.acquire();
            inAnother(semaphore::release);
            inAnother(() -> assertThrows(IllegalStateException.class, semaphore::release));
            assertEquals(2, semaphore.getValue());
        }
    }

    @Test
    void aTimedWaitForAPermitEnds() throws Exception {
        try (Semaphore semaphore = context().semaphore(0)) {
            assertFalse(semaphore.tryAcquire(Duration.ZERO));
            inAnother(() -> {
                long start = System.nanoTime();
                assertFalse(semaphore.tryAcquire(SHORT));
                assertTrue(System.nanoTime() - start >= SHORT.toNanos());
            });
        }
    }

    /** So many wait in a condition; each tells when it goes on. */
    private static final class Waiters implements AutoCloseable {
        final Condition condition = context().condition();

        final AtomicInteger waiting = new AtomicInteger();

        final AtomicInteger woken = new AtomicInteger();

        final List<ChildProcess> all;

        Waiters(int number) {
            all = start(number, () -> {
                locked(() -> {
                    waiting.incrementAndGet(); // who signals holds the lock, so nobody is signalled before he waits
                    condition.await();
                    woken.incrementAndGet();
                });
            });
            awaitTrue(() -> waiting.get() == number);
        }

        void locked(RemoteRunnable work) throws Exception {
            condition.getLock().lock();
            try {
                work.run();
            } finally {
                condition.getLock().unlock();
            }
        }

        @Override
        public void close() {
            condition.close();
        }
    }

    @Test
    void aSignalWakesOne() throws Exception {
        try (Waiters waiters = new Waiters(2)) {
            for (int i = 1; i <= 2; i++) {
                int expected = i;
                waiters.locked(waiters.condition::signal);
                awaitTrue(() -> waiters.woken.get() == expected);
            }
            allEndWell(waiters.all);
        }
    }

    @Test
    void signalAllWakesAll() throws Exception {
        try (Waiters waiters = new Waiters(6)) {
            waiters.locked(waiters.condition::signalAll);
            allEndWell(waiters.all);
            assertEquals(6, waiters.woken.get());
        }
    }

    @Test
    void aSignalToSomeWakesAsMany() throws Exception {
        try (Waiters waiters = new Waiters(6)) {
            waiters.locked(() -> waiters.condition.signal(1));
            awaitTrue(() -> waiters.woken.get() == 1);
            waiters.locked(() -> waiters.condition.signal(2));
            awaitTrue(() -> waiters.woken.get() == 3);
            waiters.locked(() -> waiters.condition.signal(4));
            allEndWell(waiters.all);
            assertEquals(6, waiters.woken.get());
        }
    }

    @Test
    void aTimedWaitSaysWhetherThereWasASignal() throws Exception {
        try (Condition condition = context().condition()) {
            condition.getLock().lock();
            assertFalse(condition.await(SHORT));
            ChildProcess signaller = start(() -> {
                condition.getLock().lock();
                condition.signal();
                condition.getLock().unlock();
            });
            assertTrue(condition.await(Duration.ofSeconds(30)));
            condition.getLock().unlock();
            Together.endsWell(signaller);
        }
    }

    @Test
    void waitForReturnsWhenItIsTrue() throws Exception {
        try (RLock lock = context().rLock();
                Condition condition = context().condition(lock)) {
            AtomicInteger state = new AtomicInteger();
            ChildProcess waiter = start(() -> {
                lock.lock();
                condition.waitFor(() -> state.get() == 3);
                lock.unlock();
            });
            for (int i = 1; i <= 3; i++) {
                assertTrue(waiter.isAlive());
                lock.lock();
                state.set(i);
                condition.signal();
                lock.unlock();
            }
            Together.endsWell(waiter);
        }
    }

    @Test
    void waitForEndsWhenItsTimeIsOver() throws Exception {
        try (Lock lock = context().lock();
                Condition condition = context().condition(lock)) {
            inAnother(() -> {
                lock.lock();
                long start = System.nanoTime();
                assertFalse(condition.waitFor(() -> false, SHORT));
                assertTrue(System.nanoTime() - start >= SHORT.toNanos());
                lock.unlock();
            });
        }
    }

    @Test
    void anEventIsSetAndClearedAndAwaited() throws Exception {
        try (Event event = context().event()) {
            assertFalse(event.isSet());
            assertFalse(event.await(Duration.ZERO));
            assertFalse(event.await(SHORT));
            assertEquals("Event[unset]", event.toString());
            List<ChildProcess> waiters = start(3, event::await);
            inAnother(event::set);
            allEndWell(waiters);
            assertEquals("Event[set]", event.toString());
            assertTrue(event.isSet());
            assertTrue(event.await(Duration.ZERO));
            event.clear();
            assertFalse(event.isSet());
        }
    }

    /** Counts those who pass together. */
    private static void rounds(Barrier barrier, int rounds) throws Exception {
        AtomicInteger passed = new AtomicInteger();
        allEndWell(start(PARTIES, () -> {
            for (int i = 0; i < rounds; i++) {
                int before = passed.get();
                assertTrue(before >= i * PARTIES && before < (i + 1) * PARTIES, () -> "too early or too late");
                barrier.await();
                passed.incrementAndGet();
                barrier.await();
            }
        }));
        assertEquals(PARTIES * rounds, passed.get());
        assertFalse(barrier.isBroken());
        assertEquals(0, barrier.getNumberWaiting());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 500})
    void nobodyPassesABarrierBeforeAllHaveArrived(int rounds) throws Exception {
        try (Barrier barrier = context().barrier(PARTIES)) {
            rounds(barrier, rounds);
        }
    }

    @Test
    void everybodyGetsAnotherIndex() throws Exception {
        var indices = new ConcurrentSkipListSet<Integer>();
        try (Barrier barrier = context().barrier(PARTIES)) {
            allEndWell(start(PARTIES, () -> indices.add(barrier.await())));
        }
        assertEquals(new TreeSet<>(List.of(0, 1, 2, 3, 4)), indices);
    }

    @Test
    void theActionIsDoneOnceBeforeAnybodyGoesOn() throws Exception {
        AtomicInteger done = new AtomicInteger();
        try (Barrier barrier = context().barrier(PARTIES, done::incrementAndGet)) {
            allEndWell(start(PARTIES, () -> {
                barrier.await();
                assertEquals(1, done.get());
            }));
        }
    }

    private static void isBroken(Barrier barrier) {
        assertThrows(BrokenBarrierException.class, barrier::await);
    }

    @Test
    void abortBreaksABarrierAndResetMendsIt() throws Exception {
        try (Barrier barrier = context().barrier(PARTIES)) {
            List<ChildProcess> waiters = start(PARTIES - 1, () -> isBroken(barrier));
            awaitTrue(() -> barrier.getNumberWaiting() == PARTIES - 1);
            inAnother(barrier::abort);
            allEndWell(waiters);
            assertTrue(barrier.isBroken());
            inAnother(() -> isBroken(barrier));
            barrier.reset();
            rounds(barrier, 3);
        }
    }

    @Test
    void resetSendsAwayThoseWhoWait() throws Exception {
        try (Barrier barrier = context().barrier(2)) {
            ChildProcess waiter = start(() -> isBroken(barrier));
            awaitTrue(() -> barrier.getNumberWaiting() == 1);
            barrier.reset();
            Together.endsWell(waiter);
            assertFalse(barrier.isBroken());
            ChildProcess again = start(barrier::await);
            barrier.await();
            Together.endsWell(again);
        }
    }

    @Test
    void whoWaitsTooLongBreaksABarrier() throws Exception {
        try (Barrier barrier = context().barrier(3)) {
            ChildProcess waiter = start(() -> isBroken(barrier));
            awaitTrue(() -> barrier.getNumberWaiting() == 1);
            inAnother(() -> assertThrows(TimeoutException.class, () -> barrier.await(SHORT)));
            Together.endsWell(waiter);
            assertTrue(barrier.isBroken());
        }
    }

    @Test
    void aBarrierMayHaveATimeLimitOfItsOwn() throws Exception {
        try (Barrier barrier = context().barrier(2, SHORT)) {
            inAnother(() -> isBroken(barrier));
            assertTrue(barrier.isBroken());
        }
    }

    @Test
    void aBarrierForOneKeepsNobodyWaiting() throws Exception {
        try (Barrier barrier = context().barrier(1)) {
            inAnother(() -> {
                assertEquals(0, barrier.await());
                assertEquals(0, barrier.await());
            });
        }
    }
}
