package io.github.multiprocessing4j.region;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.multiprocessing4j.os.FutexVector;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeputyTest {
    private static final int WORDS = 1_000;

    private static final long LONG = Duration.ofDays(1).toNanos();

    private final Block block = Block.allocate(4L * WORDS);

    private final MemorySegment words = block.memory();

    /** When who has slept at which word went on. */
    private final ConcurrentHashMap<Integer, Long> wokenAt = new ConcurrentHashMap<>();

    private final CountDownLatch awake = new CountDownLatch(WORDS);

    @AfterEach
    void close() {
        block.close();
    }

    private void sleep(int own) {
        try {
            while (Words.getInt(words, 4L * own) == 0) {
                WordWait.await(words, 4L * own, 0, LONG);
            }
            wokenAt.put(own, System.nanoTime());
            awake.countDown();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static long sleepers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().startsWith("mp4j-sleeper-"))
                .count();
    }

    @Test
    void fewThreadsSleepForThousandVirtualOnesAndWakeTheRightOne() throws Exception {
        assumeTrue(FutexVector.isAvailable(), "no futex_waitv(2) here: each word takes a thread");
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < WORDS; i++) {
            int own = i;
            threads.add(Thread.startVirtualThread(() -> sleep(own)));
        }
        while (threads.stream().anyMatch(each -> each.getState() != Thread.State.TIMED_WAITING)) {
            Thread.onSpinWait();
        }
        long deputies = sleepers();
        assertTrue(deputies >= 8 && deputies <= 16, () -> deputies + " threads sleep");
        assertWakes();
    }

    private void assertWakes() throws Exception {
        List<Integer> order = new ArrayList<>(IntStream.range(0, WORDS).boxed().toList());
        Collections.shuffle(order, new Random(1));
        long[] nanos = new long[WORDS];
        for (int i = 0; i < WORDS; i++) {
            int word = order.get(i);
            assertTrue(!wokenAt.containsKey(word), "it did not sleep");
            long start = System.nanoTime();
            Words.setInt(words, 4L * word, 1);
            WordWait.wake(words, 4L * word, 1);
            while (!wokenAt.containsKey(word)) {
                Thread.onSpinWait();
            }
            nanos[i] = wokenAt.get(word) - start;
        }
        awake.await();
        Arrays.sort(nanos);
        assertTrue(nanos[WORDS - 1] < 1_000_000_000, () -> "one took " + nanos[WORDS - 1] / 1_000_000 + " ms");
        // if they only looked at the end of a slice, half of them would take longer than half of one
        assertTrue(nanos[WORDS / 2] < WordWait.SLICE_NANOS / 4, () -> "half took " + nanos[WORDS / 2] / 1_000 + " us");
    }
}
