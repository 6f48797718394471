package io.github.multiprocessing4j.queue;

import static io.github.multiprocessing4j.testkit.Together.endsWell;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.Context;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.ChildProcessBuilder;
import io.github.multiprocessing4j.testkit.LeakOracle;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together.Worker;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Waiting until all elements are done, whatever does them. */
@Timeout(60)
@ExtendWith(LeakOracle.class)
abstract class JoinableQueueContract {
    /** {@return the context that is tested} That of processes, unless it is overridden. */
    Context context() {
        return Context.processes();
    }

    /** For a child that lives for a moment. */
    ChildProcessBuilder child() {
        return context().equals(Context.processes())
                ? ShortLived.child()
                : context().processBuilder();
    }

    @Test
    void joinReturnsWhenAllAreDone() throws Exception {
        try (JoinableQueue<Integer> queue = context().joinableQueue()) {
            ChildProcess child = context().processBuilder().daemon(true).start(() -> {
                while (queue.take() >= 0) {
                    queue.taskDone();
                }
                queue.taskDone();
            });
            for (int i = 0; i < 1_000; i++) {
                queue.put(i);
            }
            queue.join();
            assertEquals(0, queue.size());
            queue.put(-1);
            endsWell(child);
        }
    }

    @Test
    void whatWasTakenAndIsNotDoneCounts() throws Exception {
        try (JoinableQueue<Integer> queue = context().joinableQueue()) {
            assertTrue(queue.join(Duration.ZERO));
            queue.put(1);
            assertEquals(1, queue.take());
            assertFalse(queue.join(Duration.ofMillis(20)));
            Worker<Void> waiter = new Worker<>(() -> {
                queue.join();
                return null;
            });
            endsWell(child().start(queue::taskDone)); // not by the one who took it
            waiter.get();
            assertThrows(IllegalStateException.class, queue::taskDone);
        }
    }

    @Test
    void aTimeLimitMayBeAnything() throws Exception {
        try (JoinableQueue<Integer> queue = context().joinableQueue()) {
            Duration shortest = Duration.ofSeconds(Long.MIN_VALUE);
            assertTrue(queue.join(shortest));
            assertTrue(queue.join(Duration.ofSeconds(Long.MAX_VALUE)));
            queue.put(1);
            assertFalse(queue.join(shortest));
        }
    }

    @Test
    void shutdownNowForgetsWhatWasNotTaken() throws Exception {
        try (JoinableQueue<Integer> queue = context().joinableQueue()) {
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
        JoinableQueue<Integer> queue = context().joinableQueue();
        queue.put(1);
        Worker<Void> waiter = new Worker<>(() -> {
            queue.join();
            return null;
        });
        queue.close();
        assertThrows(java.util.concurrent.ExecutionException.class, waiter::get);
    }
}
