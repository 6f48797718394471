package io.github.multiprocessing4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** What {@link PoolSide} measures, done by two threads of this JVM, to which nothing has to be sent. */
final class ForkJoinPeer {
    /** Into how many chunks for each worker {@code map} divides its items. */
    private static final int CHUNKS_PER_WORKER = 4;

    private ForkJoinPeer() {}

    /** {@return items per second, as of {@code pool_map_auto_chunks}} */
    static double mapAutoChunks(Effort effort) throws Exception {
        List<Integer> items = items(effort, 200_000);
        int size = Math.ceilDiv(items.size(), PoolSide.WORKERS * CHUNKS_PER_WORKER);
        List<Callable<List<Integer>>> tasks = new ArrayList<>();
        for (int from = 0; from < items.size(); from += size) {
            List<Integer> chunk = items.subList(from, Math.min(from + size, items.size()));
            tasks.add(() -> chunk.stream().map(x -> x * x).toList());
        }
        List<Integer> expected = items.stream().map(x -> x * x).toList();
        try (var pool = new ForkJoinPool(PoolSide.WORKERS)) {
            Timing.Work map = () -> PoolSide.check(
                    expected,
                    pool.invokeAll(tasks).stream()
                            .flatMap(chunk -> chunk.resultNow().stream())
                            .toList());
            return perSecond(effort, items, map, 100);
        }
    }

    /** {@return items per second, as of {@code pool_map_chunksize_1}} */
    static double mapChunksize1(Effort effort) throws Exception {
        return mapChunksize1(effort, new ForkJoinPool(PoolSide.WORKERS), items(effort, 20_000), 60);
    }

    /** {@return items per second, as of {@code pool_executor_map_chunksize_1}} By a {@code ThreadPoolExecutor}, as its name asks for. */
    static double executorMapChunksize1(Effort effort) throws Exception {
        return mapChunksize1(effort, Executors.newFixedThreadPool(PoolSide.WORKERS), items(effort, 10_000), 80);
    }

    private static double mapChunksize1(Effort effort, ExecutorService opened, List<Integer> items, int warmUp)
            throws Exception {
        List<Integer> expected = items.stream().map(x -> x * x).toList();
        try (var executor = opened) {
            Timing.Work map = () -> {
                List<Callable<Integer>> tasks = new ArrayList<>();
                for (int x : items) {
                    tasks.add(() -> x * x);
                }
                PoolSide.check(
                        expected,
                        executor.invokeAll(tasks).stream()
                                .map(Future::resultNow)
                                .toList());
            };
            return perSecond(effort, items, map, warmUp);
        }
    }

    /** {@return microseconds, as of {@code pool_apply_round_trip}} */
    static double applyRoundTrip(Effort effort) throws Exception {
        int x = 3;
        try (var pool = new ForkJoinPool(PoolSide.WORKERS)) {
            Callable<Integer> task = () -> x * x;
            Timing.Work apply = () -> PoolSide.check(9, pool.submit(task).get());
            return Timing.seconds(apply, effort.turns(150_000), effort.turns(3000)) * 1e6;
        }
    }

    private static double perSecond(Effort effort, List<Integer> items, Timing.Work map, int warmUp) throws Exception {
        return items.size() / Timing.seconds(map, effort.turns(warmUp), effort.turns(10));
    }

    private static List<Integer> items(Effort effort, int size) {
        return IntStream.range(0, effort.messages(size)).boxed().toList();
    }
}
