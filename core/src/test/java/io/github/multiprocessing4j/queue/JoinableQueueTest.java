package io.github.multiprocessing4j.queue;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static io.github.multiprocessing4j.testkit.Together.killed;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together.Worker;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What is special to processes that do what is to be done. */
class JoinableQueueTest extends JoinableQueueContract {
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
}
