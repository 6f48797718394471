package io.github.multiprocessing4j.queue;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static io.github.multiprocessing4j.testkit.Together.inChild;
import static io.github.multiprocessing4j.testkit.Together.killed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.LeakOracle;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together.Worker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Waiting until all elements are done. */
@Timeout(60)
@ExtendWith(LeakOracle.class)
class JoinableQueueTest {
    @Test
    void joinReturnsWhenAllAreDone() throws Exception {
        try (JoinableQueue<Integer> queue = JoinableQueue.create()) {
            ChildProcess child = ChildProcess.builder().daemon(true).start(() -> {
                while (true) {
                    queue.take();
                    queue.taskDone();
                }
            });
            for (int i = 0; i < 1_000; i++) {
                queue.put(i);
            }
            queue.join();
            assertEquals(0, queue.size());
            child.terminate();
            child.join();
        }
    }

    @Test
    void whatWasTakenAndIsNotDoneCounts() throws Exception {
        try (JoinableQueue<Integer> queue = JoinableQueue.create()) {
            assertTrue(queue.join(Duration.ZERO));
            queue.put(1);
            assertEquals(1, queue.take());
            assertFalse(queue.join(Duration.ofMillis(20)));
            Worker<Void> waiter = new Worker<>(() -> {
                queue.join();
                return null;
            });
            inChild(queue::taskDone); // not by the one who took it
            waiter.get();
            assertThrows(IllegalStateException.class, queue::taskDone);
        }
    }

    @Test
    void aKilledConsumerKeepsNobodyWaiting() throws Exception {
        try (JoinableQueue<Integer> queue = JoinableQueue.create()) {
            queue.put(1);
            queue.put(2);
            ChildProcess child = ShortLived.child().start(() -> {
                queue.take();
                queue.take();
                queue.taskDone();
                new CountDownLatch(1).await();
            });
            awaitTrue(queue::isEmpty);
            Worker<Void> waiter = new Worker<>(() -> {
                queue.join();
                return null;
            });
            killed(child);
            long dead = System.nanoTime();
            waiter.get();
            assertTrue(System.nanoTime() - dead < 1_000_000_000L);
        }
    }

    @Test
    void aTimeLimitMayBeAnything() throws Exception {
        try (JoinableQueue<Integer> queue = JoinableQueue.create()) {
            Duration shortest = Duration.ofSeconds(Long.MIN_VALUE);
            assertTrue(queue.join(shortest));
            assertTrue(queue.join(Duration.ofSeconds(Long.MAX_VALUE)));
            queue.put(1);
            assertFalse(queue.join(shortest));
        }
    }

    @Test
    void shutdownNowForgetsWhatWasNotTaken() throws Exception {
        try (JoinableQueue<Integer> queue = JoinableQueue.create()) {
            queue.put(1);
            queue.put(2);
            queue.take();
            Worker<Void> waiter = new Worker<>(() -> {
                queue.join();
                return null;
            });
            queue.shutdown(true);
            assertFalse(queue.join(Duration.ofMillis(20)));
            queue.taskDone();
            waiter.get();
        }
    }

    @Test
    void closingEndsTheWait() throws Exception {
        JoinableQueue<Integer> queue = JoinableQueue.create();
        queue.put(1);
        Worker<Void> waiter = new Worker<>(() -> {
            queue.join();
            return null;
        });
        queue.close();
        assertThrows(java.util.concurrent.ExecutionException.class, waiter::get);
    }
}
