package io.github.multiprocessing4j.benchmarks.scaling;

import io.github.multiprocessing4j.sharedtypes.LongValue;
import io.github.multiprocessing4j.sharedtypes.Value;
import io.github.multiprocessing4j.sync.Lock;
import java.util.Arrays;
import java.util.Map;

/** One lock that all want all the time, to increment a shared value. */
final class ContendedLock {
    private static final int WARM_UP = 3_000_000;

    private static final int BATCH = 100;

    private ContendedLock() {}

    static Map<String, Double> measure(int processes, boolean quick) throws Exception {
        double seconds = quick ? 1 : 4;
        try (var lock = Lock.create();
                var value = Value.ofLong(0)) {
            long[] counts =
                    Crowd.count(processes, seconds, new Increments(lock, value, quick ? WARM_UP / 10 : WARM_UP));
            long all = Arrays.stream(counts).sum();
            if (value.get() != all) {
                throw new AssertionError("an increment was lost");
            }
            double smallest = Arrays.stream(counts).min().orElseThrow();
            return Map.of(
                    "per_second", all / seconds, "smallest_share", 100.0 * smallest / all, "equal", 100.0 / processes);
        }
    }

    private record Increments(Lock lock, LongValue value, int practice) implements Crowd.Work {
        @Override
        public void warmUp() {
            try (var own = Lock.create();
                    var practised = Value.ofLong(0)) {
                increment(own, practised, practice);
            }
        }

        @Override
        public int turns() {
            increment(lock, value, BATCH);
            return BATCH;
        }

        private static void increment(Lock lock, LongValue value, int times) {
            LongValue raw = value.getObj();
            for (int i = 0; i < times; i++) {
                lock.lock();
                try {
                    raw.set(raw.get() + 1);
                } finally {
                    lock.unlock();
                }
            }
        }
    }
}
