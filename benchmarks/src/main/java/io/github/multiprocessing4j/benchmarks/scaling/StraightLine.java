package io.github.multiprocessing4j.benchmarks.scaling;

import java.util.Arrays;

/**
 * What is there anyhow, and what comes with each worker.
 *
 * @param constant with no workers
 * @param each with every worker
 */
record StraightLine(double constant, double each) {
    /**
     * {@return the line of least squares} No cost gets less with more workers: where it seems to, as what is measured varies more than it grows, it is the same for
     * all.
     */
    static StraightLine through(double[] x, double[] y) {
        if (x.length != y.length || x.length < 2) {
            throw new IllegalArgumentException("no line through " + x.length + " and " + y.length + " values");
        }
        double meanX = Arrays.stream(x).average().orElseThrow();
        double meanY = Arrays.stream(y).average().orElseThrow();
        double products = 0;
        double squares = 0;
        for (int i = 0; i < x.length; i++) {
            products += (x[i] - meanX) * (y[i] - meanY);
            squares += (x[i] - meanX) * (x[i] - meanX);
        }
        double each = Math.max(0, products / squares);
        return new StraightLine(meanY - each * meanX, each);
    }

    double at(double workers) {
        return constant + each * workers;
    }
}
