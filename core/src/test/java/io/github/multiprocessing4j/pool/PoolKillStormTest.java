package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * For a minute, or {@code -Dmp4j.stress.seconds}, workers are killed and stopped at random moments while several threads call
 * the pool. Who is struck after how much work follows from the seed that is printed, and can be had again with {@code
 * -Dmp4j.stress.seed}; what the victim is doing then does not.
 */
@Tag("stress")
@Timeout(value = 1, unit = TimeUnit.DAYS) // has a deadline of its own, which depends on how long it is to run
class PoolKillStormTest {
    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("mp4j.stress.seconds", 60));

    /** From the end of the storm to the end of the last call. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long SEED = Long.getLong("mp4j.stress.seed", System.nanoTime());

    private static final int WORKERS = Integer.getInteger("mp4j.stress.workers", 2);

    private final Semaphore workDone = new Semaphore(0);

    private final WorkerKiller killer = new WorkerKiller(SEED, workDone);

    @Test
    void everyCallEndsRightlyOrWithADeath() throws Exception {
        System.out.println("kill storm: -Dmp4j.stress.seed=" + SEED);
        Pool pool = Pool.create(WORKERS);
        StormCalls calls = new StormCalls(pool, killer, workDone);
        try (pool;
                ExecutorService threads = Executors.newCachedThreadPool()) {
            try {
                storm(calls, threads);
                checkAfterwards(pool);
            } finally {
                pool.terminate(); // or who hangs would keep the threads
            }
        }
        System.out.println("kill storm: " + killer.kills() + " kills, " + killer.stops() + " stops, " + calls.calls()
                + " calls, " + calls.failed() + " failed, at most " + calls.slowestMillis()
                + " ms from a kill to its exception");
        assertTrue(killer.kills() > 0 && calls.failed() > 0 && calls.calls() > calls.failed());
    }

    private void storm(StormCalls calls, ExecutorService threads) throws Exception {
        long end = System.nanoTime() + LENGTH.toNanos();
        Random seeds = new Random(SEED);
        List<Future<?>> running = new ArrayList<>();
        for (StormCalls.Kind kind : StormCalls.Kind.values()) {
            long seed = seeds.nextLong();
            running.add(threads.submit(() -> calls.run(kind, seed, end)));
        }
        killer.run(end);
        for (Future<?> each : running) {
            each.get(end + PATIENCE.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    /** It has its workers again, and none too many. */
    private static void checkAfterwards(Pool pool) throws Exception {
        List<Integer> items = IntStream.range(0, 1000).boxed().toList();
        assertEquals(items, pool.mapAsync(n -> n, items).get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!pool.toString().contains(WORKERS + " ready")) {
            assertTrue(System.nanoTime() - deadline < 0, pool::toString);
            Thread.onSpinWait();
        }
        assertEquals(WORKERS, ProcessHandle.current().children().count());
    }
}
