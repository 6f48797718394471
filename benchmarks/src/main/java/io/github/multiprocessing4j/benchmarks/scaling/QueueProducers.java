package io.github.multiprocessing4j.benchmarks.scaling;

import io.github.multiprocessing4j.benchmarks.Timing;
import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.sync.Barrier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Processes that put integers into one queue, from which this one takes them, in turns that all begin together. */
final class QueueProducers {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int MESSAGES = 160_000;

    private QueueProducers() {}

    static Map<String, Double> measure(int producers, boolean quick) throws Exception {
        int share = MESSAGES / producers;
        int warmUp = quick ? 4 : 20;
        int repeats = quick ? 3 : 10;
        try (var queue = Queue.<Integer>create();
                var begin = Barrier.create(producers + 1)) {
            List<ChildProcess> children = new ArrayList<>();
            try {
                for (int i = 0; i < producers; i++) {
                    children.add(ChildProcess.start(new Producer(queue, begin, warmUp + repeats, share)));
                }
                var _ = begin.await(PATIENCE); // so that no turn has their start in it
                Timing.Work turn = () -> {
                    var _ = begin.await(PATIENCE);
                    for (int i = 0; i < share * producers; i++) {
                        var _ = queue.take();
                    }
                };
                double seconds = Timing.seconds(turn, warmUp, repeats);
                Crowd.join(children);
                return Map.of("per_second", share * producers / seconds);
            } finally {
                children.forEach(Crowd::end);
            }
        }
    }

    private record Producer(Queue<Integer> queue, Barrier begin, int turns, int share) implements RemoteRunnable {
        @Override
        public void run() throws Exception {
            var _ = begin.await(PATIENCE);
            for (int turn = 0; turn < turns; turn++) {
                var _ = begin.await(PATIENCE);
                for (int i = 0; i < share; i++) {
                    queue.put(i);
                }
            }
        }
    }
}
