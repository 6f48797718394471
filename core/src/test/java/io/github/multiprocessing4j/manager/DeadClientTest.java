package io.github.multiprocessing4j.manager;

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
import io.github.multiprocessing4j.testkit.Together.Worker;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that ends keeps nobody waiting, whatever it held or waited for. */
class DeadClientTest extends SharedManager {
    private static final Logger LOGGER = Logger.getLogger("io.github.multiprocessing4j");

    /** Collects warnings. */
    private static final class Warnings extends Handler implements AutoCloseable {
        final ConcurrentLinkedQueue<String> texts = new ConcurrentLinkedQueue<>();

        Warnings() {
            LOGGER.addHandler(this);
        }

        @Override
        public void publish(LogRecord record) {
            texts.add(record.getMessage());
        }

        void await(String text, int times) {
            awaitTrue(() -> texts.stream().filter(said -> said.contains(text)).count() == times);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            LOGGER.removeHandler(this);
        }
    }

    /** Opens what the server logs by. */
    @BeforeAll
    static void haveTheServerLog() throws Exception {
        try (Warnings logged = new Warnings();
                BarrierProxy barrier = manager.barrier(
                        1,
                        () -> System.getLogger("io.github.multiprocessing4j")
                                .log(System.Logger.Level.INFO, "a server logs"))) {
            barrier.await();
            logged.await("a server logs", 1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatItHeldIsFree(boolean killed) throws Exception {
        try (Warnings warnings = new Warnings();
                EventProxy ready = manager.event();
                EventProxy end = manager.event();
                LockProxy lock = manager.lock();
                LockProxy rLock = manager.rLock();
                ConditionProxy condition = manager.condition();
                LockProxy conditionLock = condition.getLock();
                SemaphoreProxy semaphore = manager.semaphore(3);
                SemaphoreProxy bounded = manager.boundedSemaphore(1);
                JoinableQueueProxy<Integer> queue = manager.joinableQueue()) {
            queue.addAll(List.of(1, 2));
            semaphore.acquire();
            ChildProcess child = ShortLived.child().start(() -> {
                lock.lock();
                rLock.lock();
                rLock.lock();
                conditionLock.lock();
                semaphore.acquire(2);
                bounded.acquire();
                queue.take();
                queue.take();
                ready.set();
                end.await();
            });
            ready.await();
            List<Worker<Integer>> waiting = List.of(
                    worker(() -> lockAndUnlock(lock)),
                    worker(() -> {
                        rLock.lockInterruptibly();
                        rLock.unlock();
                    }),
                    worker(() -> lockAndUnlock(conditionLock)),
                    worker(() -> semaphore.acquire(2)),
                    worker(bounded::acquireUninterruptibly),
                    worker(queue::join));
            assertTrue(waiting.stream().noneMatch(Worker::isDone));
            assertFalse(rLock.tryLock());
            if (killed) {
                killed(child);
            } else {
                end.set();
                endsWell(child);
            }
            long start = System.nanoTime();
            allGet(waiting);
            assertTrue(System.nanoTime() - start < ONE_SECOND);
            assertEquals(0, semaphore.availablePermits());
            warnings.await("held a lock, which is free now", 3);
            warnings.await("took from a queue, which counts as done: 2 elements", 1);
        }
    }

    private static void lockAndUnlock(LockProxy lock) {
        lock.lock();
        lock.unlock();
    }

    @Test
    void whatItWaitedForGoesToOthers() throws Exception {
        try (BarrierProxy barrier = manager.barrier(3);
                QueueProxy<Integer> queue = manager.queue();
                QueueProxy<Integer> full = manager.queue(1);
                SemaphoreProxy semaphore = manager.semaphore(0);
                LockProxy lock = manager.lock();
                LockProxy conditionLock = manager.rLock();
                ConditionProxy condition = conditionLock.newCondition();
                ValueProxy<Integer> inside = manager.value(0)) {
            full.put(1);
            lock.lock();
            ChildProcess child = ShortLived.child().start(() -> {
                List<Worker<Integer>> waiting = List.of(
                        worker(barrier::await),
                        worker(queue::take),
                        worker(() -> full.put(2)),
                        worker(semaphore::acquire),
                        worker(lock::lock),
                        worker(() -> {
                            conditionLock.lock();
                            inside.update(n -> n + 1);
                            condition.await();
                        }),
                        worker(() -> {
                            conditionLock.lock();
                            inside.update(n -> n + 1);
                            condition.awaitUninterruptibly();
                        }));
                allGet(waiting);
            });
            awaitTrue(() -> inside.get() == 2 && barrier.getNumberWaiting() == 1);
            Worker<Integer> atTheBarrier = worker(barrier::await);
            Worker<Integer> atTheCondition = worker(() -> {
                conditionLock.lock();
                inside.update(n -> n + 1);
                condition.await();
                conditionLock.unlock();
            });
            awaitTrue(() -> inside.get() == 3 && barrier.getNumberWaiting() == 2);
            killed(child);
            long start = System.nanoTime();
            var thrown = assertThrows(ExecutionException.class, atTheBarrier::get);
            assertInstanceOf(BrokenBarrierException.class, thrown.getCause());
            conditionLock.lock();
            condition.signal(); // to who lives
            conditionLock.unlock();
            atTheCondition.get();
            assertTrue(System.nanoTime() - start < ONE_SECOND);
            queue.put(5);
            assertEquals(5, queue.take());
            assertEquals(1, full.take());
            assertTrue(full.isEmpty());
            semaphore.release();
            assertTrue(semaphore.tryAcquire());
            lock.unlock();
            assertTrue(lock.tryLock());
            lock.unlock();
        }
    }
}
