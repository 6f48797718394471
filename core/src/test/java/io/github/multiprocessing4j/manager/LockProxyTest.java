package io.github.multiprocessing4j.manager;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.CallTimeoutException;
import io.github.multiprocessing4j.testkit.Together.Worker;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Locks of a manager belong to threads of its clients. */
class LockProxyTest extends SharedManager {
    static LockProxy lock(boolean reentrant) {
        return reentrant ? manager.rLock() : manager.lock();
    }

    @Test
    void aLockIsHeldByOneAndReleasedByAnybody() throws Exception {
        try (LockProxy lock = manager.lock()) {
            assertTrue(lock.tryLock());
            assertFalse(lock.tryLock());
            assertFalse(lock.tryLock(SHORT));
            inAnotherProcess(() -> assertFalse(lock.tryLock(50, TimeUnit.MILLISECONDS)));
            assertTrue(lock.locked());
            inAnotherProcess(lock::unlock);
            assertFalse(lock.locked());
            assertThrows(IllegalMonitorStateException.class, lock::unlock);
            inAnotherProcess(lock::lock);
            assertFalse(lock.tryLock());
            lock.unlock();
            assertEquals("Lock[free]", lock.toString());
        }
    }

    @Test
    void anRLockIsHeldByOneAsOftenAsHeLikes() throws Exception {
        try (LockProxy lock = manager.rLock()) {
            lock.lock();
            lock.lockInterruptibly();
            assertTrue(lock.tryLock());
            assertTrue(lock.tryLock(SHORT));
            assertFalse(new Worker<>(lock::tryLock).get(), "another thread of the same process");
            inAnotherProcess(() -> {
                assertFalse(lock.tryLock());
                assertThrows(IllegalMonitorStateException.class, lock::unlock);
            });
            var thrown = assertThrows(
                    ExecutionException.class, () -> worker(lock::unlock).get());
            assertInstanceOf(IllegalMonitorStateException.class, thrown.getCause());
            for (int i = 0; i < 4; i++) {
                assertTrue(lock.locked());
                lock.unlock();
            }
            assertFalse(lock.locked());
            assertThrows(IllegalMonitorStateException.class, lock::unlock);
            inAnotherProcess(() -> {
                lock.lock();
                lock.lock();
            });
            assertFalse(lock.tryLock());
            inAnotherProcess(() -> {
                lock.unlock();
                lock.unlock();
            });
            assertTrue(lock.tryLock());
            lock.unlock();
            assertEquals("RLock[free]", lock.toString());
        }
    }

    /** Calls of one thread may come to the server in whatever way. */
    @Test
    void callsInAdvanceAreOfTheSameThread() throws Exception {
        try (LockProxy lock = manager.rLock()) {
            var first = lock.callMethodAsync("lockInterruptibly");
            var second = lock.callMethodAsync("lockInterruptibly");
            first.get();
            second.get();
            lock.unlock();
            lock.unlock();
            assertFalse(lock.locked());
        }
    }

    @Test
    void theOwnerIsKnown() {
        try (LockProxy lock = manager.lock()) {
            assertEquals(Optional.empty(), lock.owner());
            lock.lock();
            String owner = lock.owner().orElseThrow();
            long pid = ProcessHandle.current().pid();
            long thread = Thread.currentThread().threadId();
            assertTrue(owner.endsWith("(pid " + pid + "), thread " + thread), owner);
            assertEquals("Lock[held by " + owner + "]", lock.toString());
            lock.unlock();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void oneAfterTheOtherGetsIt(boolean reentrant) throws Exception {
        try (LockProxy lock = lock(reentrant);
                ValueProxy<Integer> count = manager.value(0)) {
            var workers = workers(4, () -> {
                for (int i = 0; i < 100; i++) {
                    lock.lock();
                    try {
                        count.set(count.get() + 1);
                    } finally {
                        lock.unlock();
                    }
                }
                return 0;
            });
            inAnotherProcess(() -> {
                for (int i = 0; i < 100; i++) {
                    lock.lockInterruptibly();
                    count.set(count.get() + 1);
                    lock.unlock();
                }
            });
            allGet(workers);
            assertEquals(500, count.get());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anInterruptEndsWaitsButThatOfLock(boolean reentrant) throws Exception {
        try (LockProxy lock = lock(reentrant)) {
            lock.lock();
            Worker<Boolean> patient = new Worker<>(() -> {
                lock.lock();
                boolean interrupted = Thread.interrupted();
                lock.unlock();
                return interrupted;
            });
            List<Worker<Integer>> others =
                    List.of(worker(lock::lockInterruptibly), worker(() -> lock.tryLock(1, TimeUnit.DAYS)));
            patient.thread.interrupt();
            for (Worker<Integer> other : others) {
                other.thread.interrupt();
                var thrown = assertThrows(ExecutionException.class, other::get);
                assertInstanceOf(InterruptedException.class, thrown.getCause());
            }
            assertFalse(patient.isDone());
            lock.unlock();
            assertTrue(patient.get());
            assertFalse(lock.locked());
        }
    }

    /** Whoever is interrupted as he gets it either has it or leaves it. */
    @Test
    void interruptsInTheMiddleLoseNoLock() throws Exception {
        try (LockProxy lock = manager.lock()) {
            for (int i = 0; i < 100; i++) {
                lock.lock();
                Worker<Integer> waiter = worker(() -> {
                    try {
                        lock.lockInterruptibly();
                        lock.unlock();
                    } catch (InterruptedException e) {
                        // does not have it
                    }
                });
                if (i % 2 == 0) {
                    waiter.thread.interrupt();
                    lock.unlock();
                } else {
                    lock.unlock();
                    waiter.thread.interrupt();
                }
                waiter.get();
                assertTrue(lock.tryLock());
                lock.unlock();
            }
        }
    }

    /** Else it would belong to a thread that knows nothing of it as soon as it is free. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoseTimeIsOverDoesNotGetItLater(boolean interrupted) throws Exception {
        try (LockProxy lock = manager.lock();
                LockProxy hasty = BaseProxy.withTimeout(lock, SHORT);
                SemaphoreProxy semaphore = manager.semaphore(0);
                SemaphoreProxy hastyToo = BaseProxy.withTimeout(semaphore, SHORT)) {
            lock.lock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            assertThrows(CallTimeoutException.class, hasty::lock);
            assertThrows(CallTimeoutException.class, hastyToo::acquireUninterruptibly);
            assertEquals(interrupted, Thread.interrupted());
            assertThrows(CallTimeoutException.class, hasty::lockInterruptibly);
            assertThrows(CallTimeoutException.class, hastyToo::acquire);
            lock.unlock();
            assertTrue(lock.tryLock());
            lock.unlock();
            semaphore.release();
            assertTrue(semaphore.tryAcquire());
            assertTrue(hasty.tryLock());
            hasty.unlock();
        }
    }

    @Test
    void twoProxiesOfOneLockAreEqual() throws Exception {
        try (LockProxy lock = manager.lock();
                ConditionProxy condition = lock.newCondition();
                ConditionProxy other = manager.condition(lock);
                LockProxy same = condition.getLock();
                LockProxy sameAgain = other.getLock();
                LockProxy different = manager.lock()) {
            assertEquals(lock, same);
            assertEquals(lock, sameAgain);
            assertEquals(lock.hashCode(), same.hashCode());
            assertFalse(lock.equals(different));
            assertEquals(lock.token(), sameAgain.token());
            same.lock();
            assertTrue(lock.locked());
            lock.unlock();
        }
    }

    @Test
    void virtualThreadsHoldLocks() throws Exception {
        try (LockProxy lock = manager.rLock()) {
            lock.lock();
            List<Thread> waiting = java.util.stream.Stream.generate(() -> Thread.startVirtualThread(() -> {
                        lock.lock();
                        lock.unlock();
                    }))
                    .limit(5)
                    .toList();
            awaitTrue(() -> waiting.stream().allMatch(thread -> thread.getState() != Thread.State.NEW));
            lock.unlock();
            for (Thread thread : waiting) {
                thread.join();
            }
            assertFalse(lock.locked());
        }
    }
}
