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
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WordWaitTest {
    private static final long LONG = Duration.ofDays(1).toNanos();

    private static final int ROUNDS = 200;

    private static final long SEED = Long.getLong("mp4j.stress.seed", System.nanoTime());

    private static final String SLEEPER = "test-sleeper";

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

    /** The first word counts up: who is odd waits for odd numbers and answers with the next, and the other one the same way. */
    private static void play(MemorySegment word, boolean odd) throws InterruptedException {
        for (int n = odd ? 1 : 0; n < 2 * ROUNDS; n += 2) {
            for (int seen = Words.getInt(word, 0); seen < n; seen = Words.getInt(word, 0)) {
                WordWait.await(word, 0, seen, LONG);
            }
            Words.setInt(word, 0, n + 1);
            WordWait.wake(word, 0, 1);
        }
    }

    /** If nobody were woken, most rounds would take a slice. */
    private static void assertWokeEachOther(long start) {
        long nanos = System.nanoTime() - start;
        assertTrue(
                nanos < ROUNDS * WordWait.SLICE_NANOS / 4, () -> ROUNDS + " rounds took " + nanos / 1_000_000 + " ms");
    }

    @Test
    void whoSleepsAtAWordIsWokenWhenItChanges() throws Exception {
        for (Thread.Builder kind : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
            Words.setInt(word, 0, 0);
            var other = new FutureTask<>(() -> {
                play(word, true);
                return true;
            });
            long start = System.nanoTime();
            kind.start(other);
            play(word, false);
            assertTrue(other.get(20, TimeUnit.SECONDS));
            assertWokeEachOther(start);
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
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anInterruptEndsTheSleepOfWhoIsAsleep(boolean virtual) throws Exception {
        long[] nanos = new long[11];
        for (int i = 0; i < nanos.length; i++) {
            var woken = new CompletableFuture<Long>();
            Runnable sleeping = () -> {
                try {
                    awaitNonZero(word);
                } catch (InterruptedException e) {
                    woken.complete(System.nanoTime());
                }
            };
            Thread sleeper = virtual
                    ? Thread.ofVirtual().start(sleeping)
                    : Thread.ofPlatform().name(SLEEPER).start(sleeping);
            while (virtual ? sleeper.getState() != Thread.State.TIMED_WAITING : !KernelSleep.of(SLEEPER)) {
                Thread.onSpinWait();
            }
            long start = System.nanoTime();
            sleeper.interrupt();
            nanos[i] = woken.get(20, TimeUnit.SECONDS) - start;
            sleeper.join();
        }
        Arrays.sort(nanos);
        // if it were only noticed at the end of a slice, half of them would take longer than half of one
        assertTrue(nanos[nanos.length / 2] < WordWait.SLICE_NANOS / 4, () -> Arrays.toString(nanos));
    }

    /** It must not get lost between the last look and the system call. */
    @Test
    void anInterruptIsNoticedWheneverItComes() throws Exception {
        int rounds = 5_000;
        var random = new Random(SEED);
        var turn = new AtomicInteger();
        var noticed = new Semaphore(0);
        Thread sleeper = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < rounds; i++) {
                turn.set(i + 1);
                sleepUntilInterrupted();
                noticed.release();
            }
        });
        for (int i = 0; i < rounds; i++) {
            while (turn.get() <= i && sleeper.isAlive()) {
                Thread.onSpinWait();
            }
            for (int spins = random.nextInt(2_000); spins > 0; spins--) {
                Thread.onSpinWait();
            }
            sleeper.interrupt();
            assertTrue(noticed.tryAcquire(20, TimeUnit.SECONDS), "round " + i + " of seed " + SEED);
        }
        sleeper.join();
    }

    /** A sleep may end for no reason. */
    private void sleepUntilInterrupted() {
        try {
            while (true) {
                WordWait.await(word, 0, 0, LONG, LONG);
            }
        } catch (InterruptedException e) {
            // as expected
        }
    }

    @Test
    void anotherProcessIsWoken() throws Exception {
        ChildProcess child = ChildProcess.start(new Answer(block.handle()));
        while (Words.getInt(word, 4) == 0) {
            WordWait.await(word, 4, 0, LONG); // it takes a while to start
        }
        long start = System.nanoTime();
        play(word, false);
        assertWokeEachOther(start);
        child.join();
        assertEquals(0, child.exitStatus().exitCode());
    }

    /** Says that it is there, and then plays. */
    record Answer(BlockHandle handle) implements RemoteRunnable {
        @Override
        public void run() throws Exception {
            MemorySegment word = Block.attach(handle).memory();
            Words.setInt(word, 4, 1);
            WordWait.wake(word, 4, 1);
            play(word, true);
        }
    }

    @Test
    void aHundredVirtualThreadsTakeTurns() throws Exception {
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
