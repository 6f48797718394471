package io.github.multiprocessing4j.benchmarks.scaling;

import io.github.multiprocessing4j.manager.SyncManager;
import java.util.Arrays;
import java.util.Map;

/** Processes that call {@code get} of the same map of a manager all the time. */
final class ManagerClients {
    private static final int WARM_UP = 50_000;

    private static final int BATCH = 10;

    private ManagerClients() {}

    static Map<String, Double> measure(int clients, boolean quick) throws Exception {
        double seconds = quick ? 1 : 4;
        try (var manager = SyncManager.start()) {
            Map<String, Integer> map = manager.map(Map.of("k", 1));
            long[] counts = Crowd.count(clients, seconds, new Calls(map, quick ? WARM_UP / 10 : WARM_UP));
            return Map.of("per_second", Arrays.stream(counts).sum() / seconds);
        }
    }

    private record Calls(Map<String, Integer> map, int practice) implements Crowd.Work {
        @Override
        public void warmUp() {
            call(practice);
        }

        @Override
        public int turns() {
            call(BATCH);
            return BATCH;
        }

        private void call(int times) {
            for (int i = 0; i < times; i++) {
                if (map.getOrDefault("k", 0) != 1) {
                    throw new AssertionError("a wrong value");
                }
            }
        }
    }
}
