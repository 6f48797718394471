package io.github.multiprocessing4j.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.sharedtypes.Array;
import io.github.multiprocessing4j.sharedtypes.LongArray;
import io.github.multiprocessing4j.testkit.LeakOracle;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Producers and consumers are killed at random moments, and others take their places. Every element arrives once and in its
 * producer's order, but for what a killed one had in its hands.
 */
@ExtendWith(LeakOracle.class)
@NullUnmarked
class QueueKillStormTest {
    /** What a consumer passes on: who it is, which producer's element, and which one. */
    private static final int CONSUMER = 0;

    private static final int PRODUCER = 1;

    private static final int NUMBER = 2;

    @Tag("stress")
    @Test
    @Timeout(120)
    void twoAndTwo() throws Exception {
        new Storm(2, 2, 8_000, 4, 1000, System.nanoTime()).run();
    }

    @Test
    @Timeout(120)
    void withALimit() throws Exception {
        new Storm(2, 2, 5_000, 3, 10, System.nanoTime()).run();
    }

    @Test
    @Tag("stress")
    @Timeout(3_600)
    void eightAndEight() throws Exception {
        long seed = Long.getLong("mp4j.stress.seed", System.nanoTime());
        new Storm(8, 8, 1_000_000, 60, 1000, seed).run();
    }

    /** One storm. */
    private static final class Storm {
        /** How many elements a producer puts, among all who take the same place. */
        private final int each;

        private final int producers;

        private final int kills;

        private final Random random;

        private final long seed;

        private final Queue<int[]> queue;

        private final Queue<int[]> results = Queue.create();

        /** For each producer's generation how many it was about to put, and has put. */
        private final LongArray begun;

        private final LongArray put;

        private final List<ChildProcess> children = new ArrayList<>();

        private final List<Boolean> isProducer = new ArrayList<>();

        private int killedConsumers;

        private int generations;

        /** What came, for each generation of producers. */
        private final Map<Integer, BitSet> come = new HashMap<>();

        /** The last number that a consumer passed on of a producer. */
        private final Map<List<Integer>, Integer> last = new HashMap<>();

        Storm(int producers, int consumers, int each, int kills, int limit, long seed) {
            this.producers = producers;
            this.each = each;
            this.kills = kills;
            this.seed = seed;
            this.random = new Random(seed);
            this.queue = limit == 1000 ? Queue.create() : Queue.create(limit);
            int most = producers + kills;
            this.begun = Array.ofLong(most);
            this.put = Array.ofLong(most);
            for (int i = 0; i < consumers; i++) {
                startConsumer();
            }
            for (int i = 0; i < producers; i++) {
                startProducer(each);
            }
        }

        private void startConsumer() {
            Queue<int[]> from = queue;
            Queue<int[]> to = results;
            int id = children.size();
            add(false, ChildProcess.start(() -> {
                while (true) {
                    int[] element = from.take();
                    if (element[0] < 0) {
                        return;
                    }
                    to.put(new int[] {id, element[0], element[1]});
                }
            }));
        }

        private void startProducer(long count) {
            Queue<int[]> to = queue;
            LongArray beginning = begun;
            LongArray done = put;
            int generation = generations++;
            add(true, ChildProcess.start(() -> {
                for (int i = 0; i < count; i++) {
                    beginning.set(generation, i + 1);
                    to.put(new int[] {generation, i});
                    done.set(generation, i + 1);
                }
            }));
            generationOf.put(children.size() - 1, generation);
            shareOf.put(generation, count);
        }

        private final Map<Integer, Integer> generationOf = new HashMap<>();

        private final Map<Integer, Long> shareOf = new HashMap<>();

        private void add(boolean producer, ChildProcess child) {
            isProducer.add(producer);
            children.add(child);
        }

        void run() throws InterruptedException {
            try (queue;
                    results;
                    begun;
                    put) {
                long all = (long) producers * each;
                long between = all / (kills + 1);
                for (int kill = 1; kill <= kills; kill++) {
                    takeResults(between / 2 + random.nextLong(between / 2));
                    killOne();
                }
                for (int i = 0; i < children.size(); i++) {
                    if (isProducer.get(i)) {
                        while (!children.get(i).join(java.time.Duration.ofMillis(1))) {
                            takeResult(0);
                        }
                    }
                }
                for (int i = 0; i < children.size(); i++) {
                    if (children.get(i).isAlive()) {
                        queue.put(new int[] {-1, 0});
                    }
                }
                for (ChildProcess child : children) {
                    while (!child.join(java.time.Duration.ofMillis(1))) {
                        takeResult(0);
                    }
                }
                while (takeResult(0)) {
                    // until nothing is left
                }
                check();
            }
        }

        private void takeResults(long count) throws InterruptedException {
            for (long i = 0; i < count && anyProducerLives(); i++) {
                assertTrue(takeResult(20_000), () -> "nobody goes on, seed " + seed + ", " + queue);
            }
        }

        private boolean anyProducerLives() {
            for (int i = 0; i < children.size(); i++) {
                if (isProducer.get(i) && children.get(i).isAlive()) {
                    return true;
                }
            }
            return !queue.isEmpty();
        }

        private boolean takeResult(long millis) throws InterruptedException {
            int[] result = results.poll(millis, TimeUnit.MILLISECONDS);
            if (result == null) {
                return false;
            }
            BitSet numbers = come.computeIfAbsent(result[PRODUCER], _ -> new BitSet());
            assertTrue(!numbers.get(result[NUMBER]), () -> "twice: seed " + seed);
            numbers.set(result[NUMBER]);
            Integer before = last.put(List.of(result[CONSUMER], result[PRODUCER]), result[NUMBER]);
            assertTrue(before == null || before < result[NUMBER], () -> "out of order: seed " + seed);
            return true;
        }

        private void killOne() {
            List<Integer> living = new ArrayList<>();
            for (int i = 0; i < children.size(); i++) {
                if (children.get(i).isAlive()) {
                    living.add(i);
                }
            }
            if (living.isEmpty()) {
                return;
            }
            int victim = living.get(random.nextInt(living.size()));
            ChildProcess child = children.get(victim);
            child.kill();
            child.join();
            if (!isProducer.get(victim)) {
                killedConsumers++;
                startConsumer();
            } else if (child.exitStatus().exitCode() != 0) {
                int generation = assertNotNullValue(generationOf.get(victim));
                long left = shareOf.get(generation) - begun.get(generation);
                if (left > 0) {
                    startProducer(left);
                }
            }
        }

        private static int assertNotNullValue(Integer value) {
            assertNotNull(value);
            return value;
        }

        private void check() {
            long lost = 0;
            for (int generation = 0; generation < generations; generation++) {
                BitSet numbers = come.getOrDefault(generation, new BitSet());
                assertTrue(numbers.length() <= begun.get(generation), () -> "never put: seed " + seed);
                long certain = put.get(generation);
                lost += certain - numbers.get(0, (int) certain).cardinality();
            }
            long finalLost = lost;
            assertTrue(
                    lost <= 2L * killedConsumers,
                    () -> finalLost + " lost with " + killedConsumers + " killed consumers: seed " + seed);
            assertEquals(0, queue.size());
        }
    }
}
