package io.github.multiprocessing4j.benchmarks;

import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.StartMethod;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * This library's side of the comparison: one measure in a fresh process, its value, or values, on the last line of standard output. The
 * workloads are those of {@code cpython_side.py}; a JVM warms up for longer.
 */
final class JavaSide {
    private final boolean quick;

    private JavaSide(boolean quick) {
        this.quick = quick;
    }

    public static void main(String[] args) throws Exception {
        boolean quick = Arrays.asList(args).contains("--quick");
        var measure = Measure.named(args[0]);
        double[] values = measure == Measure.POOL_KILL_NEXT_100_MS
                ? KillSide.percents(Effort.of(quick))
                : new double[] {value(measure, quick)};
        System.out.println(Arrays.stream(values).mapToObj(Double::toString).collect(Collectors.joining(" "))
                + Timing.phases().map(Phases::toString).orElse(""));
    }

    private static double value(Measure measure, boolean quick) throws Exception {
        var side = new JavaSide(quick);
        var shared = new SharedStateSide(quick);
        var pipes = new PipeSide(Effort.of(quick), Pinning.ofThisProcess());
        var queues = new QueueSide(Effort.of(quick), Pinning.ofThisProcess());
        var pools = new PoolSide(Effort.of(quick));
        var cpu = new CpuSide(Effort.of(quick));
        var longImap = new LongImapSide(new Effort(quick ? 10 : 1, 1));
        var manager = new ManagerSide(Effort.of(quick));
        var managerClients = new ManagerClientsSide(new Effort(1, quick ? 10 : 1));
        var millionProxies = new MillionProxiesSide(new Effort(1, quick ? 50 : 1));
        return switch (measure) {
            case PROCESS_START_JOIN_SPAWN, PROCESS_START_JOIN_SPAWN_BARE -> side.processStart();
            case PROCESS_START_JOIN_FORKSERVER, PROCESS_START_JOIN_FORKSERVER_BARE, PROCESS_START_JOIN_FORK ->
                StartSide.startAndJoin(quick ? 4 : 10);
            case PROCESS_START_TO_TARGET_PRELOADED -> StartSide.startToTarget(quick ? 4 : 10, /* preloaded= */ true);
            case PROCESS_START_TO_TARGET -> StartSide.startToTarget(quick ? 4 : 10, /* preloaded= */ false);
            case PROCESS_SPAWN_CPU -> RowSide.spawn(Effort.QUICK).cpuSeconds();
            case PROCESS_200_IN_A_ROW -> RowSide.forkserver(Effort.of(quick)).millis();
            case PROCESS_200_IN_A_ROW_CPU ->
                RowSide.forkserver(Effort.of(quick)).cpuSeconds();
            case STOCK_IDLE_RSS -> new StockSide(Effort.of(quick)).residentMib();
            case STOCK_IDLE_CPU -> new StockSide(Effort.of(quick)).cpuSeconds();
            case WORKER_IDLE_RSS -> workerIdleRss();
            case POOL_READY_2_WORKERS -> PoolSide.readyMillis();
            case POOL_MAP_AUTO_CHUNKS -> pools.mapAutoChunks();
            case POOL_MAP_CHUNKSIZE_1 -> pools.mapChunksize1();
            case POOL_IMAP_UNORDERED_CHUNKSIZE_1 -> pools.imapUnordered();
            case POOL_APPLY_ROUND_TRIP -> pools.applyRoundTrip();
            case POOL_MAP_1MIB_ARGUMENTS -> pools.map1MibArguments();
            case EXECUTOR_MAP_CHUNKSIZE_1 -> pools.executorMap();
            case POOL_IMAP_10M_ITEMS_64MIB -> longImap.perSecond();
            case POOL_IMAP_10M_PEAK_HEAP_64MIB -> longImap.peakHeap();
            case CPU_BOUND_10_MS -> cpu.pool();
            case CPU_BOUND_SPEEDUP_2_WORKERS -> cpu.speedup();
            case LOCK_UNCONTENDED_ACQUIRE_RELEASE -> shared.lockUncontended();
            case VALUE_LOCKED_INCREMENT -> shared.valueLockedIncrement();
            case LOCK_CONTENDED_2_PROCESSES -> shared.lockContended();
            case LOCK_CONTENDED_SMALLER_SHARE -> shared.lockContendedSmallerShare();
            case SEMAPHORE_HAND_OFF_ROUND_TRIP -> shared.semaphoreHandOff();
            case EVENT_WAKE_ROUND_TRIP -> shared.eventWake();
            case SHARED_MEMORY_CREATE_UNLINK_1MIB -> shared.createUnlink();
            case SHARED_MEMORY_CREATE_UNLINK_1MIB_CONFINED -> shared.createUnlinkConfined();
            case SHARED_MEMORY_CREATE_UNLINK_1MIB_RESERVED -> shared.createUnlinkReserved();
            case PIPE_ONE_WAY_64B -> pipes.oneWay64();
            case PIPE_ROUND_TRIP_1MIB -> pipes.roundTrip1Mib();
            case PIPE_ROUND_TRIP_64B -> pipes.roundTrip64();
            case PIPE_ONE_WAY_1MIB_INTO -> pipes.oneWay1MibInto();
            case PIPE_ONE_WAY_1MIB -> pipes.oneWay1MibFresh();
            case QUEUE_ONE_WAY_SMALL_TUPLE -> queues.queueOneWaySmall();
            case QUEUE_ROUND_TRIP -> queues.queueRoundTrip();
            case QUEUE_ONE_WAY_1MIB -> queues.queueOneWay1Mib();
            case SIMPLE_QUEUE_ONE_WAY_SMALL_TUPLE -> queues.simpleQueueOneWaySmall();
            case SIMPLE_QUEUE_ROUND_TRIP -> queues.simpleQueueRoundTrip();
            case SIMPLE_QUEUE_ONE_WAY_1MIB -> queues.simpleQueueOneWay1Mib();
            case IDLE_100_READERS_CPU -> IdleSide.readersCpu(quick ? 2 : 10);
            case IDLE_100_WAITERS_CPU -> IdleSide.waitersCpu(quick ? 2 : 10);
            case MANAGER_DICT_GET_ROUND_TRIP -> manager.local();
            case MANAGER_DICT_GET_ROUND_TRIP_TCP -> manager.tcp();
            case MANAGER_8_CLIENTS -> managerClients.callsPerSecond(ManagerClientsSide.CLIENTS);
            case MANAGER_MILLION_PROXIES -> millionProxies.serverGrowth();
            case MANAGER_MILLION_PROXIES_CLIENT -> millionProxies.clientGrowth();
            case WORDCOUNT_SPEEDUP_2_WORKERS -> throw new IllegalArgumentException("WordCount measures this itself");
            case POOL_KILL_NEXT_100_MS -> throw new IllegalArgumentException(measure + " has several values");
        };
    }

    private double processStart() throws Exception {
        Timing.Work startAndJoin = () -> {
            var process = ChildProcess.builder().startMethod(StartMethod.SPAWN).start(() -> {});
            process.join();
            process.close();
        };
        return Timing.seconds(startAndJoin, 3, quick ? 4 : 10) * 1e3;
    }

    private static double workerIdleRss() throws IOException {
        try (var pool = Pool.create(PoolSide.WORKERS)) {
            long pid = pool.apply(() -> ProcessHandle.current().pid());
            return ProcFile.residentMib(pid);
        }
    }
}
