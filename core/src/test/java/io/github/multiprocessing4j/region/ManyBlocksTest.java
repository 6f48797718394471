package io.github.multiprocessing4j.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.multiprocessing4j.queue.Queue;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One more costs the same, however many there are. */
@Timeout(60)
class ManyBlocksTest {
    private static final int LARGE = 17 << 10;

    private static final int MANY = 3_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    /** {@return the least of what a counter of this thread's goes up by while something is done, as other things may come in between} */
    private static long cost(LongSupplier counter, Runnable action) {
        return LongStream.range(0, 20)
                .map(_ -> {
                    long before = counter.getAsLong();
                    action.run();
                    return counter.getAsLong() - before;
                })
                .min()
                .orElseThrow();
    }

    private static List<Block> allocate(int number, long size) {
        return IntStream.range(0, number).mapToObj(_ -> Block.allocate(size)).toList();
    }

    private static void allocateSmall() {
        allocate(500, 1_000).forEach(Block::close);
    }

    /** Time of the processor in which it is done, of which others who need it take none. */
    @Test
    void aSmallOneHasNothingToDoWithLargeOnes() {
        long few = cost(THREADS::getCurrentThreadCpuTime, ManyBlocksTest::allocateSmall);
        List<Block> large = allocate(MANY, LARGE);
        long many = cost(THREADS::getCurrentThreadCpuTime, ManyBlocksTest::allocateSmall);
        large.forEach(Block::close);
        assertTrue(many < 5 * few, () -> "500 small ones take " + few + " ns, and " + many + " ns beside large ones");
    }

    /** What is looked at takes memory for the look. */
    @Test
    void aQueueLooksAtNoOther() {
        Runnable create = () -> Queue.create().close();
        long few = cost(THREADS::getCurrentThreadAllocatedBytes, create);
        List<Block> large = allocate(MANY, LARGE);
        long many = cost(THREADS::getCurrentThreadAllocatedBytes, create);
        large.forEach(Block::close);
        assertTrue(many < 2 * few, () -> "a queue takes " + few + " bytes of the heap, and " + many + " beside many");
    }

    @Test
    void whoMakesOneAfterTheOtherHasOneFileForThem() {
        Block first = Block.allocate(8);
        RegionHandle region = first.name().region();
        first.close();
        for (int i = 0; i < 100; i++) {
            try (Block next = Block.allocate(8 + i)) {
                assertEquals(region, next.name().region());
            }
        }
    }

    private static void assertOneFileIsEnough(long size) {
        Block first = Block.allocate(size);
        RegionHandle region = first.name().region();
        first.close();
        for (int i = 0; i < 10; i++) {
            try (Block again = Block.allocate(size)) {
                assertEquals(region, again.name().region());
                assertEquals(0, again.memory().get(ValueLayout.JAVA_LONG, 0));
                again.memory().fill((byte) 1);
            }
        }
    }

    /** What is kept is full of blocks of another size. */
    @Test
    void whatIsOfNoUseIsKeptNoLonger() {
        SpareArena.giveUp();
        List<Block> others = allocate((int) ((64 << 10) / Arena.stride(500)), 500);
        RegionHandle full = others.getFirst().name().region();
        assertEquals(full, others.getLast().name().region());
        others.forEach(Block::close);
        try (Block other = Block.allocate(500)) {
            assertEquals(full, other.name().region());
        }
        assertOneFileIsEnough(5_000);
    }

    /** The files become larger with their number, and smaller again until one is worth keeping. */
    @Test
    void afterManyOneFileIsEnoughSoon() {
        allocate(50_000, 100).forEach(Block::close);
        for (int i = 0; i < 7; i++) {
            Block.allocate(100).close();
        }
        assertOneFileIsEnough(100);
    }

    @Test
    void whatIsClosedInAnyOrderIsUsedAgain() {
        Random random = new Random(4);
        List<Block> blocks = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            for (int size = 1; size <= 16 << 10; size *= 2) {
                blocks.addAll(allocate(40, size));
            }
            blocks.forEach(block -> block.memory().fill((byte) 1));
            long different = blocks.stream()
                    .mapToLong(block -> block.memory().address())
                    .distinct()
                    .count();
            assertEquals(blocks.size(), different, "two have the same memory");
            Collections.shuffle(blocks, random);
            List<Block> half = blocks.subList(0, blocks.size() / 2);
            half.forEach(Block::close);
            half.clear();
        }
        blocks.forEach(Block::close);
    }

    @Test
    void threadsThatMakeAndCloseAtTheSameTimeDisturbNobody() throws Exception {
        List<Callable<Void>> work = IntStream.range(0, 6)
                .mapToObj(seed -> (Callable<Void>) () -> makeAndClose(new Random(seed), seed + 1))
                .toList();
        try (var executor = Executors.newCachedThreadPool()) {
            for (Future<Void> done : executor.invokeAll(work)) {
                done.get();
            }
        }
    }

    private static Void makeAndClose(Random random, int mark) {
        List<Block> mine = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            Block block = Block.allocate(random.nextInt(50) == 0 ? LARGE : 8 << random.nextInt(8));
            assertEquals(0, block.memory().get(ValueLayout.JAVA_LONG, 0));
            block.memory().set(ValueLayout.JAVA_LONG, 0, mark);
            mine.add(block);
            if (mine.size() > random.nextInt(100)) {
                Collections.swap(mine, random.nextInt(mine.size()), mine.size() - 1);
                Block last = mine.removeLast();
                assertEquals(mark, last.memory().get(ValueLayout.JAVA_LONG, 0));
                last.close();
            }
        }
        mine.forEach(Block::close);
        return null;
    }
}
