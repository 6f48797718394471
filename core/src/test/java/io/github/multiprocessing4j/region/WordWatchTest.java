package io.github.multiprocessing4j.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.testkit.JavaProgram;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WordWatchTest {
    private static final int WORDS = 300;

    private static final String DEPUTY = "mp4j-sleeper-";

    private static final String SLEEPER = "test-sleeper";

    private final Block block = Block.allocate(4 * WORDS);

    private final MemorySegment words = block.memory();

    private final CountDownLatch told = new CountDownLatch(1);

    @AfterEach
    void close() {
        block.close();
    }

    private static void set(MemorySegment words, int index) {
        Words.setInt(words, 4L * index, 1);
        WordWait.wake(words, 4L * index, 1);
    }

    /** A slice would be a quarter of a second, for the median of many. */
    private static void assertQuick(long[] nanos) {
        Arrays.sort(nanos);
        assertTrue(nanos[nanos.length / 2] < WordWait.SLICE_NANOS / 4, () -> Arrays.toString(nanos));
    }

    private static boolean isSoon(CountDownLatch latch) throws InterruptedException {
        return latch.await(1, TimeUnit.SECONDS);
    }

    @Test
    void aChangeIsToldAtOnce() throws Exception {
        long[] nanos = new long[11];
        for (int i = 0; i < nanos.length; i++) {
            CountDownLatch latch = new CountDownLatch(1);
            WordWatch watch = WordWatch.watch(words, 4L * i, 0, latch::countDown);
            KernelSleep.await(DEPUTY);
            assertEquals(1, latch.getCount());
            long start = System.nanoTime();
            set(words, i);
            assertTrue(isSoon(latch));
            nanos[i] = System.nanoTime() - start;
            assertFalse(watch.cancel());
        }
        assertQuick(nanos);
    }

    @Test
    void whatHasChangedBeforeIsToldToo() throws Exception {
        try (var _ = WordWatch.watch(words, 0, 7, told::countDown)) {
            assertTrue(isSoon(told));
        }
    }

    @Test
    void aChangeThatNobodyWokeForIsSeenInTime() throws Exception {
        try (var _ = WordWatch.watch(words, 0, 0, told::countDown)) {
            KernelSleep.await(DEPUTY);
            Words.setInt(words, 0, 1);
            assertTrue(isSoon(told));
        }
    }

    /** They share the thread: when the last one is told, all that happened before was done. */
    @Test
    void whoHasCancelledIsNotTold() throws Exception {
        List<String> done = new ArrayList<>();
        WordWatch cancelled = WordWatch.watch(words, 0, 0, () -> done.add("cancelled"));
        WordWatch other = WordWatch.watch(words, 4, 0, told::countDown);
        KernelSleep.await(DEPUTY);
        assertTrue(cancelled.cancel());
        assertFalse(cancelled.cancel());
        set(words, 0);
        set(words, 1);
        assertTrue(isSoon(told));
        other.close();
        assertEquals(List.of(), done);
    }

    @Test
    void whatFailsHarmsNoOther() throws Exception {
        WordWatch failing = WordWatch.watch(words, 0, 7, () -> {
            throw new IllegalStateException("this test's doing");
        });
        try (var _ = WordWatch.watch(words, 4, 7, told::countDown)) {
            assertTrue(isSoon(told));
        }
        failing.close();
    }

    /** Who is woken alone may be one who does not want it any more; then it is for the next one. */
    @Test
    void aWakeUpThatNobodyWantsIsPassedOn() throws Exception {
        long[] nanos = new long[11];
        for (int i = 0; i < nanos.length; i++) {
            WordWatch cancelled = WordWatch.watch(words, 4L * i, 0, () -> {});
            KernelSleep.await(DEPUTY);
            nanos[i] = wakeBehind(cancelled, i);
        }
        assertQuick(nanos);
    }

    private long wakeBehind(WordWatch first, int index) throws Exception {
        long[] end = new long[1];
        Thread sleeper = Thread.ofPlatform().name(SLEEPER).start(() -> {
            while (Words.getInt(words, 4L * index) == 0) {
                try {
                    WordWait.await(words, 4L * index, 0, WordWait.SLICE_NANOS);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            end[0] = System.nanoTime();
        });
        KernelSleep.await(SLEEPER);
        assertTrue(first.cancel());
        long start = System.nanoTime();
        set(words, index);
        sleeper.join();
        return end[0] - start;
    }

    @Test
    void unmappedMemoryIsAChangeAndNobodyElseNotices(@TempDir Path directory) throws Exception {
        CountDownLatch other = new CountDownLatch(1);
        try (var _ = WordWatch.watch(words, 0, 0, other::countDown);
                FileChannel file = FileChannel.open(
                        directory.resolve("f"),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            Arena arena = Arena.ofShared();
            MemorySegment mapped = file.map(FileChannel.MapMode.READ_WRITE, 0, 1 << 16, arena);
            try (var _ = WordWatch.watch(mapped, 0, 0, told::countDown)) {
                KernelSleep.await(DEPUTY);
                arena.close();
                assertTrue(isSoon(told));
            }
            set(words, 0);
            assertTrue(isSoon(other));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", WordWait.PORTABLE, Deputy.ONE_WORD})
    void itWorksInEveryWay(String property) throws Exception {
        JavaProgram.Result result = JavaProgram.of(All.class)
                .jvmOptions("--enable-native-access=ALL-UNNAMED", "-D" + property + "=true")
                .run();
        assertEquals("300 told\nunmapped\n", result.stdout(), result::toString);
    }

    /** Tells of many words, some of which it has cancelled, and of one that is unmapped. */
    static final class All {
        public static void main(String[] args) throws Exception {
            AtomicInteger told = new AtomicInteger();
            CountDownLatch all = new CountDownLatch(WORDS);
            try (Block block = Block.allocate(4 * WORDS)) {
                MemorySegment words = block.memory();
                for (int i = 0; i < WORDS; i++) {
                    WordWatch.watch(words, 4L * i, 0, told::incrementAndGet).close();
                    WordWatch.watch(words, 4L * i, 0, () -> {
                        told.incrementAndGet();
                        all.countDown();
                    });
                }
                for (int i = 0; i < WORDS; i++) {
                    set(words, i);
                }
                all.await();
            }
            System.out.println(told + " told");
            Arena arena = Arena.ofShared();
            CountDownLatch unmapped = new CountDownLatch(1);
            Path file = Path.of("/proc/self/exe");
            try (FileChannel channel = FileChannel.open(file)) {
                MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, 1 << 12, arena);
                WordWatch.watch(mapped, 0, Words.getInt(mapped, 0), unmapped::countDown);
            }
            arena.close();
            unmapped.await();
            System.out.println("unmapped");
        }
    }
}
