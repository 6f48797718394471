package io.github.multiprocessing4j.benchmarks;

import io.github.multiprocessing4j.failure.WorkerDiedException;
import io.github.multiprocessing4j.pool.IMapIterator;
import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.sync.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/*
 * One thread takes the results of an endless imapUnordered and counts. It knows that a spare stands by because that has
 * released a semaphore at the end of its initializer, in which it has also warmed up the task's code. While that is awaited nobody
 * takes results, so the new JVM has the processors for itself; then some results are taken unmeasured.
 */
/** What the death of a worker costs a pool that has another one standing by. */
final class KillSide implements AutoCloseable {
    private static final int KILLS = 20;

    private static final long AFTER = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long BEFORE = TimeUnit.MILLISECONDS.toNanos(500);

    private static final int SETTLING_MILLIS = 1000;

    /** Half a millisecond. */
    private static final int ITERATIONS = CpuSide.PER_MILLISECOND / 2;

    /** So often has HotSpot to see a method before its last compiler takes it for worth its while. */
    private static final int WARM_UP = 1000;

    private static final long PID = ProcessHandle.current().pid();

    private final Semaphore ready = Semaphore.create(0);

    private final Pool pool;

    private final IMapIterator<Long> pids;

    private long lastPid;

    private KillSide() {
        Semaphore started = ready;
        pool = Pool.builder()
                .processes(PoolSide.WORKERS)
                .spareProcesses(1)
                .initializer(() -> {
                    for (int i = 0; i < WARM_UP; i++) {
                        var _ = task();
                    }
                    started.release();
                })
                .build();
        pids = pool.imapUnordered(_ -> task(), () -> Stream.generate(() -> 1).iterator());
    }

    /** {@return the results in the 100 ms after each kill over those in as much time before, in percent} */
    static double[] percents(Effort effort) throws InterruptedException {
        double[] percents = new double[effort.turns(KILLS)];
        long settling = TimeUnit.MILLISECONDS.toNanos(effort.messages(SETTLING_MILLIS));
        try (var side = new KillSide()) {
            side.ready.acquire(PoolSide.WORKERS);
            for (int i = 0; i < percents.length; i++) {
                percents[i] = side.percent(settling);
            }
        }
        return percents;
    }

    private double percent(long settling) throws InterruptedException {
        ready.acquire();
        var _ = results(settling);
        double before = perNano(BEFORE);
        if (!ProcessHandle.of(lastPid).orElseThrow().destroyForcibly()) {
            throw new IllegalStateException("a worker could not be killed");
        }
        return 100 * perNano(AFTER) / before;
    }

    private double perNano(long nanos) {
        return (double) results(nanos) / nanos;
    }

    /** Takes results for so many nanoseconds. {@return how many} */
    private int results(long nanos) {
        long start = System.nanoTime();
        int count = 0;
        while (System.nanoTime() - start < nanos) {
            try {
                lastPid = pids.next();
                count++;
            } catch (WorkerDiedException e) {
                // it is the one that was killed
            }
        }
        return count;
    }

    /** What nobody looked at would not be calculated either. */
    private static long task() {
        return CpuSide.spin(ITERATIONS) == 0 ? 0 : PID;
    }

    @Override
    public void close() {
        pids.close();
        pool.close();
        ready.close();
    }
}
