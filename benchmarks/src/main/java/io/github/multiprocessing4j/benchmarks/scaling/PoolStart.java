package io.github.multiprocessing4j.benchmarks.scaling;

import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.sync.Barrier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The first pool of a fresh JVM: how long it takes to come up, and what it has then. */
final class PoolStart {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final double MIB = 1 << 20;

    private PoolStart() {}

    /** A pool is ready when as many tasks as it has workers have met. */
    static Map<String, Double> measure(int workers, boolean quick) throws Exception {
        List<Integer> tasks = IntStream.range(0, workers).boxed().toList();
        Footprint before = Footprint.ofThisProcess();
        try (var barrier = Barrier.create(workers)) {
            double processor = Steady.processorSeconds();
            long start = System.nanoTime();
            try (var pool = Pool.create(workers)) {
                var _ = pool.map(_ -> barrier.await(PATIENCE), tasks, 1);
                double seconds = (System.nanoTime() - start) / 1e9;
                processor = Steady.processorSeconds() - processor;
                return found(seconds, processor, pids(pool), before, quick);
            }
        }
    }

    private static List<Long> pids(Pool pool) {
        return pool.stats().workers().stream().map(each -> each.worker().pid()).toList();
    }

    private static Map<String, Double> found(
            double seconds, double processor, List<Long> workers, Footprint before, boolean quick) throws Exception {
        double theirs = 0;
        for (long pid : workers) {
            theirs += processorSeconds(pid);
        }
        double idle = idle(quick ? 1 : 4);
        Footprint after = Footprint.ofThisProcess(); // threads that have helped at the start are gone
        return Map.of(
                "seconds",
                seconds,
                "processor_seconds",
                processor + theirs,
                "rss_mib",
                memory(workers, "Rss"),
                "pss_mib",
                memory(workers, "Pss"),
                "descriptors",
                (double) after.descriptors() - before.descriptors(),
                "threads",
                (double) after.threads() - before.threads(),
                "worker_threads",
                threads(workers),
                "shared_mib",
                (after.sharedBytes() - before.sharedBytes()) / MIB,
                "idle_processors",
                idle);
    }

    /** {@return what of a processor this process takes while its workers have nothing to do} */
    private static double idle(int seconds) throws IOException, InterruptedException {
        Thread.sleep(1000); // the compiler still has work from the start
        Map<String, Long> before = nanosByThread();
        Thread.sleep(Duration.ofSeconds(seconds)); // this is what is measured
        double nanos = 0;
        for (var thread : nanosByThread().entrySet()) {
            nanos += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
        }
        return nanos / 1e9 / seconds;
    }

    /** {@return what each thread has had of the processors} Finer than the ticks of what the process as such has had. */
    private static Map<String, Long> nanosByThread() throws IOException {
        Map<String, Long> nanos = new HashMap<>();
        try (var threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path thread : threads) {
                try {
                    String statistics = Files.readString(thread.resolve("schedstat"));
                    nanos.put(thread.toString(), Long.parseLong(statistics.split(" ", -1)[0]));
                } catch (NoSuchFileException e) {
                    // it has ended meanwhile
                }
            }
        }
        return nanos;
    }

    private static double threads(List<Long> pids) throws IOException {
        double threads = 0;
        for (long pid : pids) {
            threads += Footprint.threads(pid);
        }
        return threads;
    }

    private static double memory(List<Long> pids, String line) throws IOException {
        long bytes = 0;
        for (long pid : pids) {
            bytes += Footprint.memory(pid, line);
        }
        return bytes / MIB;
    }

    private static double processorSeconds(long pid) {
        return ProcessHandle.of(pid)
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElseThrow(() -> new IllegalStateException("worker " + pid + " has ended"))
                        .toNanos()
                / 1e9;
    }
}
