package io.github.multiprocessing4j.benchmarks;

/** How long work takes when it is done again and again. */
public final class Timing {
    private Timing() {}

    /** What is timed. */
    public interface Work {
        void run() throws Exception;
    }

    /** The median of the seconds that work takes, once it has been done a few times. */
    public static double seconds(Work work, int warmUp, int repeats) throws Exception {
        for (int i = 0; i < warmUp; i++) {
            work.run();
        }
        double[] seconds = new double[repeats];
        for (int i = 0; i < repeats; i++) {
            long start = System.nanoTime();
            work.run();
            seconds[i] = (System.nanoTime() - start) / 1e9;
        }
        return Sample.of(seconds).median();
    }
}
