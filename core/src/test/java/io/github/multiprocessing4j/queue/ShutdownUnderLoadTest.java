package io.github.multiprocessing4j.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multiprocessing4j.failure.QueueShutDownException;
import io.github.multiprocessing4j.testkit.LeakOracle;
import io.github.multiprocessing4j.testkit.Together.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A queue is shut down while others put and take. */
@Timeout(60)
@ExtendWith(LeakOracle.class)
@NullUnmarked
class ShutdownUnderLoadTest {
    /** Who was told that nothing is left would never come back for it. */
    @Test
    void whatWasPutIsTakenBeforeAnybodyIsToldThatNothingIsLeft() throws Exception {
        shutDown(100);
    }

    @Test
    @Tag("stress")
    @Timeout(600)
    void thatIsSoInManyRounds() throws Exception {
        shutDown(5_000);
    }

    private static void shutDown(int rounds) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < rounds; round++) {
            int capacity = round % 2 == 0 ? Integer.MAX_VALUE : 2;
            try (Queue<String> queue = Queue.create(capacity)) {
                assertEquals(0, leftAfterShutdown(queue, random.nextInt(300)), () -> "seed " + seed);
            }
        }
    }

    /** {@return how many were put and not taken} */
    private static long leftAfterShutdown(Queue<String> queue, int after) throws Exception {
        AtomicLong put = new AtomicLong();
        AtomicLong taken = new AtomicLong();
        List<Worker<Void>> workers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            workers.add(untilShutDown(put, () -> queue.put("element")));
            workers.add(untilShutDown(taken, queue::take));
        }
        while (put.get() < after) {
            Thread.onSpinWait();
        }
        queue.shutdown();
        for (Worker<Void> worker : workers) {
            worker.get();
        }
        return put.get() - taken.get();
    }

    private interface Step {
        void run() throws Exception;
    }

    private static Worker<Void> untilShutDown(AtomicLong count, Step step) {
        return new Worker<>(() -> {
            try {
                while (true) {
                    step.run();
                    count.incrementAndGet();
                }
            } catch (QueueShutDownException e) {
                return null;
            }
        });
    }
}
