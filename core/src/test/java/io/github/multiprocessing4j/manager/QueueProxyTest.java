package io.github.multiprocessing4j.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.QueueShutDownException;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.testkit.Together.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues of a manager: the counterparts of CPython's TestQueue. */
class QueueProxyTest extends SharedManager {
    @Test
    void anotherProcessPutsAndTakes() throws Exception {
        try (QueueProxy<List<Integer>> there = manager.queue();
                QueueProxy<Integer> back = manager.queue(1)) {
            Worker<Integer> doubling = worker(() -> inAnotherProcess(() -> {
                for (int i = 0; i < 200; i++) {
                    back.put(there.take().get(0) * 2);
                }
            }));
            for (int i = 0; i < 200; i++) {
                there.put(List.of(i, -i));
                assertEquals(2 * i, back.take());
            }
            doubling.get();
            assertTrue(there.isEmpty());
        }
    }

    @Test
    void aLimitMakesWhoPutsWait() throws Exception {
        try (QueueProxy<Integer> queue = manager.queue(2)) {
            assertEquals(2, queue.remainingCapacity());
            assertTrue(queue.offer(1));
            assertTrue(queue.offer(2, 1, TimeUnit.SECONDS));
            assertEquals(2, queue.size());
            assertTrue(queue.isFull());
            assertFalse(queue.offer(3));
            assertFalse(queue.offer(3, 20, TimeUnit.MILLISECONDS));
            assertThrows(IllegalStateException.class, () -> queue.add(3));
            Worker<Integer> waiter = worker(() -> queue.put(3));
            assertFalse(waiter.isDone());
            assertEquals(1, queue.take());
            waiter.get();
            assertEquals(List.of(2, 3), queue.drain(5));
        }
        assertThrows(IllegalArgumentException.class, () -> manager.queue(0));
    }

    @Test
    void interruptsAndTimeLimitsEndWaits() throws Exception {
        try (QueueProxy<Integer> queue = manager.queue(1)) {
            long start = System.nanoTime();
            assertNull(queue.poll(50, TimeUnit.MILLISECONDS));
            assertTrue(System.nanoTime() - start >= 50_000_000);
            assertNull(queue.poll(-1, TimeUnit.DAYS));
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, queue::take);
            assertFalse(Thread.currentThread().isInterrupted());
            Worker<Integer> taker = new Worker<>(queue::take);
            taker.thread.interrupt();
            var thrown = assertThrows(ExecutionException.class, taker::get);
            assertInstanceOf(InterruptedException.class, thrown.getCause());
            Thread.currentThread().interrupt();
            assertNull(queue.poll()); // does not wait, so is not interrupted
            assertTrue(Thread.interrupted());
            queue.put(1);
            Worker<Integer> putter = worker(() -> queue.put(2));
            putter.thread.interrupt();
            assertThrows(ExecutionException.class, putter::get);
            assertEquals(1, queue.size());
        }
    }

    /** Each element is taken once, by whoever is interrupted as he takes it or by another one. */
    @Test
    void interruptsInTheMiddleLoseNoElement() throws Exception {
        try (QueueProxy<Integer> queue = manager.queue()) {
            for (int i = 0; i < 100; i++) {
                Worker<Integer> taker = new Worker<>(() -> {
                    try {
                        return queue.take();
                    } catch (InterruptedException e) {
                        return -1;
                    }
                });
                if (i % 2 == 0) {
                    taker.thread.interrupt();
                    queue.put(i);
                } else {
                    queue.put(i);
                    taker.thread.interrupt();
                }
                int taken = taker.get();
                assertEquals(i, taken < 0 ? queue.poll() : taken);
                assertTrue(queue.isEmpty());
            }
        }
    }

    @Test
    void elementsAreDrained() {
        try (QueueProxy<Integer> queue = manager.queue()) {
            queue.addAll(List.of(1, 2, 3, 4));
            List<Integer> drained = new ArrayList<>();
            assertEquals(0, queue.drainTo(drained, -1));
            assertEquals(3, queue.drainTo(drained, 3));
            assertEquals(1, queue.drainTo(drained));
            assertEquals(List.of(1, 2, 3, 4), drained);
            assertThrows(IllegalArgumentException.class, () -> queue.drainTo(queue));
            queue.add(5);
            assertEquals("Queue[1, between threads]", queue.toString());
            queue.clear();
            assertNull(queue.poll());
        }
    }

    @Test
    void whatNeedsToLookInsideIsRefused() {
        try (QueueProxy<Integer> queue = manager.queue()) {
            assertThrows(UnsupportedOperationException.class, queue::peek);
            assertThrows(UnsupportedOperationException.class, queue::iterator);
            assertThrows(UnsupportedOperationException.class, () -> queue.contains(1));
            assertThrows(UnsupportedOperationException.class, () -> queue.remove(1));
            assertThrows(UnsupportedOperationException.class, queue::toArray);
            assertThrows(
                    UnsupportedOperationException.class, () -> queue.stream().count());
            assertThrows(UnsupportedOperationException.class, () -> queue.forEach(_ -> {}));
        }
    }

    @Test
    void whatCanNotBeSerializedIsRefusedAndTheQueueLivesOn() throws Exception {
        try (QueueProxy<Object> queue = manager.queue()) {
            queue.put(1);
            assertThrows(SerializationException.class, () -> queue.put(new Object()));
            assertThrows(NullPointerException.class, () -> queue.put(null));
            queue.put(3);
            assertEquals(List.of(1, 3), queue.drain(5));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shutdownWakesAllWhoWait(boolean immediate) throws Exception {
        try (QueueProxy<Integer> full = manager.queue(1);
                QueueProxy<Integer> empty = manager.queue()) {
            full.put(1);
            List<Worker<Integer>> waiting = List.of(
                    worker(() -> inAnotherProcess(() -> assertThrows(QueueShutDownException.class, () -> full.put(2)))),
                    worker(() -> assertThrows(QueueShutDownException.class, () -> full.put(2))),
                    worker(() -> assertThrows(QueueShutDownException.class, empty::take)));
            assertFalse(full.isShutdown());
            full.shutdown(immediate);
            empty.shutdown();
            allGet(waiting);
            assertTrue(full.isShutdown());
            assertEquals(immediate ? 0 : 1, full.size());
            if (!immediate) {
                assertEquals(1, full.take());
            }
            assertThrows(QueueShutDownException.class, full::poll);
        }
    }

    @Test
    void aClosedProxyIsOfNoUse() {
        QueueProxy<Integer> queue = manager.queue();
        queue.close();
        queue.close();
        assertThrows(IllegalStateException.class, () -> queue.put(1));
        assertThrows(IllegalStateException.class, queue::take);
        assertThrows(IllegalStateException.class, queue::isEmpty);
    }

    @Test
    void joinReturnsWhenAllAreDone() throws Exception {
        try (JoinableQueueProxy<Integer> queue = manager.joinableQueue()) {
            assertTrue(queue.join(Duration.ZERO));
            Worker<Integer> doing = worker(() -> inAnotherProcess(() -> {
                while (queue.take() >= 0) {
                    queue.taskDone();
                }
                queue.taskDone();
            }));
            for (int i = 0; i < 100; i++) {
                queue.put(i);
            }
            queue.join();
            assertEquals(0, queue.size());
            queue.put(-1);
            doing.get();
            queue.join();
        }
    }

    @Test
    void whatWasTakenAndIsNotDoneCounts() throws Exception {
        try (JoinableQueueProxy<Integer> queue = manager.joinableQueue(2)) {
            queue.put(1);
            assertEquals(1, queue.poll());
            assertFalse(queue.join(SHORT));
            Worker<Integer> waiter = worker(queue::join);
            inAnotherProcess(queue::taskDone); // not by the one who took it
            waiter.get();
            assertThrows(IllegalStateException.class, queue::taskDone);
            queue.put(2);
            Worker<Integer> interrupted = worker(queue::join);
            interrupted.thread.interrupt();
            var thrown = assertThrows(ExecutionException.class, interrupted::get);
            assertInstanceOf(InterruptedException.class, thrown.getCause());
            queue.shutdown(true);
            assertTrue(queue.join(SHORT));
        }
    }

    /** CPython's test_nested_queue. */
    @Test
    void queuesMayBeInOtherObjects() throws Exception {
        try (ListProxy<QueueProxy<Integer>> list = manager.list();
                MapProxy<String, QueueProxy<Integer>> map = manager.map();
                ListProxy<MapProxy<String, QueueProxy<Integer>>> nested = manager.list()) {
            list.add(manager.queue());
            list.get(0).put(123);
            assertEquals(123, list.get(0).take());
            map.put("q", list.get(0));
            nested.add(map);
            inAnotherProcess(() -> nested.get(0).values().iterator().next().put(456));
            assertEquals(456, list.get(0).take());
        }
    }

    @Test
    void proxiesTravelThroughQueues() throws Exception {
        try (QueueProxy<Object> ofManager = manager.queue();
                Queue<Object> shared = Queue.create();
                LockProxy lock = manager.rLock();
                ConditionProxy condition = lock.newCondition()) {
            ofManager.put(condition);
            shared.put(lock);
            inAnotherProcess(() -> {
                LockProxy itsLock = (LockProxy) shared.take();
                itsLock.lock();
                ((ConditionProxy) ofManager.take()).signalAll();
                itsLock.unlock();
                shared.close();
            });
            ofManager.put(ofManager);
            assertEquals(ofManager, ofManager.take());
        }
    }
}
