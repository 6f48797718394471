package io.github.multiprocessing4j.benchmarks.scaling;

import io.github.multiprocessing4j.benchmarks.Machine;
import io.github.multiprocessing4j.benchmarks.StartUpCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures how costs grow with the number of workers, the size of messages and the number of live objects; writes the figures down, draws them and fills them in in the
 * pages.
 *
 * <p>A point is the median of the rounds, each of which is a fresh process. In each round the sides take turns, point by point.
 */
@Command(name = "scaling", description = "Measures how the costs of multiprocessing4j grow.")
final class Scaling implements Callable<Integer> {
    private static final int ROUNDS = 3;

    @Option(names = "--help", usageHelp = true, description = "say this")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Option(names = "--quick", description = "one round, less work: rough figures, soon")
    private boolean quick;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "these figures only, or groups whose names begin so: ${COMPLETION-CANDIDATES}",
            converter = Names.class,
            completionCandidates = Names.class)
    private List<Choice> only = List.of(new Choice(List.of(Figure.values())));

    @Option(names = "--python", paramLabel = "PATH", description = "CPython 3.9 or newer (default: ${DEFAULT-VALUE})")
    private String python = "python3";

    @Option(
            names = "--output",
            paramLabel = "DIRECTORY",
            description =
                    "where to write figures, and to fill in the pages if they are there (default: docs/benchmarks)")
    private Path output = Path.of("docs/benchmarks");

    @Option(names = "--script", hidden = true)
    private Path script = Path.of("benchmarks/src/main/python/scaling_side.py");

    Scaling() {}

    /**
     * What a name stands for.
     *
     * @param figures one, or a group
     */
    record Choice(List<Figure> figures) {}

    /** For picocli. */
    static final class Names implements CommandLine.ITypeConverter<Choice>, Iterable<String> {
        @Override
        public Choice convert(String name) {
            return new Choice(Figure.named(name));
        }

        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Figure.values()).map(Figure::toString).iterator();
        }
    }

    public static void main(String[] args) {
        System.exit(commandLine(new Scaling()).execute(args));
    }

    /** The script says where figures are written, before the user may. */
    static CommandLine commandLine(Scaling scaling) {
        return new CommandLine(scaling).setOverwrittenOptionsAllowed(true);
    }

    List<Figure> figures() {
        return only.stream()
                .flatMap(choice -> choice.figures().stream())
                .distinct()
                .toList();
    }

    Path output() {
        return output;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        StartUpCache.await();
        String origin = origin();
        var processes = new FreshProcess(ask("sys.executable"), script, quick);
        var files = new Figures(output);
        var measurements = new Measurements();
        for (Workload workload : workloads(figures())) {
            measure(workload, processes, measurements);
        }
        for (Figure figure : figures()) {
            files.save(
                    figure,
                    new Csv(
                            origin,
                            figure.lines().stream().map(measurements::curve).toList()));
        }
        new Pages(files).fill();
        System.out.println(origin + "; written to " + output);
        return CommandLine.ExitCode.OK;
    }

    static List<Workload> workloads(List<Figure> figures) {
        return figures.stream()
                .flatMap(figure -> figure.workloads().stream())
                .distinct()
                .toList();
    }

    private void measure(Workload workload, FreshProcess processes, Measurements measurements)
            throws IOException, InterruptedException {
        List<Long> points = workload.points(Limits.ofThisProcess());
        if (points.size() < workload.dimension().points().size()) {
            System.err.println(workload + ": up to " + points.getLast() + ", which is what there is room or time for");
        }
        for (int round = 1; round <= rounds(); round++) {
            for (long point : points) {
                for (Side side : workload.sides()) {
                    Quantities found = processes.run(workload, side, point);
                    measurements.add(workload, side, point, found);
                    System.err.printf(
                            Locale.ROOT,
                            "%s, round %d of %d, %s, %s: %s%n",
                            workload,
                            round,
                            rounds(),
                            workload.dimension().format(point),
                            side.title(),
                            found);
                }
            }
        }
    }

    private int rounds() {
        return quick ? 1 : ROUNDS;
    }

    private String origin() throws IOException, InterruptedException {
        return Stream.of(
                        "JDK " + Runtime.version(),
                        "CPython " + ask("platform.python_version()"),
                        Runtime.getRuntime().availableProcessors() + " processors",
                        "load average " + Machine.loadNow() + " before",
                        quick ? "one quick round" : "medians of " + ROUNDS + " rounds")
                .reduce((first, second) -> first + ", " + second)
                .orElseThrow();
    }

    /** What the interpreter says of itself; {@code python3} may be a script that looks for it. */
    private String ask(String expression) throws IOException, InterruptedException {
        return FreshProcess.lastLine(List.of(python, "-c", "import platform, sys; print(" + expression + ")"));
    }
}
