package io.github.multiprocessing4j.pool;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multiprocessing4j.sync.Semaphore;
import io.github.multiprocessing4j.testkit.JavaProgram;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Large arrays travel beside what is encoded. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargeArgumentTest {
    private static final int LENGTH = 1 << 20;

    private Pool pool;

    @BeforeAll
    void start() {
        pool = ShortLived.pool(1);
        awaitTrue(() -> pool.toString().contains("1 ready")); // or one that comes up later would look like a leak
    }

    @AfterAll
    void end() {
        pool.close();
    }

    private static int[] filledWith(int n) {
        int[] array = new int[LENGTH];
        Arrays.fill(array, n);
        return array;
    }

    private static long sum(int[] array) {
        return Arrays.stream(array).asLongStream().sum();
    }

    @Test
    void whatTheCallerChangesAfterwardsDoesNotArrive() throws Exception {
        try (Semaphore go = Semaphore.create(0);
                Pool own = ShortLived.pool(1)) {
            AsyncResult<Integer> first = own.applyAsync(() -> {
                go.acquire();
                return 0;
            });
            int[] array = filledWith(1);
            AsyncResult<List<Long>> sums = own.mapAsync(LargeArgumentTest::sum, List.of(array, array), 1);
            Arrays.fill(array, 2);
            go.release();
            assertEquals(0, first.get(60, TimeUnit.SECONDS));
            assertEquals(List.of((long) LENGTH, (long) LENGTH), sums.get(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void itemsOfAChunkDoNotShareAnArray() {
        int[] array = filledWith(1);
        List<Long> sums = pool.map(
                each -> {
                    long sum = sum(each);
                    Arrays.fill(each, 5);
                    return sum;
                },
                Collections.nCopies(3, array),
                3);
        assertEquals(Collections.nCopies(3, (long) LENGTH), sums);
        assertEquals(LENGTH, sum(array), "and the caller's own is another one");
    }

    private record Pair(String name, int[] one, double[] other) implements java.io.Serializable {}

    @Test
    void arraysWithinObjectsTravelBesideThem() {
        double[] doubles = new double[LENGTH];
        doubles[LENGTH - 1] = 0.5;
        Pair pair = new Pair("pair", filledWith(3), doubles);
        assertEquals(
                List.of("pair 3145728 0.5", "pair 3145728 0.5"),
                pool.map(p -> p.name() + " " + sum(p.one()) + " " + p.other()[LENGTH - 1], List.of(pair, pair)));
    }

    /** Has input of which there is no room for a second time. */
    static final class MuchInput {
        private static final int ARRAYS = 200;

        private MuchInput() {}

        public static void main(String[] args) {
            List<byte[]> input = IntStream.range(0, ARRAYS)
                    .mapToObj(_ -> new byte[256 << 10])
                    .toList();
            var pairs = input.stream().map(bytes -> Map.entry(bytes, 1)).toList();
            try (var pool = ShortLived.pool(2)) {
                long sum = pool.map(bytes -> bytes.length, input).stream()
                        .mapToInt(n -> n)
                        .sum();
                long ofPairs = pool.starmap((bytes, n) -> bytes.length * n, pairs).stream()
                        .mapToInt(n -> n)
                        .sum();
                System.out.println(sum + " " + ofPairs);
            }
        }
    }

    @Test
    void whoWaitsForTheResultsNeedsNoCopyOfTheInput() throws Exception {
        var result = JavaProgram.of(MuchInput.class)
                .jvmOptions("-Xmx96m", "-XX:+UseSerialGC")
                .run();
        assertEquals(0, result.exitValue(), result::toString);
        long bytes = (long) MuchInput.ARRAYS * (256 << 10);
        assertEquals(bytes + " " + bytes, result.stdout().strip());
    }
}
