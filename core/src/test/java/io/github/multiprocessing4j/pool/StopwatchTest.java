package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StopwatchTest {
    private static final int BLOCK = Stopwatch.MOST_TOGETHER;

    private long now;

    private int looks;

    private final Stopwatch watch = new Stopwatch(() -> {
        looks++;
        return now;
    });

    private void item(int index, long decoding, long working, long encoding) {
        now += decoding;
        watch.start();
        now += working;
        watch.stop(index);
        now += encoding;
        watch.ended(index);
    }

    @Test
    void slowItemsAreMeasuredOneByOne() {
        item(0, 100, 2000, 300);
        item(1, 100, 5000, 300);
        item(2, 100, 3000, 300);
        assertEquals(new Effort(10_000, 1200, 1, 1, 5000), watch.effort(3));
    }

    @Test
    void shortItemsAreMeasuredTogetherAndTheirTimeIsDividedAsThatOfTheOneBefore() {
        for (int i = 0; i < 1 + BLOCK; i++) {
            item(i, 10, 60, 30);
        }
        assertEquals(new Effort(60L * (1 + BLOCK), 40L * (1 + BLOCK), 0, 1, 60), watch.effort(1 + BLOCK));
    }

    @Test
    void theClockIsSeldomLookedAtForShortItems() {
        for (int i = 0; i < 10 * (1 + BLOCK); i++) {
            item(i, 10, 60, 30);
        }
        // when the chunk begins; for each item that is measured by itself, three times; for each block, once
        assertEquals(1 + 10 * (3 + 1), looks);
    }

    @Test
    void aSlowItemAmongShortOnesIsOneOfTheBlock() {
        item(0, 10, 60, 30);
        for (int i = 1; i <= BLOCK; i++) {
            item(i, 10, i == 7 ? 1_000_000 : 60, 30);
        }
        Effort effort = watch.effort(1 + BLOCK);
        assertEquals(1, effort.slowest());
        assertEquals(BLOCK, effort.slowestItems());
        assertEquals(1_000_000 + 60L * (BLOCK - 1) + 40L * BLOCK, effort.slowestNanos());
        assertEquals("one of the items 101 to 115 of map", new CallSite("map", 100, 16).oneOf(1, BLOCK));
    }

    @Test
    void aBlockThatEndsWithTheChunkCounts() {
        item(0, 10, 60, 30);
        item(1, 10, 60, 30);
        now += 10;
        watch.start();
        now += 90_000; // it throws
        watch.stop(2);
        Effort effort = watch.effort(3);
        assertEquals(90_210, effort.working() + effort.serializing());
        assertEquals(1, effort.slowest());
        assertEquals(2, effort.slowestItems());
    }

    @Test
    void afterASlowBlockItemsAreMeasuredOneByOneAgain() {
        item(0, 10, 60, 30);
        for (int i = 1; i <= BLOCK; i++) {
            item(i, 10, 7000, 30);
        }
        item(1 + BLOCK, 10, 200_000, 30);
        Effort effort = watch.effort(2 + BLOCK);
        assertEquals(1 + BLOCK, effort.slowest());
        assertEquals(1, effort.slowestItems());
        assertEquals(200_000, effort.slowestNanos());
    }
}
