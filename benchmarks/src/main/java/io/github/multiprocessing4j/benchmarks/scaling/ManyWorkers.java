package io.github.multiprocessing4j.benchmarks.scaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;

/**
 * The tables of the page on many workers.
 *
 * @param costs measured with few
 * @param machine at hand
 */
record ManyWorkers(PoolCosts costs, Machine machine) {
    /**
     * What there is of what workers need.
     *
     * @param processors how many
     * @param memoryGib of the machine
     * @param descriptors that one process may have
     * @param threads that all processes together may have
     */
    record Machine(int processors, double memoryGib, double descriptors, double threads) {}

    /** What its figures are measured in. */
    static final List<Figure> NEEDED = List.of(
            Figure.POOL_COORDINATOR,
            Figure.POOL_START_PROCESSOR,
            Figure.POOL_MEMORY,
            Figure.POOL_NEEDS,
            Figure.POOL_IDLE);

    private static final double[] WORKERS = {16, 100, 1000, 10_000};

    private static final int CHUNK = 100;

    private static final double TASK_MILLIS = 10;

    String constants() {
        return table(
                List.of("constant", "of a pool", "more for each worker", "unit"),
                List.of(
                        constant("c: coordinator, a chunk", costs.chunk(), "µs of a processor"),
                        constant("i: coordinator, an item in a chunk", costs.item(), "µs of a processor"),
                        constant("u: start", costs.start(), "s of a processor"),
                        constant("m: memory of the workers, without what is shared", costs.memory(), "MiB"),
                        constant("s: shared memory", costs.shared(), "MiB"),
                        constant("f: descriptors of the coordinator", costs.descriptors(), ""),
                        constant("t: threads of the coordinator", costs.threads(), ""),
                        constant("j: threads of the workers", costs.workerThreads(), ""),
                        constant("w: coordinator while nothing is done", costs.idle(), "processors")));
    }

    private static List<String> constant(String name, StraightLine line, String unit) {
        return List.of(name, FigureTable.number(line.constant()), FigureTable.number(line.each()), unit);
    }

    String predictions() {
        return table(
                header(),
                List.of(
                        row("tasks/s one coordinator hands out, one by one", n -> costs.tasksPerSecond(n, 1)),
                        row("the same, " + CHUNK + " to a chunk", n -> costs.tasksPerSecond(n, CHUNK)),
                        row(
                                "shortest task that keeps all busy, one by one, in ms",
                                n -> costs.shortestTaskMillis(n, 1)),
                        row("the same, " + CHUNK + " to a chunk, in ms", n -> costs.shortestTaskMillis(n, CHUNK)),
                        row("memory of all workers, in GiB", costs::memoryGib),
                        row("descriptors of the coordinator", costs.descriptors()::at),
                        row("threads of the coordinator", costs.threads()::at),
                        row("threads of the workers", costs.workerThreads()::at),
                        row("processor time to start all, in s", costs.start()::at),
                        row(
                                "time to start all on " + machine.processors() + " processors, in s",
                                n -> costs.start().at(n) / machine.processors()),
                        row("processors for the coordinator of an idle pool", costs.idle()::at)));
    }

    private static List<String> header() {
        List<String> cells = new ArrayList<>(List.of("workers"));
        Arrays.stream(WORKERS)
                .mapToObj(workers -> Dimension.WORKERS.format((long) workers))
                .forEach(cells::add);
        return cells;
    }

    private static List<String> row(String name, DoubleUnaryOperator value) {
        List<String> cells = new ArrayList<>(List.of(name));
        Arrays.stream(WORKERS).map(value).mapToObj(FigureTable::number).forEach(cells::add);
        return cells;
    }

    /** Where this machine ends. */
    String ends() {
        return table(
                List.of("what ends", "this machine has", "workers"),
                List.of(
                        List.of(
                                "processors for calculation",
                                Integer.toString(machine.processors()),
                                Integer.toString(machine.processors())),
                        end(
                                "memory",
                                FigureTable.number(machine.memoryGib()) + " GiB",
                                costs.mostInMemory(machine.memoryGib())),
                        end(
                                "descriptors of the coordinator",
                                FigureTable.number(machine.descriptors()),
                                costs.mostWithDescriptors(machine.descriptors())),
                        end(
                                "threads of all processes",
                                FigureTable.number(machine.threads()),
                                costs.mostWithThreads(machine.threads())),
                        end(
                                "the coordinator, tasks of 10 ms one by one",
                                "one processor for it",
                                OptionalDouble.of(costs.mostBusyWorkers(TASK_MILLIS, 1))),
                        end(
                                "the coordinator, tasks of 10 ms, " + CHUNK + " to a chunk",
                                "one processor for it",
                                OptionalDouble.of(costs.mostBusyWorkers(TASK_MILLIS, CHUNK)))));
    }

    private static List<String> end(String what, String there, OptionalDouble workers) {
        String most = workers.isPresent() ? FigureTable.number(Math.floor(workers.getAsDouble())) : "no end";
        return List.of(what, there, most);
    }

    private static String table(List<String> header, List<List<String>> rows) {
        return line(header)
                + "|---"
                + "|---:".repeat(header.size() - 1)
                + "|\n"
                + rows.stream().map(ManyWorkers::line).collect(Collectors.joining());
    }

    private static String line(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
