package io.github.multiprocessing4j.benchmarks;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How long work takes when it is done again and again. */
public final class Timing {
    /** By {@link System#nanoTime}, which is the machine's, of whoever has started this process. */
    static final String STARTED = "MULTIPROCESSING4J_BENCHMARK_STARTED";

    private static final int WINDOW = 5;

    private static final double TOLERATED = 1.1;

    private static @Nullable Phases phases;

    private Timing() {}

    /** What is timed. */
    public interface Work {
        void run() throws Exception;
    }

    /** The median of the seconds that work takes, once it has been done a few times. */
    public static double seconds(Work work, int warmUp, int repeats) throws Exception {
        double[] seconds = new double[warmUp + repeats];
        long begin = System.nanoTime();
        for (int i = 0; i < seconds.length; i++) {
            long start = System.nanoTime();
            work.run();
            seconds[i] = nanos(System.nanoTime() - start);
        }
        double steady =
                Sample.of(Arrays.copyOfRange(seconds, warmUp, seconds.length)).median();
        String started = System.getenv(STARTED);
        if (phases == null && started != null) {
            phases = new Phases(nanos(begin - Long.parseLong(started)), seconds[0], warmUp(seconds, steady), steady);
        }
        return steady;
    }

    /** {@return how long passes until work takes about as long as in the end} */
    static double warmUp(double[] seconds, double steady) {
        double passed = 0;
        for (int i = 0; i + WINDOW <= seconds.length; i++) {
            if (Sample.of(Arrays.copyOfRange(seconds, i, i + WINDOW)).median() <= TOLERATED * steady) {
                return passed;
            }
            passed += seconds[i];
        }
        return passed;
    }

    /** {@return what was learned of the work that was timed first, if anything was} */
    static Optional<Phases> phases() {
        return Optional.ofNullable(phases);
    }

    private static double nanos(long nanos) {
        return nanos / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
