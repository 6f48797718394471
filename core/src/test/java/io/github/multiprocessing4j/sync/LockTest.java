package io.github.multiprocessing4j.sync;

import static io.github.multiprocessing4j.sync.Marks.awaitMark;
import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static io.github.multiprocessing4j.testkit.Together.endsWell;
import static io.github.multiprocessing4j.testkit.Together.inChild;
import static io.github.multiprocessing4j.testkit.Together.sent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together;
import io.github.multiprocessing4j.testkit.Together.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LockTest {
    /** CPython's test_lock. */
    @Test
    void aLockIsHeldOnceAndAFreeOneCanNotBeReleased() {
        try (Lock lock = Lock.create()) {
            lock.lock();
            assertFalse(lock.tryLock());
            lock.unlock();
            assertThrows(IllegalMonitorStateException.class, lock::unlock);
            assertTrue(lock.tryLock());
            lock.unlock();
        }
    }

    @Test
    void itExcludesOtherProcessesAndSaysWhoHoldsIt() {
        try (Lock lock = Lock.create()) {
            assertEquals("Lock[free]", lock.toString());
            lock.lock();
            long pid = ProcessHandle.current().pid();
            inChild(() -> {
                assertFalse(lock.tryLock());
                assertTrue(lock.locked());
                Owner owner = lock.owner().orElseThrow();
                assertEquals(pid, owner.pid());
                assertEquals("MainProcess", owner.processName().orElseThrow());
                assertTrue(owner.threadId().isPresent());
                assertTrue(owner.threadName().isEmpty());
            });
            Owner self = lock.owner().orElseThrow();
            assertEquals(Thread.currentThread().threadId(), self.threadId().orElseThrow());
            assertEquals(Thread.currentThread().getName(), self.threadName().orElseThrow());
            lock.unlock();
            assertTrue(lock.owner().isEmpty());
            assertFalse(lock.locked());
        }
    }

    @Test
    void theChildsNameIsToldAndAnybodyMayRelease() {
        try (Lock lock = Lock.create();
                Lock done = Lock.create()) {
            done.lock();
            ChildProcess child = ShortLived.child().name("holder").start(() -> {
                lock.lock();
                done.lock(); // until the parent has released both
            });
            awaitTrue(() -> lock.owner().flatMap(Owner::processName).isPresent());
            assertEquals("holder", lock.owner().orElseThrow().processName().orElseThrow());
            assertEquals(child.pid(), lock.owner().orElseThrow().pid());
            lock.unlock();
            assertTrue(lock.tryLock());
            lock.unlock();
            done.unlock();
            endsWell(child);
        }
    }

    @Test
    void twoHandlesInOneProcessAreOneLock() throws Exception {
        try (Lock lock = Lock.create();
                Lock same = sent(lock)) {
            lock.lock();
            assertFalse(same.tryLock());
            same.unlock();
            assertTrue(same.tryLock());
            assertFalse(lock.tryLock());
            lock.unlock();
        }
    }

    @Test
    void aWaiterGetsItWhenItIsReleasedByAnotherProcess() throws Exception {
        try (Lock lock = Lock.create()) {
            lock.lock();
            Worker<Boolean> waiter = new Worker<>(() -> lock.tryLock(20, TimeUnit.SECONDS));
            awaitMark(lock);
            inChild(lock::unlock);
            assertTrue(waiter.get());
            lock.unlock();
        }
    }

    @Test
    void aTimedWaitEndsWhenItsTimeIsOver() throws Exception {
        try (Lock lock = Lock.create()) {
            lock.lock();
            for (Duration time : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofMillis(120))) {
                long start = System.nanoTime();
                assertFalse(lock.tryLock(time));
                long took = System.nanoTime() - start;
                assertTrue(
                        took >= time.toNanos() && took < Math.max(0, time.toNanos()) + Together.ONE_SECOND,
                        () -> "took " + took);
            }
            assertFalse(lock.tryLock(1, TimeUnit.MILLISECONDS));
            lock.unlock();
            assertTrue(lock.tryLock(Duration.ofSeconds(Long.MAX_VALUE)));
            lock.unlock();
        }
    }

    @Test
    void anInterruptEndsAnInterruptibleWaitSoon() throws Exception {
        try (Lock lock = Lock.create()) {
            lock.lock();
            Worker<Boolean> waiter = new Worker<>(() -> {
                assertThrows(InterruptedException.class, lock::lockInterruptibly);
                return Thread.currentThread().isInterrupted();
            });
            awaitMark(lock);
            long start = System.nanoTime();
            waiter.thread.interrupt();
            assertFalse(waiter.get());
            assertTrue(System.nanoTime() - start < Together.ONE_SECOND);
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> lock.tryLock(Duration.ofSeconds(1)));
            lock.unlock();
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, lock::lockInterruptibly);
            assertFalse(lock.locked());
        }
    }

    @Test
    void anInterruptDoesNotEndLockAndStaysSet() throws Exception {
        try (Lock lock = Lock.create()) {
            lock.lock();
            Worker<Boolean> waiter = new Worker<>(() -> {
                lock.lock();
                return Thread.currentThread().isInterrupted();
            });
            awaitMark(lock);
            waiter.thread.interrupt();
            awaitTrue(() -> !waiter.thread.isInterrupted()); // it has noticed
            assertFalse(waiter.isDone());
            lock.unlock();
            assertTrue(waiter.get());
        }
    }

    /** Each woken one leaves at once, so that the wake-up must be passed on. */
    @Test
    void waitersThatLeaveKeepNobodyAsleep() throws Exception {
        try (Lock lock = Lock.create()) {
            AtomicInteger acquired = new AtomicInteger();
            List<Worker<Integer>> workers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                boolean patient = i % 2 == 0;
                workers.add(new Worker<>(() -> {
                    for (int n = 0; n < 2_000; n++) {
                        if (patient) {
                            lock.lock();
                        } else if (!lock.tryLock(20, TimeUnit.MICROSECONDS)) {
                            continue;
                        }
                        acquired.incrementAndGet();
                        lock.unlock();
                    }
                    return 0;
                }));
            }
            for (Worker<Integer> worker : workers) {
                worker.get();
            }
            assertTrue(acquired.get() >= 4_000);
            assertFalse(lock.locked());
        }
    }

    @Test
    void aThousandVirtualThreadsOnTwoCarriersMakeProgress() {
        try (Lock lock = Lock.create()) {
            lock.lock();
            ChildProcess child = ChildProcess.builder()
                    .jvmOptions(
                            "-Djdk.virtualThreadScheduler.parallelism=2", "-Djdk.virtualThreadScheduler.maxPoolSize=2")
                    .start(() -> {
                        int[] count = {0};
                        List<Thread> threads = new ArrayList<>();
                        for (int i = 0; i < 1_000; i++) {
                            threads.add(Thread.startVirtualThread(() -> {
                                lock.lock();
                                try {
                                    count[0]++;
                                } finally {
                                    lock.unlock();
                                }
                            }));
                        }
                        for (Thread thread : threads) {
                            thread.join();
                        }
                        assertEquals(1_000, count[0]);
                    });
            awaitMark(lock);
            lock.unlock();
            endsWell(child);
        }
    }

    @Test
    void aClosedLockIsOfNoUse() {
        Lock lock = Lock.create();
        lock.close();
        lock.close();
        assertThrows(IllegalStateException.class, lock::lock);
        assertThrows(IllegalStateException.class, lock::tryLock);
        assertEquals("Lock[closed]", lock.toString());
    }

    /** A waiter must not wait for memory that may be somebody else's by now. */
    @Test
    void closingEndsAWait() throws Exception {
        Lock lock = Lock.create();
        lock.lock();
        Worker<Boolean> waiter = new Worker<>(() -> {
            assertThrows(IllegalStateException.class, lock::lock);
            return true;
        });
        awaitMark(lock);
        lock.close();
        assertTrue(waiter.get());
    }
}
