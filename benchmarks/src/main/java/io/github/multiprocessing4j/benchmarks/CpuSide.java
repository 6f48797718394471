package io.github.multiprocessing4j.benchmarks;

import io.github.multiprocessing4j.pool.Pool;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;

/** Tasks that do nothing but calculate, of some 10 ms each: by two workers, by two threads of one JVM, and by one. */
public final class CpuSide {
    /** Of the loop, in a millisecond; about. */
    public static final int PER_MILLISECOND = 600_000;

    private static final int ITERATIONS = 10 * PER_MILLISECOND;

    private static final int TASKS = 60;

    private final Effort effort;

    CpuSide(Effort effort) {
        this.effort = effort;
    }

    /** What {@code spin} in {@code cpython_side.py} does. */
    public static long spin(int iterations) {
        long x = 1;
        for (int i = 0; i < iterations; i++) {
            x = x * 1_103_515_245 + 12_345 & 0x7FFF_FFFF;
        }
        return x;
    }

    /** {@return how many tasks two workers do in a second} */
    double pool() throws Exception {
        try (var pool = Pool.create(PoolSide.WORKERS)) {
            return tasks() / seconds(byPool(pool));
        }
    }

    /** {@return how many tasks two threads of a ForkJoinPool do in a second} */
    double forkJoin() throws Exception {
        List<Callable<Long>> calls = Collections.nCopies(tasks(), () -> spin(ITERATIONS));
        List<Long> expected = expected();
        try (var pool = new ForkJoinPool(PoolSide.WORKERS)) {
            Timing.Work work = () -> PoolSide.check(
                    expected,
                    pool.invokeAll(calls).stream().map(Future::resultNow).toList());
            return tasks() / seconds(work);
        }
    }

    /** {@return how many times as fast two workers are as this thread} */
    double speedup() throws Exception {
        List<Long> expected = expected();
        Timing.Work alone = () ->
                PoolSide.check(expected, inputs().stream().map(CpuSide::spin).toList());
        try (var pool = Pool.create(PoolSide.WORKERS)) {
            return seconds(alone) / seconds(byPool(pool));
        }
    }

    private Timing.Work byPool(Pool pool) {
        List<Long> expected = expected();
        return () -> PoolSide.check(expected, pool.map(CpuSide::spin, inputs(), 1));
    }

    private double seconds(Timing.Work work) throws Exception {
        return Timing.seconds(work, effort.turns(20), effort.turns(8));
    }

    private int tasks() {
        return effort.messages(TASKS);
    }

    private List<Integer> inputs() {
        return Collections.nCopies(tasks(), ITERATIONS);
    }

    private List<Long> expected() {
        return Collections.nCopies(tasks(), spin(ITERATIONS));
    }
}
