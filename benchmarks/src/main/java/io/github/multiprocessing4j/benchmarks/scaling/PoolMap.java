package io.github.multiprocessing4j.benchmarks.scaling;

import io.github.multiprocessing4j.benchmarks.CpuSide;
import io.github.multiprocessing4j.benchmarks.Timing;
import io.github.multiprocessing4j.pool.Pool;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** {@code Pool.map} once all workers are warm. */
final class PoolMap {
    static final int MANY = 200_000;

    private static final int CALCULATION = 10 * CpuSide.PER_MILLISECOND;

    private static final int TASKS_PER_WORKER = 10;

    private final int workers;

    private final boolean quick;

    private List<?> results = List.of();

    PoolMap(int workers, boolean quick) {
        this.workers = workers;
        this.quick = quick;
    }

    Map<String, Double> autoChunks() throws Exception {
        List<Integer> items = items(MANY);
        try (var pool = Pool.create(workers)) {
            return perItem(items, () -> results = pool.map(x -> x * x, items));
        }
    }

    Map<String, Double> chunksize1() throws Exception {
        List<Integer> items = items(20_000);
        try (var pool = Pool.create(workers)) {
            return perItem(items, () -> results = pool.map(x -> x * x, items, 1));
        }
    }

    private Map<String, Double> perItem(List<Integer> items, Timing.Work map) throws Exception {
        Steady.Turn turn = Steady.of(workers, quick).measure(map);
        check(items.stream().map(x -> x * x).toList());
        return Map.of(
                "per_second",
                items.size() / turn.seconds(),
                "coordinator_us",
                turn.processorSeconds() / items.size() * 1e6);
    }

    /** The ideal is as many tasks at once as there are processors for them, each as fast as alone in this process. */
    Map<String, Double> calculation() throws Exception {
        List<Integer> inputs = Collections.nCopies(TASKS_PER_WORKER * workers, CALCULATION);
        Steady.Turn alone = Steady.of(1, quick).measure(() -> results = List.of(CpuSide.spin(CALCULATION)));
        try (var pool = Pool.create(workers)) {
            Steady.Turn turn = Steady.of(workers, quick).measure(() -> results = pool.map(CpuSide::spin, inputs, 1));
            check(Collections.nCopies(inputs.size(), CpuSide.spin(CALCULATION)));
            int atOnce = Math.min(workers, Runtime.getRuntime().availableProcessors());
            return Map.of("per_second", inputs.size() / turn.seconds(), "ideal", atOnce / alone.seconds());
        }
    }

    private void check(List<?> expected) {
        if (!expected.equals(results)) {
            throw new AssertionError("a wrong result");
        }
    }

    private static List<Integer> items(int size) {
        return IntStream.range(0, size).boxed().toList();
    }
}
