package io.github.multiprocessing4j.benchmarks;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.JvmSettings;
import io.github.multiprocessing4j.process.StartMethod;
import java.io.IOException;

/**
 * Children that do nothing, one after the other, as fast as they come.
 *
 * @param millis from a start to the end of the join, the median
 * @param cpuSeconds what a child takes of a processor, on average
 */
record RowSide(double millis, double cpuSeconds) {
    private static final int CHILDREN = 200;

    private static final int STOCK = 4;

    /** Also what makes the stock ready; none of them counts. */
    private static final int WARM_UP = 5;

    static RowSide forkserver(Effort effort) throws IOException {
        return measure(
                effort,
                JvmSettings.builder()
                        .startMethod(StartMethod.FORKSERVER)
                        .stock(STOCK)
                        .build());
    }

    static RowSide spawn(Effort effort) throws IOException {
        return measure(
                effort, JvmSettings.builder().startMethod(StartMethod.SPAWN).build());
    }

    private static RowSide measure(Effort effort, JvmSettings settings) throws IOException {
        double[] millis = new double[effort.turns(CHILDREN)];
        for (int i = 0; i < WARM_UP; i++) {
            var _ = startAndJoin(settings);
        }
        double before = ProcFile.endedChildrenCpuSeconds();
        for (int i = 0; i < millis.length; i++) {
            millis[i] = startAndJoin(settings);
        }
        double used = ProcFile.endedChildrenCpuSeconds() - before;
        return new RowSide(Sample.of(millis).median(), used / millis.length);
    }

    private static double startAndJoin(JvmSettings settings) {
        long start = System.nanoTime();
        try (var child = ChildProcess.builder().jvm(settings).start(() -> {})) {
            child.join();
            return (System.nanoTime() - start) / 1e6;
        }
    }
}
