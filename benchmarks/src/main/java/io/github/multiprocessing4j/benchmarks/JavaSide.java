package io.github.multiprocessing4j.benchmarks;

import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * This library's side of the comparison: one measure in a fresh process, its value on the last line of standard output. The
 * workloads are those of {@code cpython_side.py}; a JVM warms up for longer.
 */
final class JavaSide {
    private static final int WORKERS = 2;

    private final boolean quick;

    private JavaSide(boolean quick) {
        this.quick = quick;
    }

    public static void main(String[] args) throws Exception {
        boolean quick = Arrays.asList(args).contains("--quick");
        var side = new JavaSide(quick);
        var shared = new SharedStateSide(quick);
        var pipes = new PipeSide(Effort.of(quick), Pinning.ofThisProcess());
        var queues = new QueueSide(Effort.of(quick), Pinning.ofThisProcess());
        double value = switch (Measure.named(args[0])) {
            case PROCESS_START_JOIN_SPAWN -> side.processStart();
            case WORKER_IDLE_RSS -> workerIdleRss();
            case POOL_MAP_AUTO_CHUNKS -> side.poolMapAutoChunks();
            case POOL_MAP_CHUNKSIZE_1 -> side.poolMapChunksize1();
            case POOL_APPLY_ROUND_TRIP -> side.poolApply();
            case LOCK_UNCONTENDED_ACQUIRE_RELEASE -> shared.lockUncontended();
            case VALUE_LOCKED_INCREMENT -> shared.valueLockedIncrement();
            case LOCK_CONTENDED_2_PROCESSES -> shared.lockContended();
            case LOCK_CONTENDED_SMALLER_SHARE -> shared.lockContendedSmallerShare();
            case SEMAPHORE_HAND_OFF_ROUND_TRIP -> shared.semaphoreHandOff();
            case EVENT_WAKE_ROUND_TRIP -> shared.eventWake();
            case SHARED_MEMORY_CREATE_UNLINK_1MIB -> shared.createUnlink();
            case SHARED_MEMORY_CREATE_UNLINK_1MIB_CONFINED -> shared.createUnlinkConfined();
            case SHARED_MEMORY_CREATE_UNLINK_1MIB_RESERVED -> shared.createUnlinkReserved();
            case PIPE_ONE_WAY_64B, PEERS_64B_AGRONA, PEERS_64B_AERON, PEERS_64B_CHRONICLE, PEERS_64B_UNIX_SOCKET ->
                pipes.oneWay64();
            case PIPE_ROUND_TRIP_64B -> pipes.roundTrip64();
            case PIPE_ONE_WAY_1MIB_INTO -> pipes.oneWay1MibInto();
            case PIPE_ONE_WAY_1MIB_FRESH -> pipes.oneWay1MibFresh();
            case QUEUE_ONE_WAY_SMALL -> queues.queueOneWaySmall();
            case QUEUE_ROUND_TRIP -> queues.queueRoundTrip();
            case QUEUE_ONE_WAY_1MIB -> queues.queueOneWay1Mib();
            case SIMPLE_QUEUE_ONE_WAY_SMALL -> queues.simpleQueueOneWaySmall();
            case SIMPLE_QUEUE_ROUND_TRIP -> queues.simpleQueueRoundTrip();
            case SIMPLE_QUEUE_ONE_WAY_1MIB -> queues.simpleQueueOneWay1Mib();
            case IDLE_100_READERS_CPU -> IdleSide.readersCpu(quick ? 2 : 10);
            case WORDCOUNT_SPEEDUP_2_WORKERS -> throw new IllegalArgumentException("WordCount measures this itself");
        };
        System.out.println(value);
    }

    private double processStart() throws Exception {
        Timing.Work startAndJoin = () -> {
            var process = ChildProcess.start(() -> {});
            process.join();
            process.close();
        };
        return Timing.seconds(startAndJoin, 3, quick ? 4 : 10) * 1e3;
    }

    private static double workerIdleRss() throws IOException {
        try (var pool = Pool.create(WORKERS)) {
            long pid = pool.apply(() -> ProcessHandle.current().pid());
            try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
                var rss = lines.filter(line -> line.startsWith("VmRSS:"))
                        .findFirst()
                        .orElseThrow();
                return Long.parseLong(rss.replaceAll("\\D", "")) / 1024.0;
            }
        }
    }

    private double poolMapAutoChunks() throws Exception {
        List<Integer> items = items(200_000);
        List<Integer> expected = squares(items);
        try (var pool = Pool.create(WORKERS)) {
            Timing.Work map = () -> check(expected, pool.map(x -> x * x, items));
            return items.size() / Timing.seconds(map, quick ? 2 : 10, quick ? 3 : 10);
        }
    }

    private double poolMapChunksize1() throws Exception {
        List<Integer> items = items(20_000);
        List<Integer> expected = squares(items);
        try (var pool = Pool.create(WORKERS)) {
            Timing.Work map = () -> check(expected, pool.map(x -> x * x, items, 1));
            return items.size() / Timing.seconds(map, quick ? 2 : 5, quick ? 3 : 5);
        }
    }

    private double poolApply() throws Exception {
        int x = 3;
        try (var pool = Pool.create(WORKERS)) {
            Timing.Work apply = () -> check(9, pool.apply(() -> x * x));
            return Timing.seconds(apply, quick ? 200 : 2000, quick ? 300 : 3000) * 1e6;
        }
    }

    private static List<Integer> items(int size) {
        return IntStream.range(0, size).boxed().toList();
    }

    private static List<Integer> squares(List<Integer> items) {
        return items.stream().map(x -> x * x).toList();
    }

    private static void check(Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError("a wrong result");
        }
    }
}
