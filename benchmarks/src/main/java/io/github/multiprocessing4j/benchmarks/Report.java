package io.github.multiprocessing4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a page and a picture of what several comparisons have written down. */
@Command(
        name = "report",
        description = "Makes docs/benchmarks/comparison.md of what benchmarks/compare --json has written.")
final class Report implements Callable<Integer> {
    private static final String PAGE = "comparison.md";

    @Option(names = "--help", usageHelp = true, description = "say this")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Option(
            names = "--output",
            paramLabel = "DIRECTORY",
            description = "where the page is, and the picture goes (default: docs/benchmarks)")
    private Path output = Path.of("docs", "benchmarks");

    @Option(
            names = "--readme",
            paramLabel = "FILE",
            description = "a page that has a few of the figures, too (default: README.md)")
    private Path readme = Path.of("README.md");

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "of one run each")
    private List<Path> files = List.of();

    private Report() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Report())
                .setOverwrittenOptionsAllowed(true) // the script says where the page is, before the user may
                .execute(args));
    }

    @Override
    public Integer call() throws IOException {
        var runs = new ArrayList<Run>();
        for (Path file : files) {
            try {
                runs.add(Json.read(Files.readString(file)));
            } catch (IllegalArgumentException e) {
                System.err.println(file + ": " + e.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
        }
        Path page = output.resolve(PAGE);
        Files.writeString(page, fill(Files.readString(page), runs));
        Files.writeString(readme, fillReadme(Files.readString(readme), runs));
        AdvantagePlot.save(AdvantagePlot.bars(runs), output);
        return CommandLine.ExitCode.OK;
    }

    /** {@return the page with the figures of these runs} */
    static String fill(String page, List<Run> runs) {
        String filled = Markers.fill(page, "runs", origins(runs));
        filled = Markers.fill(filled, "targets", TargetTable.of(runs));
        filled = Markers.fill(filled, "cpython", RivalTable.of(runs, Rival.Kind.CPYTHON));
        filled = Markers.fill(filled, "peers", RivalTable.of(runs, Rival.Kind.PEER));
        return Markers.fill(filled, "limits", RivalTable.of(runs, Rival.Kind.LIMIT));
    }

    /** {@return that page with a few of the figures of these runs} */
    static String fillReadme(String page, List<Run> runs) {
        return Markers.fill(page, "figures", HeadlineTable.of(runs));
    }

    private static String origins(List<Run> runs) {
        return IntStream.range(0, runs.size())
                .mapToObj(i -> "- run " + (i + 1) + ": " + runs.get(i).machine()
                        + (runs.get(i).quick() ? ", quick" : ""))
                .collect(Collectors.joining("\n"));
    }
}
