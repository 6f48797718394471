package io.github.multiprocessing4j.manager;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.testkit.Together.Worker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conditions of a manager: the counterparts of CPython's TestCondition. */
@SuppressWarnings("NullAway.Init") // before each test
class ConditionProxyTest extends SharedManager {
    private ConditionProxy condition;

    private LockProxy lock;

    /** How many are about to wait: who has the lock afterwards knows that they do. */
    private ValueProxy<Integer> waiting;

    @BeforeEach
    void make() {
        condition = manager.condition();
        lock = condition.getLock();
        waiting = manager.value(0);
    }

    @AfterEach
    void giveUp() {
        condition.close();
        lock.close();
        waiting.close();
    }

    private <T> T locked(Callable<T> work) throws Exception {
        lock.lock();
        try {
            return work.call();
        } finally {
            lock.unlock();
        }
    }

    private void locked(io.github.multiprocessing4j.function.RemoteRunnable work) throws Exception {
        locked(() -> {
            work.run();
            return 0;
        });
    }

    private List<Worker<Integer>> waiters(int count) throws Exception {
        List<Worker<Integer>> waiters = workers(
                count,
                () -> locked(() -> {
                    waiting.update(n -> n + 1);
                    condition.await();
                    return waiting.update(n -> n - 1);
                }));
        awaitTrue(() -> waiting.get() == count);
        lock.lock(); // all of them wait
        lock.unlock();
        return waiters;
    }

    private void stillWait(List<Worker<Integer>> waiters, int count) {
        awaitTrue(() -> waiters.stream().filter(waiter -> !waiter.isDone()).count() == count);
        assertEquals(count, waiting.get());
    }

    @Test
    void aSignalWakesOne() throws Exception {
        List<Worker<Integer>> waiters = waiters(3);
        for (int left = 2; left >= 0; left--) {
            locked(() -> condition.signal());
            stillWait(waiters, left);
        }
        allGet(waiters);
    }

    @Test
    void signalAllWakesAll() throws Exception {
        List<Worker<Integer>> waiters = waiters(5);
        locked(() -> condition.signalAll());
        allGet(waiters);
        assertEquals(0, waiting.get());
    }

    @Test
    void aSignalToSomeWakesAsMany() throws Exception {
        List<Worker<Integer>> waiters = waiters(5);
        locked(() -> condition.signal(0));
        stillWait(waiters, 5);
        locked(() -> condition.signal(2));
        stillWait(waiters, 3);
        locked(() -> condition.signal(10));
        allGet(waiters);
        assertThrows(IllegalArgumentException.class, () -> locked(() -> condition.signal(-1)));
    }

    @Test
    void anotherProcessSignals() throws Exception {
        ConditionProxy sent = condition;
        LockProxy itsLock = lock;
        List<Worker<Integer>> waiters = waiters(1);
        inAnotherProcess(() -> {
            itsLock.lock();
            sent.signal();
            itsLock.unlock();
        });
        allGet(waiters);
    }

    @Test
    void aTimedWaitSaysWhetherThereWasASignal() throws Exception {
        long start = System.nanoTime();
        assertFalse(locked(() -> condition.await(SHORT)));
        assertTrue(locked(() -> condition.awaitNanos(SHORT.toNanos())) <= 0);
        assertFalse(locked(() -> condition.awaitUntil(new java.util.Date(System.currentTimeMillis() - 1))));
        assertFalse(locked(() -> condition.await(-1, TimeUnit.DAYS)));
        assertTrue(System.nanoTime() - start >= 2 * SHORT.toNanos());
        Worker<Boolean> waiter = new Worker<>(() -> locked(() -> {
            waiting.set(1);
            return condition.await(1, TimeUnit.DAYS);
        }));
        awaitTrue(() -> waiting.get() == 1);
        locked(() -> condition.signal());
        assertTrue(waiter.get());
        assertFalse(lock.locked());
    }

    @Test
    void waitForReturnsWhenItIsTrue() throws Exception {
        ValueProxy<Integer> state = waiting;
        Worker<Integer> waiter = worker(() -> locked(() -> condition.waitFor(() -> state.get() == 4)));
        for (int i = 1; i <= 4; i++) {
            int next = i;
            locked(() -> {
                state.set(next);
                condition.signal();
            });
        }
        waiter.get();
    }

    @Test
    void waitForEndsWhenItsTimeIsOver() throws Exception {
        assertFalse(locked(() -> condition.waitFor(() -> false, SHORT)));
        assertTrue(locked(() -> condition.waitFor(() -> true, Duration.ZERO)));
        assertTrue(locked(() -> condition.waitFor(() -> waiting.getAndSet(1) == 1, SHORT)));
    }

    @Test
    void whoDoesNotHaveTheLockCanNotUseIt() throws Exception {
        assertThrows(IllegalMonitorStateException.class, condition::signal);
        assertThrows(IllegalMonitorStateException.class, condition::await);
        assertThrows(IllegalMonitorStateException.class, condition::awaitUninterruptibly);
        locked(() -> {
            var thrown = assertThrows(
                    ExecutionException.class, () -> worker(condition::signalAll).get());
            assertInstanceOf(IllegalMonitorStateException.class, thrown.getCause());
        });
        assertEquals("Condition[RLock[free]]", condition.toString());
    }

    /** However often it is held. */
    @Test
    void waitingReleasesTheLockAndGetsItBack() throws Exception {
        Worker<Integer> waiter = worker(() -> {
            lock.lock();
            lock.lock();
            waiting.set(1);
            condition.await();
            lock.unlock();
            assertTrue(lock.locked());
            lock.unlock();
        });
        awaitTrue(() -> waiting.get() == 1);
        locked(() -> condition.signal());
        waiter.get();
        assertFalse(lock.locked());
    }

    @Test
    void whoIsInterruptedHasTheLockAndTakesNoSignal() throws Exception {
        List<Worker<Integer>> waiters = waiters(2);
        waiters.getFirst().thread.interrupt();
        var thrown = assertThrows(ExecutionException.class, waiters.getFirst()::get);
        assertInstanceOf(InterruptedException.class, thrown.getCause());
        locked(() -> condition.signal());
        waiters.getLast().get();
        assertFalse(lock.locked());
    }

    @Test
    void anUninterruptibleWaitIsNotInterrupted() throws Exception {
        Worker<Boolean> waiter = new Worker<>(() -> locked(() -> {
            waiting.set(1);
            condition.awaitUninterruptibly();
            return Thread.interrupted();
        }));
        awaitTrue(() -> waiting.get() == 1);
        waiter.thread.interrupt();
        locked(() -> condition.signal());
        assertTrue(waiter.get());
    }

    /** The caller has the lock when he gets to know, however long another one keeps it. */
    @Test
    void whoIsInterruptedWaitsForTheLock() throws Exception {
        Worker<Boolean> waiter = new Worker<>(() -> {
            lock.lock();
            waiting.set(1);
            try {
                condition.await();
                return false;
            } catch (InterruptedException e) {
                lock.unlock(); // throws if this does not hold it
                return true;
            }
        });
        awaitTrue(() -> waiting.get() == 1);
        lock.lock();
        waiter.thread.interrupt();
        waiter.thread.join(1_300); // more than a caller waits after an interrupt otherwise
        assertFalse(waiter.isDone());
        lock.unlock();
        assertTrue(waiter.get());
        assertFalse(lock.locked());
    }

    @Test
    void aConditionMayBeOfALockThatIsNotReentrant() throws Exception {
        try (LockProxy plain = manager.lock();
                ConditionProxy one = manager.condition(plain);
                ConditionProxy other = plain.newCondition()) {
            Worker<Integer> waiter = worker(() -> {
                plain.lock();
                waiting.set(1);
                other.await();
                plain.unlock();
            });
            awaitTrue(() -> waiting.get() == 1);
            plain.lock();
            one.signalAll(); // wakes nobody
            other.signal();
            plain.unlock();
            waiter.get();
        }
    }
}
