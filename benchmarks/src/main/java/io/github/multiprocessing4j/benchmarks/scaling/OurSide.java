package io.github.multiprocessing4j.benchmarks.scaling;

import java.util.Arrays;
import java.util.Map;

/** This library's side: one workload at one point in a fresh process, what it finds on the last line of standard output. */
final class OurSide {
    private OurSide() {}

    public static void main(String[] args) throws Exception {
        int point = Integer.parseInt(args[1]);
        boolean quick = Arrays.asList(args).contains("--quick");
        System.out.println(new Quantities(find(Workload.named(args[0]), point, quick)));
    }

    private static Map<String, Double> find(Workload workload, int point, boolean quick) throws Exception {
        return switch (workload) {
            case POOL_START -> PoolStart.measure(point, quick);
            case POOL_MAP_AUTO_CHUNKS -> new PoolMap(point, quick).autoChunks();
            case POOL_MAP_CHUNKSIZE_1 -> new PoolMap(point, quick).chunksize1();
            case POOL_TASKS_10_MS -> new PoolMap(point, quick).calculation();
            case LOCK_CONTENDED -> ContendedLock.measure(point, quick);
            case QUEUE_PRODUCERS -> QueueProducers.measure(point, quick);
            case MANAGER_CLIENTS -> ManagerClients.measure(point, quick);
            case PIPE_ONE_WAY -> new MessageSizes(point, quick).pipeOneWay();
            case PIPE_ROUND_TRIP -> new MessageSizes(point, quick).pipeRoundTrip();
            case QUEUE_ONE_WAY -> new MessageSizes(point, quick).queueOneWay();
            case QUEUE_ROUND_TRIP -> new MessageSizes(point, quick).queueRoundTrip();
            case OBJECTS_LOCKS -> LiveObjects.locks(point, quick);
            case OBJECTS_QUEUES -> LiveObjects.queues(point, quick);
            case OBJECTS_PROXIES -> LiveObjects.proxies(point, quick);
        };
    }
}
