package io.github.multiprocessing4j.queue;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static io.github.multiprocessing4j.testkit.Together.endsWell;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.Context;
import io.github.multiprocessing4j.failure.QueueShutDownException;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.ChildProcessBuilder;
import io.github.multiprocessing4j.testkit.LeakOracle;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together;
import io.github.multiprocessing4j.testkit.Together.Worker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every queue does, whatever the processes are between which it is. */
@Timeout(60)
@ExtendWith(LeakOracle.class)
@NullUnmarked
abstract class QueueContract {
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
    void aChildPutsAndThisProcessTakes() throws Exception {
        try (Queue<String> queue = context().queue()) {
            ChildProcess child = child().start(() -> queue.put("done"));
            assertEquals("done", queue.take());
            endsWell(child);
            assertTrue(queue.isEmpty());
        }
    }

    @Test
    void aChildTakesWhatIsPutLater() throws Exception {
        try (Queue<Integer> there = context().queue();
                Queue<Integer> back = context().queue(1)) {
            ChildProcess child = child().start(() -> {
                for (int i = 0; i < 1_000; i++) {
                    back.put(there.take() * 2);
                }
            });
            for (int i = 0; i < 1_000; i++) {
                there.put(i);
                assertEquals(2 * i, back.take());
            }
            endsWell(child);
        }
    }

    @Test
    void whatIsPutComesOutInOrder() throws Exception {
        try (Queue<List<Integer>> queue = context().queue()) {
            for (int i = 0; i < 100_000; i++) {
                queue.put(List.of(i, -i));
            }
            assertEquals(100_000, queue.size());
            for (int i = 0; i < 100_000; i++) {
                assertEquals(List.of(i, -i), queue.take());
            }
            assertNull(queue.poll());
        }
    }

    @Test
    void aLimitMakesWhoPutsWait() throws Exception {
        try (Queue<Integer> queue = context().queue(2)) {
            assertEquals(2, queue.remainingCapacity());
            assertTrue(queue.offer(1));
            assertTrue(queue.offer(2, 1, TimeUnit.SECONDS));
            assertTrue(queue.isFull());
            assertFalse(queue.offer(3));
            assertFalse(queue.offer(3, 20, TimeUnit.MILLISECONDS));
            assertThrows(IllegalStateException.class, () -> queue.add(3));
            Worker<Void> waiter = new Worker<>(() -> {
                queue.put(3);
                return null;
            });
            awaitTrue(() -> Arrays.stream(waiter.thread.getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().equals("put")));
            assertFalse(waiter.isDone());
            assertEquals(1, queue.take());
            waiter.get();
            assertEquals(List.of(2, 3), drained(queue));
        }
    }

    static <T> List<T> drained(Queue<T> queue) {
        List<T> drained = new ArrayList<>();
        queue.drainTo(drained);
        return drained;
    }

    @Test
    void whoNeverHasToWaitIsInterruptedToo() throws Exception {
        try (Queue<Integer> queue = context().queue()) {
            queue.put(1);
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> queue.put(2));
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, queue::take);
            Thread.currentThread().interrupt();
            assertTrue(queue.offer(2));
            assertTrue(Thread.interrupted(), "what does not wait takes no notice");
            assertEquals(List.of(1, 2), drained(queue));
        }
    }

    @Test
    void interruptsAndTimeLimitsEndWaits() throws Exception {
        try (Queue<Integer> queue = context().queue(1)) {
            assertNull(queue.poll(20, TimeUnit.MILLISECONDS));
            assertNull(queue.poll(-1, TimeUnit.DAYS));
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, queue::take);
            assertFalse(Thread.currentThread().isInterrupted());
            Worker<Integer> taker = new Worker<>(queue::take);
            taker.thread.interrupt();
            assertThrows(java.util.concurrent.ExecutionException.class, taker::get);
            Thread.currentThread().interrupt();
            assertNull(queue.poll()); // does not wait, so is not interrupted
            assertTrue(Thread.interrupted());
            queue.put(1);
            Worker<Void> putter = new Worker<>(() -> {
                queue.put(2);
                return null;
            });
            putter.thread.interrupt();
            assertThrows(java.util.concurrent.ExecutionException.class, putter::get);
            assertEquals(1, queue.size());
        }
    }

    @Test
    void aTimeLimitIsKept() throws Exception {
        try (Queue<Integer> queue = context().queue(1)) {
            long start = System.nanoTime();
            assertNull(queue.poll(200, TimeUnit.MILLISECONDS));
            queue.put(1);
            assertFalse(queue.offer(2, 200, TimeUnit.MILLISECONDS));
            long took = System.nanoTime() - start;
            assertTrue(took >= 400_000_000L && took < 5_000_000_000L, () -> took + " ns");
        }
    }

    @Test
    void whatNeedsToLookInsideIsRefused() {
        try (Queue<Integer> queue = context().queue()) {
            assertThrows(UnsupportedOperationException.class, queue::peek);
            assertThrows(UnsupportedOperationException.class, queue::iterator);
            assertThrows(UnsupportedOperationException.class, () -> queue.contains(1));
            assertThrows(UnsupportedOperationException.class, () -> queue.remove(1));
            assertThrows(UnsupportedOperationException.class, queue::toArray);
            queue.add(1);
            queue.clear();
            assertTrue(queue.isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shutdownWakesAllWhoWaitInAllProcesses(boolean immediate) throws Exception {
        try (Queue<Integer> full = context().queue(1);
                Queue<Integer> empty = context().queue();
                Queue<String> said = context().queue()) {
            full.put(1);
            List<ChildProcess> children = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                children.add(child().start(() -> {
                    said.put("here");
                    assertThrows(QueueShutDownException.class, () -> full.put(2));
                    assertThrows(QueueShutDownException.class, empty::take);
                    said.put("told");
                }));
                assertEquals("here", said.take());
            }
            Worker<Integer> here = new Worker<>(empty::take);
            long start = System.nanoTime();
            full.shutdown(immediate);
            empty.shutdown(immediate);
            assertEquals("told", said.take());
            assertEquals("told", said.take());
            assertThrows(java.util.concurrent.ExecutionException.class, here::get);
            assertTrue(System.nanoTime() - start < 1_000_000_000L);
            children.forEach(Together::endsWell);
            assertTrue(full.isShutdown());
            if (immediate) {
                assertThrows(QueueShutDownException.class, full::take);
                assertEquals(0, full.size());
            } else {
                assertEquals(1, full.take());
                assertThrows(QueueShutDownException.class, full::poll);
            }
        }
    }

    @Test
    void manyProcesses() throws Exception {
        manyProcesses(8_000);
    }

    @Test
    @Tag("stress")
    @Timeout(600)
    void manyProcessesAndManyElements() throws Exception {
        manyProcesses(200_000);
    }

    private void manyProcesses(int each) throws Exception {
        int producers = 3;
        try (Queue<int[]> queue = context().queue();
                Queue<long[]> sums = context().queue()) {
            List<ChildProcess> children = new ArrayList<>();
            for (int p = 0; p < producers; p++) {
                int producer = p;
                children.add(context().processBuilder().start(() -> {
                    for (int i = 0; i < each; i++) {
                        queue.put(new int[] {producer, i});
                    }
                }));
            }
            for (int c = 0; c < 2; c++) {
                children.add(context().processBuilder().start(() -> sums.put(takeUntilStopped(queue, producers))));
            }
            for (int p = 0; p < producers; p++) {
                endsWell(children.get(p));
            }
            queue.put(new int[] {-1, 0});
            queue.put(new int[] {-1, 0});
            long[] one = sums.take();
            long[] other = sums.take();
            assertEquals((long) producers * each, one[0] + other[0]);
            assertEquals((long) producers * each * (each - 1) / 2, one[1] + other[1]);
            children.forEach(Together::endsWell);
        }
    }

    /** {@return how many elements came, and their sum; each producer's must come in order} */
    private static long[] takeUntilStopped(Queue<int[]> queue, int producers) throws InterruptedException {
        int[] last = IntStream.range(0, producers).map(_ -> -1).toArray();
        long[] sum = new long[2];
        int[] element;
        while ((element = queue.take())[0] >= 0) {
            assertTrue(element[1] > last[element[0]], "out of order");
            last[element[0]] = element[1];
            sum[0]++;
            sum[1] += element[1];
        }
        return sum;
    }

    @Test
    void randomSleepsLoseNoWakeUp() throws Exception {
        sleepAtRandom(15_000);
    }

    @Test
    @Tag("stress")
    @Timeout(600)
    void manyRandomSleepsLoseNoWakeUp() throws Exception {
        sleepAtRandom(500_000);
    }

    private void sleepAtRandom(int count) throws Exception {
        try (Queue<Integer> queue = context().queue(3)) {
            ChildProcess child = context().processBuilder().start(() -> {
                for (int i = 0; i < count; i++) {
                    queue.put(i);
                    if (ThreadLocalRandom.current().nextInt(100) == 0) {
                        Thread.yield();
                    }
                }
            });
            for (int i = 0; i < count; i++) {
                assertEquals(i, queue.take());
            }
            endsWell(child);
        }
    }
}
