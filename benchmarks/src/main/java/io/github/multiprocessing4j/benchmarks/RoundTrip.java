package io.github.multiprocessing4j.benchmarks;

import io.github.multiprocessing4j.function.RemoteRunnable;
import java.util.List;

/**
 * A question to a child and its answer, again and again.
 *
 * @param warmUp how often before it counts
 * @param repeats how often it counts
 * @param pinning where the processes run
 */
public record RoundTrip(int warmUp, int repeats, Pinning pinning) {
    /** {@return the median time in microseconds} */
    public double micros(Timing.Work ask, RemoteRunnable answer) throws Exception {
        int count = warmUp + repeats;
        Pair.Task answering = acknowledgements -> {
            Pair.acknowledge(acknowledgements);
            for (int i = 0; i < count; i++) {
                answer.run();
            }
        };
        try (var pair = new Pair(pinning, List.of(), answering)) {
            pair.awaitReadiness();
            return Timing.seconds(ask, warmUp, repeats) * 1e6;
        }
    }
}
