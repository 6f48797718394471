package io.github.multiprocessing4j.benchmarks.scaling;

import java.io.IOException;
import java.util.OptionalDouble;
import java.util.function.ToDoubleBiFunction;

/**
 * What a pool costs, from what was measured with a few workers.
 *
 * @param chunk the coordinator's processor time for a chunk, in microseconds
 * @param item and for each item in it
 * @param start the processor time to start all workers, in seconds
 * @param memory of all workers, in MiB, what they share counted once
 * @param shared memory of the pool, in MiB
 * @param descriptors of the coordinator
 * @param threads of the coordinator
 * @param workerThreads of all workers
 * @param idle processors that the coordinator takes while nothing is to be done
 */
record PoolCosts(
        StraightLine chunk,
        StraightLine item,
        StraightLine start,
        StraightLine memory,
        StraightLine shared,
        StraightLine descriptors,
        StraightLine threads,
        StraightLine workerThreads,
        StraightLine idle) {
    private static final double MIB_PER_GIB = 1024;

    /** With automatic chunks: four for each worker. */
    static double chunksPerItem(double workers, double items) {
        return Math.min(1, 4 * workers / items);
    }

    /**
     * {@return what a chunk costs} Two measurements, two unknowns: one by one an item costs {@code chunk + item}, in large chunks {@code item + r * chunk} where there
     * are {@code r} chunks for each item.
     */
    static double chunk(double oneByOne, double large, double r) {
        return (oneByOne - large) / (1 - r);
    }

    static double item(double oneByOne, double large, double r) {
        return large - r * chunk(oneByOne, large, r);
    }

    static PoolCosts of(Figures figures) throws IOException {
        Curve oneByOne = figures.curve(Figure.POOL_COORDINATOR, "one by one");
        Curve large = figures.curve(Figure.POOL_COORDINATOR, "automatic chunks");
        return new PoolCosts(
                line(oneByOne, large, (workers, one) -> chunk(one, value(large, workers), ratio(workers))),
                line(oneByOne, large, (workers, one) -> item(one, value(large, workers), ratio(workers))),
                line(figures.curve(Figure.POOL_START_PROCESSOR, Side.OURS.title())),
                line(figures.curve(Figure.POOL_MEMORY, "multiprocessing4j proportional")),
                line(figures.curve(Figure.POOL_NEEDS, "shared memory in MiB")),
                line(figures.curve(Figure.POOL_NEEDS, "coordinator's descriptors")),
                line(figures.curve(Figure.POOL_NEEDS, "coordinator's threads")),
                line(figures.curve(Figure.POOL_NEEDS, "workers' threads")),
                line(figures.curve(Figure.POOL_IDLE, Side.OURS.title())));
    }

    private static double ratio(double workers) {
        return chunksPerItem(workers, PoolMap.MANY);
    }

    private static double value(Curve curve, double workers) {
        return curve.at((long) workers).orElseThrow();
    }

    private static StraightLine line(Curve curve) {
        return StraightLine.through(curve.places(), curve.medians());
    }

    /** Where both were measured. */
    private static StraightLine line(Curve first, Curve second, ToDoubleBiFunction<Double, Double> value) {
        double[] x = first.points().stream()
                .mapToLong(Curve.Point::at)
                .filter(place -> second.at(place).isPresent())
                .asDoubleStream()
                .toArray();
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = value.applyAsDouble(x[i], value(first, x[i]));
        }
        return StraightLine.through(x, y);
    }

    /** {@return the coordinator's microseconds for a task where so many make a chunk} */
    double micros(double workers, int chunkSize) {
        return chunk.at(workers) / chunkSize + item.at(workers);
    }

    /** {@return how many tasks a second a coordinator hands out that has one processor} */
    double tasksPerSecond(double workers, int chunkSize) {
        return 1e6 / micros(workers, chunkSize);
    }

    /** {@return how long tasks have to be, in milliseconds, for all workers to have one all the time} */
    double shortestTaskMillis(double workers, int chunkSize) {
        return workers * micros(workers, chunkSize) / 1e3;
    }

    /** {@return how many workers are kept busy by tasks of so many milliseconds} Solves {@code n * micros(n) = millis}. */
    double mostBusyWorkers(double millis, int chunkSize) {
        double constant = chunk.constant() / chunkSize + item.constant();
        double each = chunk.each() / chunkSize + item.each();
        double micros = millis * 1e3;
        return each == 0
                ? micros / constant
                : (Math.sqrt(constant * constant + 4 * each * micros) - constant) / (2 * each);
    }

    /** {@return the GiB that all workers take, what they share with the coordinator included} */
    double memoryGib(double workers) {
        return (memory.at(workers) + shared.at(workers)) / MIB_PER_GIB;
    }

    /** {@return how many workers there is memory for, or nothing if they take none} */
    OptionalDouble mostInMemory(double gib) {
        return most(gib * MIB_PER_GIB - memory.constant() - shared.constant(), memory.each() + shared.each());
    }

    OptionalDouble mostWithDescriptors(double limit) {
        return most(limit - descriptors.constant(), descriptors.each());
    }

    OptionalDouble mostWithThreads(double limit) {
        return most(limit - threads.constant() - workerThreads.constant(), threads.each() + workerThreads.each());
    }

    private static OptionalDouble most(double there, double each) {
        return each > 0 ? OptionalDouble.of(Math.max(0, there / each)) : OptionalDouble.empty();
    }
}
