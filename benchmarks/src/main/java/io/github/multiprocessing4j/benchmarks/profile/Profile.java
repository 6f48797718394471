package io.github.multiprocessing4j.benchmarks.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javax.xml.stream.XMLStreamException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs this library's side of a measure again and again, until there is enough to be seen, and writes down where all of its processes
 * spend their processor time: as a flame graph and as a list of the hottest methods.
 */
@Command(name = "profile", description = "Shows where a measure's workload spends its processor time.")
final class Profile implements Callable<Integer> {
    @Option(names = "--help", usageHelp = true, description = "say this")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Parameters(paramLabel = "NAME", description = "the measure, as benchmarks/compare names it")
    private String measure = "";

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "how much processor time to look at, at least (default: ${DEFAULT-VALUE})")
    private int seconds = 10;

    @Option(
            names = "--output",
            paramLabel = "DIRECTORY",
            description = "where NAME.svg and NAME.txt are written (default: ${DEFAULT-VALUE})")
    private Path output = Path.of("docs", "benchmarks", "profiles");

    private Profile() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Profile())
                .setOverwrittenOptionsAllowed(true) // the script says where to write, before the user may
                .execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, XMLStreamException {
        var tree = StackTree.named("[all]");
        var workload = new Workload(measure);
        int runs = 0;
        try (var jdk = RecordingJdk.create()) {
            while (tree.total() < TimeUnit.SECONDS.toNanos(seconds)) {
                workload.addTo(tree, jdk);
                runs++;
            }
        }
        String title = String.format(
                Locale.ROOT,
                "%s: %.1f s of processor time in the later half of each of %d runs (JDK %s)",
                measure,
                tree.total() / 1e9,
                runs,
                Runtime.version());
        String hottest = title + "\n\n" + HottestMethods.of(tree).text();
        Files.createDirectories(output);
        Files.writeString(output.resolve(measure + ".svg"), FlameGraph.of(tree, title));
        Files.writeString(output.resolve(measure + ".txt"), hottest);
        System.out.print(hottest);
        return CommandLine.ExitCode.OK;
    }
}
