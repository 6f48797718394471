package io.github.multiprocessing4j.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.JavaProgram;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WordWaitTest {
    private static final long LONG = Duration.ofDays(1).toNanos();

    private final Block block = Block.allocate(8);

    private final MemorySegment word = block.memory();

    @AfterEach
    void close() {
        block.close();
    }

    /** Waits until the word is not zero. */
    private static void awaitNonZero(MemorySegment word) throws InterruptedException {
        while (Words.getInt(word, 0) == 0) {
            WordWait.await(word, 0, 0, LONG);
        }
    }

    private static void set(MemorySegment word) {
        Words.setInt(word, 0, 1);
        WordWait.wakeAll(word, 0);
    }

    @Test
    void whoSleepsAtAWordIsWokenWhenItChanges() throws Exception {
        for (Thread.Builder kind : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
            Words.setInt(word, 0, 0);
            CountDownLatch begins = new CountDownLatch(1);
            Thread sleeper = kind.start(() -> {
                begins.countDown();
                try {
                    awaitNonZero(word);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            begins.await();
            set(word);
            assertTrue(sleeper.join(Duration.ofSeconds(20)));
        }
    }

    @Test
    void aWordThatHasChangedIsNotSleptAt() throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            WordWait.await(word, 0, 7, LONG);
        }
        assertTrue(System.nanoTime() - start < 100 * WordWait.SLICE_NANOS, "it slept, each time for a slice");
    }

    @Test
    void aSleepEndsInTime() throws Exception {
        long start = System.nanoTime();
        WordWait.await(word, 0, 0, LONG);
        WordWait.await(word, 0, 0, 1);
        WordWait.await(word, 0, 0, 0);
        WordWait.await(word, 0, 0, -1);
        assertTrue(System.nanoTime() - start < 20_000_000_000L);
    }

    @Test
    void anInterruptEndsTheSleepAndClearsTheStatus() throws Exception {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> WordWait.await(word, 0, 0, LONG));
        assertFalse(Thread.interrupted());
        for (Thread.Builder kind : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
            CountDownLatch begins = new CountDownLatch(1);
            CountDownLatch interrupted = new CountDownLatch(1);
            Thread sleeper = kind.start(() -> {
                begins.countDown();
                try {
                    awaitNonZero(word);
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            });
            begins.await();
            sleeper.interrupt();
            assertTrue(interrupted.await(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void anotherProcessIsWoken() {
        ChildProcess child = ChildProcess.start(new Answer(block.handle()));
        Words.setInt(word, 0, 1);
        WordWait.wakeAll(word, 0);
        child.join();
        assertEquals(0, child.exitStatus().exitCode());
        assertEquals(1, Words.getInt(word, 4));
    }

    /** Waits for the first word and then sets the second. */
    record Answer(BlockHandle handle) implements RemoteRunnable {
        @Override
        public void run() throws Exception {
            MemorySegment word = Block.attach(handle).memory();
            awaitNonZero(word);
            Words.setInt(word, 4, 1);
        }
    }

    @Test
    void aThousandVirtualThreadsTakeTurns() throws Exception {
        JavaProgram.Result result = JavaProgram.of(Turns.class)
                .jvmOptions("--enable-native-access=ALL-UNNAMED", "-Djdk.virtualThreadScheduler.parallelism=2")
                .run();
        assertEquals("3000\n", result.stdout(), result::toString);
    }

    @Test
    void itWorksWhereTheKernelHasNoMeans() throws Exception {
        JavaProgram.Result result = JavaProgram.of(Turns.class)
                .jvmOptions("--enable-native-access=ALL-UNNAMED", "-D" + WordWait.PORTABLE + "=true")
                .run();
        assertEquals("3000\n", result.stdout(), result::toString);
    }

    /** Virtual threads that pass a number on: each waits for its own. */
    static final class Turns {
        public static void main(String[] args) throws Exception {
            int threads = 100;
            AtomicInteger turns = new AtomicInteger();
            try (Block block = Block.allocate(4)) {
                List<Thread> all = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    int own = i;
                    all.add(Thread.startVirtualThread(() -> takeTurns(block.memory(), own, threads, turns)));
                }
                for (Thread each : all) {
                    each.join();
                }
            }
            System.out.println(turns);
        }

        private static void takeTurns(MemorySegment word, int own, int threads, AtomicInteger turns) {
            try {
                for (int round = 0; round < 30; round++) {
                    int seen = Words.getInt(word, 0);
                    while (seen % threads != own) {
                        WordWait.await(word, 0, seen, LONG);
                        seen = Words.getInt(word, 0);
                    }
                    turns.incrementAndGet();
                    Words.getAndAddInt(word, 0, 1);
                    WordWait.wakeAll(word, 0);
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void sleepersUseNoProcessor() throws Exception {
        List<Thread> sleepers = new ArrayList<>();
        CountDownLatch begin = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            sleepers.add(Thread.ofPlatform().start(() -> {
                begin.countDown();
                try {
                    awaitNonZero(word);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }));
        }
        var threads = ManagementFactory.getThreadMXBean();
        begin.await();
        long before = sleepers.stream()
                .mapToLong(each -> threads.getThreadCpuTime(each.threadId()))
                .sum();
        for (int i = 0; i < 8; i++) {
            WordWait.await(word, 4, 0, WordWait.SLICE_NANOS);
        }
        long used = sleepers.stream()
                        .mapToLong(each -> threads.getThreadCpuTime(each.threadId()))
                        .sum()
                - before;
        set(word);
        for (Thread each : sleepers) {
            each.join();
        }
        // 0.5 s in 10 s, and a fifth of that in these 2 s
        assertTrue(used < 100_000_000, () -> "100 sleepers used " + used / 1_000_000 + " ms in 2 s");
    }
}
