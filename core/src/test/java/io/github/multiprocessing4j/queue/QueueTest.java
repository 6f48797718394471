package io.github.multiprocessing4j.queue;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static io.github.multiprocessing4j.testkit.Together.inChild;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.QueueShutDownException;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.LeakOracle;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together.Worker;
import java.util.ArrayList;
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

/** What a queue does, within one process and between two. */
@Timeout(60)
@ExtendWith(LeakOracle.class)
@NullUnmarked
class QueueTest {
    @Test
    void aChildPutsAndThisProcessTakes() throws Exception {
        try (Queue<String> queue = Queue.create()) {
            ChildProcess child = ShortLived.child().start(() -> queue.put("done"));
            assertEquals("done", queue.take());
            child.join();
            assertTrue(queue.isEmpty());
        }
    }

    @Test
    void aChildTakesWhatIsPutLater() throws Exception {
        try (Queue<Integer> there = Queue.create();
                Queue<Integer> back = Queue.create(1)) {
            ChildProcess child = ShortLived.child().start(() -> {
                for (int i = 0; i < 1_000; i++) {
                    back.put(there.take() * 2);
                }
            });
            for (int i = 0; i < 1_000; i++) {
                there.put(i);
                assertEquals(2 * i, back.take());
            }
            child.join();
        }
    }

    @Test
    void whatIsPutComesOutInOrder() throws Exception {
        try (Queue<List<Integer>> queue = Queue.create()) {
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

    /** Smaller and larger than the first ring, and so that records end anywhere in it. */
    @Test
    void elementsOfAnySize() throws Exception {
        long seed = System.nanoTime();
        java.util.Random random = new java.util.Random(seed);
        try (Queue<byte[]> queue = Queue.create()) {
            List<byte[]> put = new ArrayList<>();
            for (int round = 0; round < 2_000; round++) {
                if (put.isEmpty() || random.nextInt(20) < 11) {
                    byte[] element =
                            new byte[random.nextInt(100) == 0 ? random.nextInt(1 << 20) : random.nextInt(30_000)];
                    random.nextBytes(element);
                    queue.put(element);
                    put.add(element);
                } else {
                    assertArrayEquals(put.removeFirst(), queue.poll(), () -> "seed " + seed);
                }
                assertEquals(put.size(), queue.size());
            }
        }
    }

    /** A burst needs much memory, and what follows does not. */
    @Test
    void memoryOfABurstIsGivenBack() throws Exception {
        try (Queue<byte[]> queue = Queue.create()) {
            for (int i = 0; i < 400; i++) {
                queue.put(new byte[10_000]);
            }
            assertTrue(sizeOfAnnexes() > 4_000_000);
            for (int i = 0; i < 400; i++) {
                queue.take();
            }
            for (int i = 0; i < 1_000; i++) {
                queue.put(new byte[10_000]);
                queue.take();
            }
            assertTrue(sizeOfAnnexes() < 200_000, () -> "still " + sizeOfAnnexes());
        }
        assertEquals(0, sizeOfAnnexes());
    }

    private static long sizeOfAnnexes() {
        try (var files = java.nio.file.Files.list(io.github.multiprocessing4j.region.SessionDirectory.path())) {
            return files.filter(file -> file.getFileName().toString().startsWith("a"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aLimitMakesWhoPutsWait() throws Exception {
        try (Queue<Integer> queue = Queue.create(2)) {
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
            awaitTrue(() -> waiter.thread.getState() == Thread.State.RUNNABLE || waiter.isDone());
            assertEquals(1, queue.take());
            waiter.get();
            assertEquals(List.of(2, 3), drained(queue));
        }
    }

    private static <T> List<T> drained(Queue<T> queue) {
        List<T> drained = new ArrayList<>();
        queue.drainTo(drained);
        return drained;
    }

    @Test
    void whoNeverHasToWaitIsInterruptedToo() throws Exception {
        try (Queue<Integer> queue = Queue.create()) {
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

    /** What is put meanwhile is left, be it by the drain itself. */
    @Test
    void drainingEnds() throws Exception {
        try (Queue<Integer> queue = Queue.create();
                Queue<Queue<Integer>> carrier = Queue.create()) {
            carrier.put(queue);
            try (Queue<Integer> handle = carrier.take()) {
                queue.put(1);
                queue.put(2);
                assertThrows(NullPointerException.class, () -> queue.drainTo(null));
                assertThrows(IllegalArgumentException.class, () -> queue.drainTo(queue));
                assertEquals(2, queue.drainTo(handle));
                assertEquals(0, queue.drainTo(new ArrayList<>(), -1));
                assertEquals(List.of(1, 2), drained(queue));
            }
        }
    }

    @Test
    void whatCanNotBeSerializedIsRefusedAndTheQueueLivesOn() throws Exception {
        try (Queue<Object> queue = Queue.create()) {
            queue.put(1);
            assertThrows(SerializationException.class, () -> queue.put(new Object()));
            assertThrows(SerializationException.class, () -> queue.offer(List.of(2, Thread.currentThread())));
            assertThrows(NullPointerException.class, () -> queue.put(null));
            queue.put(3);
            assertEquals(List.of(1, 3), drained(queue));
        }
    }

    @Test
    void whatCanNotBeReadIsLostAlone() throws Exception {
        try (Queue<Object> queue = Queue.create()) {
            queue.put(new Unreadable());
            queue.put(2);
            assertThrows(SerializationException.class, queue::take);
            assertEquals(2, queue.take());
        }
    }

    private static final class Unreadable implements java.io.Serializable {
        private static final long serialVersionUID = 1L;

        private Object readResolve() throws java.io.ObjectStreamException {
            throw new java.io.InvalidObjectException("on purpose");
        }
    }

    @Test
    void aQueueTravelsThroughAQueue() throws Exception {
        try (Queue<Queue<String>> queues = Queue.create()) {
            ChildProcess child = ShortLived.child().start(() -> {
                try (Queue<String> inner = queues.take()) {
                    inner.put("from the child");
                }
            });
            try (Queue<String> inner = Queue.create()) {
                queues.put(inner);
                assertEquals("from the child", inner.take());
            }
            child.join();
        }
    }

    @Test
    void whoHasPutMayEndAtOnce() throws Exception {
        try (Queue<byte[]> queue = Queue.create()) {
            inChild(() -> {
                for (int i = 0; i < 20; i++) {
                    queue.put(new byte[100_000]);
                }
                Runtime.getRuntime().halt(0);
            });
            for (int i = 0; i < 20; i++) {
                assertEquals(100_000, queue.take().length);
            }
        }
    }

    @Test
    void interruptsAndTimeLimitsEndWaits() throws Exception {
        try (Queue<Integer> queue = Queue.create(1)) {
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
        try (Queue<Integer> queue = Queue.create(1)) {
            long start = System.nanoTime();
            assertNull(queue.poll(200, TimeUnit.MILLISECONDS));
            queue.put(1);
            assertFalse(queue.offer(2, 200, TimeUnit.MILLISECONDS));
            long took = System.nanoTime() - start;
            assertTrue(took >= 400_000_000L && took < 5_000_000_000L, () -> took + " ns");
        }
    }

    @Test
    void closingEndsWaitsAndIsForThisProcessOnly() throws Exception {
        Queue<Integer> queue = Queue.create(1);
        try (Queue<Integer> same = io.github.multiprocessing4j.testkit.Together.sent(queue)) {
            Worker<Integer> taker = new Worker<>(queue::take);
            queue.close();
            queue.close();
            var thrown = assertThrows(java.util.concurrent.ExecutionException.class, taker::get);
            assertEquals(IllegalStateException.class, thrown.getCause().getClass());
            assertThrows(IllegalStateException.class, () -> queue.put(1));
            assertThrows(IllegalStateException.class, queue::poll);
            assertThrows(IllegalStateException.class, queue::size);
            assertEquals("Queue[closed]", queue.toString());
            same.put(1);
            assertEquals(1, same.take());
        }
    }

    @Test
    void whatNeedsToLookInsideIsRefused() {
        try (Queue<Integer> queue = Queue.create()) {
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
        try (Queue<Integer> full = Queue.create(1);
                Queue<Integer> empty = Queue.create();
                Queue<String> said = Queue.create()) {
            full.put(1);
            List<ChildProcess> children = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                children.add(ShortLived.child().start(() -> {
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
            children.forEach(ChildProcess::join);
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
    void manyProcessesAndManyElements() throws Exception {
        manyProcesses(200_000);
    }

    private static void manyProcesses(int each) throws Exception {
        int producers = 3;
        try (Queue<int[]> queue = Queue.create();
                Queue<long[]> sums = Queue.create()) {
            List<ChildProcess> children = new ArrayList<>();
            for (int p = 0; p < producers; p++) {
                int producer = p;
                children.add(ChildProcess.start(() -> {
                    for (int i = 0; i < each; i++) {
                        queue.put(new int[] {producer, i});
                    }
                }));
            }
            for (int c = 0; c < 2; c++) {
                children.add(ChildProcess.start(() -> sums.put(takeUntilStopped(queue, producers))));
            }
            for (int p = 0; p < producers; p++) {
                children.get(p).join();
            }
            queue.put(new int[] {-1, 0});
            queue.put(new int[] {-1, 0});
            long[] one = sums.take();
            long[] other = sums.take();
            assertEquals((long) producers * each, one[0] + other[0]);
            assertEquals((long) producers * each * (each - 1) / 2, one[1] + other[1]);
            children.forEach(ChildProcess::join);
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
    void manyRandomSleepsLoseNoWakeUp() throws Exception {
        sleepAtRandom(500_000);
    }

    private static void sleepAtRandom(int count) throws Exception {
        try (Queue<Integer> queue = Queue.create(3)) {
            ChildProcess child = ChildProcess.start(() -> {
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
            child.join();
        }
    }
}
