package io.github.multiprocessing4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures this library and CPython's {@code multiprocessing}, and what else gets messages from JVM to JVM, at the same work on
 * the same two processors, and prints tables.
 *
 * <p>The sides take turns, round by round, each time in a fresh process, so that what disturbs the machine for a while
 * disturbs both. A figure is the median of the rounds; a ratio is that of the medians, its range that of the
 * rounds' own ratios.
 */
@Command(name = "compare", description = "Compares multiprocessing4j with CPython's multiprocessing.")
final class Compare implements Callable<Integer> {
    private static final int ROUNDS = 5;

    private static final int QUICK_ROUNDS = 2;

    private static final int KILLING_ROUNDS = 3;

    @Option(names = "--help", usageHelp = true, description = "say this")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "measure these only: ${COMPLETION-CANDIDATES}",
            converter = Selection.Converter.class,
            completionCandidates = Selection.Names.class)
    private List<Selection> only = List.of(Selection.ALL);

    @Option(names = "--quick", description = "fewer rounds and repeats: rough figures, soon")
    private boolean quick;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "how often to measure everything (default: five times at most)")
    private Optional<Integer> rounds = Optional.empty();

    @Option(names = "--python", paramLabel = "PATH", description = "CPython 3.9 or newer (default: ${DEFAULT-VALUE})")
    private String python = "python3";

    @Option(names = "--json", paramLabel = "FILE", description = "write the figures to this file, too")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--script", hidden = true)
    private Path script = Path.of("benchmarks/src/main/python/cpython_side.py");

    private Compare() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Compare()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        String version = ask("platform.python_version()");
        StartUpCache.await();
        String loadBefore = Machine.loadNow();
        var sides = new Sides(Machine.onTwoProcessors(), ask("sys.executable"), script, quick);
        var limits = new Limits(sides);
        var results = new ArrayList<Result>();
        for (var measure : only.stream()
                .flatMap(selection -> selection.measures().stream())
                .distinct()
                .toList()) {
            String obstacle = Sides.obstacle(measure);
            if (obstacle.isEmpty()) {
                results.add(measure(measure, sides, limits));
                save(machine(version, loadBefore), results);
            } else {
                System.err.println(measure + " is left out: " + obstacle);
            }
        }
        System.out.println(machine(version, loadBefore) + "; medians of " + (quick ? "a few" : most())
                + " rounds (smallest to largest)\n");
        System.out.print(Table.of(results));
        System.out.print(PhaseTable.of(results));
        return CommandLine.ExitCode.OK;
    }

    /** After each measure: who stops this has what there is by then. */
    private void save(Machine machine, List<Result> results) throws IOException {
        if (json.isPresent()) {
            Files.writeString(json.get(), Json.of(machine, quick, results));
        }
    }

    private static Machine machine(String python, String loadBefore) throws IOException {
        return new Machine(
                Runtime.version().toString(),
                python,
                Math.min(Machine.PROCESSORS, Runtime.getRuntime().availableProcessors()),
                loadBefore + " before, " + Machine.loadNow() + " after");
    }

    /** What the interpreter says of itself; {@code python3} may be a script that looks for it. */
    private String ask(String expression) throws IOException, InterruptedException {
        return Sides.lastLine(List.of(python, "-c", "import platform, sys; print(" + expression + ")"));
    }

    private Result measure(Measure measure, Sides sides, Limits limits) throws IOException, InterruptedException {
        var here = new ArrayList<Measured>();
        var others = new EnumMap<Rival, List<Measured>>(Rival.class);
        for (int round = 1; round <= rounds(measure); round++) {
            here.add(sides.here(measure));
            var line = new StringBuilder(text(here.getLast().values()));
            for (Rival rival : measure.rivals()) {
                Measured measured = rival.kind() == Rival.Kind.LIMIT
                        ? limits.of(measure, rival, round)
                        : sides.rival(measure, rival);
                others.computeIfAbsent(rival, _ -> new ArrayList<>()).add(measured);
                line.append(", ").append(rival.title()).append(' ').append(text(measured.values()));
            }
            System.err.printf("%s in %s, round %d of %d: %s%n", measure, measure.unit(), round, rounds(measure), line);
        }
        return new Result(
                measure,
                sample(here),
                samples(others),
                phases(here),
                phases(others.getOrDefault(Rival.CPYTHON, List.of())));
    }

    /** What is not compared may have many values a round, whose range is what is looked at, too. */
    private static String text(Sample values) {
        return values.values().size() == 1 ? Table.number(values.median()) : Table.withRange(values.median(), values);
    }

    private static Sample sample(List<Measured> rounds) {
        return new Sample(rounds.stream()
                .flatMap(round -> round.values().values().stream())
                .toList());
    }

    private static Map<Rival, Sample> samples(Map<Rival, List<Measured>> rounds) {
        var samples = new EnumMap<Rival, Sample>(Rival.class);
        rounds.forEach((rival, measured) -> samples.put(rival, sample(measured)));
        return samples;
    }

    private static Optional<Phases> phases(List<Measured> rounds) {
        return Phases.medians(
                rounds.stream().flatMap(round -> round.phases().stream()).toList());
    }

    private int most() {
        return rounds.orElse(ROUNDS);
    }

    private int rounds(Measure measure) {
        return Math.min(most(), usualRounds(measure));
    }

    private int usualRounds(Measure measure) {
        return switch (measure) {
            case POOL_IMAP_10M_ITEMS_64MIB,
                    POOL_IMAP_10M_PEAK_HEAP_64MIB,
                    MANAGER_MILLION_PROXIES,
                    MANAGER_MILLION_PROXIES_CLIENT -> 1;
            case POOL_KILL_NEXT_100_MS -> quick ? 1 : KILLING_ROUNDS;
            case WORDCOUNT_SPEEDUP_2_WORKERS, MANAGER_8_CLIENTS -> quick ? 1 : ROUNDS;
            default -> quick ? QUICK_ROUNDS : ROUNDS;
        };
    }
}
