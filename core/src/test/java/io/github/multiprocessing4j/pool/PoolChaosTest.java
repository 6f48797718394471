package io.github.multiprocessing4j.pool;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.multiprocessing4j.testkit.ShortLived;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Workers are killed at random moments while they run tasks that are run again then: each result comes, and comes once. Whose turn it is after how many
 * results follows from the seed that is printed; what the victim is doing then does not.
 */
class PoolChaosTest {
    @Test
    @Timeout(120)
    void aFewKills() throws Exception {
        new Chaos(2, 4_000, 12).run();
    }

    @Test
    @Tag("stress")
    @Timeout(3_600)
    void aThousandKills() throws Exception {
        new Chaos(4, 200_000, 1_000).run();
    }

    /** What a task gives back. */
    record Done(int number, long pid) implements java.io.Serializable {}

    private static final class Chaos {
        private static final int CHUNK = 5;

        private static final int WORK = 100_000;

        private final long seed = Long.getLong("mp4j.stress.seed", System.nanoTime());

        private final Random random = new Random(seed);

        private final int workers;

        private final int tasks;

        private final int kills;

        /** A permit for each result. */
        private final Semaphore results = new Semaphore(0);

        private final Set<Long> known = ConcurrentHashMap.newKeySet();

        private volatile boolean over;

        Chaos(int workers, int tasks, int kills) {
            this.workers = workers;
            this.tasks = tasks;
            this.kills = kills;
        }

        void run() throws Exception {
            System.out.println("chaos: -Dmp4j.stress.seed=" + seed);
            try (Pool pool = ShortLived.pool(workers)) {
                int[] killed = {0};
                Thread killer = Thread.ofPlatform().start(() -> killed[0] = kill());
                BitSet arrived = new BitSet();
                var options = TaskOptions.none().retries(Integer.MAX_VALUE).chunkSize(CHUNK);
                pool.imapUnordered(Chaos::work, () -> IntStream.range(0, tasks).iterator(), options)
                        .forEachRemaining(done -> {
                            assertFalse(arrived.get(done.number()), () -> done.number() + " came twice");
                            arrived.set(done.number());
                            known.add(done.pid());
                            results.release();
                        });
                over = true;
                killer.join();
                assertEquals(tasks, arrived.cardinality());
                assertEquals(kills, killed[0], "so many were to be killed while there was work");
                awaitTrue(() -> pool.load().ready() == workers);
                assertEquals(workers, ProcessHandle.current().children().count());
            }
        }

        private static Done work(int number) {
            long value = number;
            for (int i = 0; i < WORK; i++) {
                value = value * 6364136223846793005L + 1442695040888963407L;
            }
            return new Done(number + (int) (value & 0), ProcessHandle.current().pid());
        }

        /** {@return how many it has killed} */
        private int kill() {
            int most = tasks / kills;
            boolean lastWasKnown = true;
            for (int n = 0; n < kills; n++) {
                if (!awaitResults(1 + random.nextInt(most))) {
                    return n;
                }
                lastWasKnown = strike(lastWasKnown);
            }
            return kills;
        }

        private boolean awaitResults(int count) {
            try {
                while (!results.tryAcquire(count, 10, TimeUnit.MILLISECONDS)) {
                    if (over) {
                        return false;
                    }
                }
                return true;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        /** Not two in a row that are still coming up, or the pool would rightly give up. {@return whether it was one who had worked} */
        private boolean strike(boolean anybody) {
            while (true) {
                List<ProcessHandle> alive = new ArrayList<>(ProcessHandle.current()
                        .children()
                        .filter(child -> child.isAlive() && (anybody || known.contains(child.pid())))
                        .toList());
                if (!alive.isEmpty()) {
                    ProcessHandle victim = alive.get(random.nextInt(alive.size()));
                    boolean wasKnown = known.contains(victim.pid());
                    if (victim.destroyForcibly()) { // else the last one is just ending, and is no victim
                        return wasKnown;
                    }
                }
            }
        }
    }
}
