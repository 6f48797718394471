package io.github.multiprocessing4j.sync;

import static io.github.multiprocessing4j.testkit.Together.ONE_SECOND;
import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static io.github.multiprocessing4j.testkit.Together.endsWell;
import static io.github.multiprocessing4j.testkit.Together.killed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.OwnerDiedException;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConditionTest {
    private final Condition condition = Condition.create();

    private final Semaphore sleeping = Semaphore.create(0);

    private final Semaphore woken = Semaphore.create(0);

    private final List<ChildProcess> children = new ArrayList<>();

    private final List<Worker<Boolean>> workers = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (ChildProcess child : children) {
            endsWell(child);
        }
        for (Worker<Boolean> worker : workers) {
            worker.get();
        }
        List.of(condition, sleeping, woken).forEach(closeable -> {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void waits(Condition condition, Semaphore sleeping, Semaphore woken) throws InterruptedException {
        condition.getLock().lock();
        try {
            sleeping.release();
            condition.await();
            woken.release();
        } finally {
            condition.getLock().unlock();
        }
    }

    /** As many waiters, half of them in other processes; returns when they wait. */
    private void waiters(int inChildren, int inThreads) throws InterruptedException {
        Condition c = condition;
        Semaphore s = sleeping;
        Semaphore w = woken;
        for (int i = 0; i < inChildren; i++) {
            children.add(ShortLived.child().start(() -> waits(c, s, w)));
        }
        for (int i = 0; i < inThreads; i++) {
            workers.add(new Worker<>(() -> {
                waits(c, s, w);
                return true;
            }));
        }
        for (int i = 0; i < inChildren + inThreads; i++) {
            sleeping.acquire();
        }
        locked(() -> {}); // they have given up the lock
    }

    private void locked(Runnable work) {
        condition.getLock().lock();
        try {
            work.run();
        } finally {
            condition.getLock().unlock();
        }
    }

    /** As many wake, and no more. */
    private void assertWake(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            assertTrue(woken.tryAcquire(10, TimeUnit.SECONDS));
        }
        assertFalse(woken.tryAcquire(300, TimeUnit.MILLISECONDS));
    }

    /** CPython's test_notify. */
    @Test
    void aSignalWakesOne() throws Exception {
        waiters(1, 1);
        assertWake(0);
        locked(condition::signal);
        assertWake(1);
        locked(condition::signal);
        assertWake(1);
    }

    /** CPython's test_notify_all. */
    @Test
    void signalAllWakesAll() throws Exception {
        waiters(2, 3);
        locked(condition::signalAll);
        assertWake(5);
    }

    /** CPython's test_notify_n. */
    @Test
    void aSignalToSomeWakesAsMany() throws Exception {
        waiters(2, 4);
        locked(() -> condition.signal(1));
        assertWake(1);
        locked(() -> condition.signal(3));
        assertWake(3);
        locked(() -> condition.signal(0));
        assertWake(0);
        locked(() -> condition.signal(100));
        assertWake(2);
        locked(() -> condition.signal(3));
        assertWake(0);
    }

    /** CPython's test_timeout and test_wait_result. */
    @Test
    void aTimedWaitSaysWhetherThereWasASignal() throws Exception {
        condition.getLock().lock();
        assertFalse(condition.await(Duration.ZERO));
        long start = System.nanoTime();
        assertFalse(condition.await(120, TimeUnit.MILLISECONDS));
        long took = System.nanoTime() - start;
        assertTrue(took >= 120_000_000 && took < ONE_SECOND, () -> "took " + took);
        assertTrue(condition.awaitNanos(1) <= 0);
        assertFalse(condition.awaitUntil(new java.util.Date(0)));
        Condition c = condition;
        children.add(ShortLived.child().start(() -> {
            c.getLock().lock();
            c.signal();
            c.getLock().unlock();
        }));
        assertTrue(condition.await(Duration.ofSeconds(20)));
        condition.getLock().unlock();
    }

    /** CPython's test_waitfor. */
    @Test
    void waitForReturnsWhenItIsTrue() throws Exception {
        Condition c = condition;
        Semaphore counter = sleeping;
        children.add(ShortLived.child().start(() -> {
            for (int i = 0; i < 4; i++) {
                c.getLock().lock();
                counter.release();
                c.signal();
                c.getLock().unlock();
            }
        }));
        condition.getLock().lock();
        condition.waitFor(() -> counter.getValue() == 4);
        assertEquals(4, counter.getValue());
        condition.getLock().unlock();
    }

    /** CPython's test_waitfor_timeout. */
    @Test
    void waitForEndsWhenItsTimeIsOver() throws Exception {
        condition.getLock().lock();
        long start = System.nanoTime();
        assertFalse(condition.waitFor(() -> false, Duration.ofMillis(120)));
        assertTrue(System.nanoTime() - start >= 120_000_000);
        assertTrue(condition.waitFor(() -> true, Duration.ZERO));
        condition.getLock().unlock();
    }

    @Test
    void itsLockMustBeHeld() {
        assertThrows(IllegalMonitorStateException.class, condition::await);
        assertThrows(IllegalMonitorStateException.class, condition::awaitUninterruptibly);
        assertThrows(IllegalMonitorStateException.class, condition::signal);
        assertThrows(IllegalMonitorStateException.class, condition::signalAll);
        assertThrows(IllegalMonitorStateException.class, () -> condition.waitFor(() -> true));
        locked(() -> assertThrows(IllegalArgumentException.class, () -> condition.signal(-1)));
    }

    @Test
    void waitingReleasesALockThatIsHeldThreeTimesAndGetsItBack() throws Exception {
        try (RLock lock = RLock.create();
                Condition inner = lock.newCondition()) {
            lock.lock();
            lock.lock();
            lock.lock();
            workers.add(new Worker<>(() -> {
                lock.lock();
                inner.signal();
                lock.unlock();
                return true;
            }));
            assertTrue(inner.await(Duration.ofSeconds(20)));
            assertEquals(3, lock.holdCount());
        }
    }

    @Test
    void aLockHasConditionsToo() throws Exception {
        try (Lock lock = Lock.create();
                Condition inner = Condition.create(lock)) {
            lock.lock();
            children.add(ShortLived.child().start(() -> {
                lock.lock();
                inner.signalAll();
                lock.unlock();
            }));
            inner.await();
            assertTrue(lock.locked());
            lock.unlock();
            for (ChildProcess child : children) {
                child.join();
            }
        }
    }

    @Test
    void anInterruptEndsAWaitWithTheLockHeld() throws Exception {
        Worker<Boolean> waiter = new Worker<>(() -> {
            condition.getLock().lock();
            sleeping.release();
            assertThrows(InterruptedException.class, condition::await);
            condition.getLock().unlock();
            return Thread.currentThread().isInterrupted();
        });
        sleeping.acquire();
        locked(waiter.thread::interrupt);
        assertFalse(waiter.get());
        assertFalse(((RLock) condition.getLock()).locked());
    }

    @Test
    void anInterruptDoesNotEndAnUninterruptibleWait() throws Exception {
        Worker<Boolean> waiter = new Worker<>(() -> {
            condition.getLock().lock();
            sleeping.release();
            condition.awaitUninterruptibly();
            condition.getLock().unlock();
            return Thread.currentThread().isInterrupted();
        });
        sleeping.acquire();
        locked(waiter.thread::interrupt);
        awaitTrue(() -> !waiter.thread.isInterrupted()); // it has noticed
        assertFalse(waiter.isDone());
        locked(condition::signal);
        assertTrue(waiter.get());
    }

    @Test
    void aSignalIsNotLostWithAWaiterThatWasKilled() throws Exception {
        Condition c = condition;
        Semaphore s = sleeping;
        Semaphore w = woken;
        ChildProcess victim = ShortLived.child().start(() -> waits(c, s, w));
        sleeping.acquire();
        waiters(0, 1);
        killed(victim);
        locked(condition::signal);
        assertWake(1);
    }

    @Test
    void aWaiterThatTimedOutKeepsNoSignal() throws Exception {
        locked(() -> {
            try {
                assertFalse(condition.await(Duration.ofMillis(1)));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        waiters(0, 1);
        locked(condition::signal);
        assertWake(1);
    }

    @Test
    void aHolderThatIsKilledKeepsNoWaiterWaiting() throws Exception {
        Condition c = condition;
        Worker<Long> waiter = new Worker<>(() -> {
            c.getLock().lock();
            sleeping.release();
            assertThrows(OwnerDiedException.class, c::await);
            return System.nanoTime();
        });
        sleeping.acquire();
        RLock lock = (RLock) c.getLock();
        ChildProcess child = ShortLived.child().start(() -> {
            c.getLock().lock();
            new CountDownLatch(1).await();
        });
        awaitTrue(() -> lock.owner().map(Owner::pid).orElse(0L) == child.pid());
        killed(child);
        long dead = System.nanoTime();
        assertTrue(waiter.get() - dead < ONE_SECOND);
        assertTrue(lock.recover());
        lock.unlock();
    }
}
