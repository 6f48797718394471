package io.github.multiprocessing4j.benchmarks.micro;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has JMH run micro-benchmarks, with the profiler that counts what is allocated, and prints a table. */
@Command(name = "micro", description = "Runs the micro-benchmarks of multiprocessing4j.")
final class Micro implements Callable<Integer> {
    @Option(names = "--help", usageHelp = true, description = "say this")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Parameters(
            paramLabel = "REGEX",
            description = "run only benchmarks whose names (class.method) hold a match of one of these")
    private List<String> names = List.of(".*");

    @Option(names = "--full", description = "three JVMs for each benchmark instead of one, and more iterations")
    private boolean full;

    @Option(names = "--json", paramLabel = "FILE", description = "write JMH's results to this file, too")
    private Optional<Path> json = Optional.empty();

    private Micro() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Micro()).execute(args));
    }

    @Override
    public Integer call() throws RunnerException {
        double loadBefore = load();
        Collection<RunResult> results = new Runner(options().build(), new Progress(System.err)).run();
        System.out.printf(
                Locale.ROOT,
                "JDK %s, %d processors, load average %.2f before, %.2f after%n%n",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                loadBefore,
                load());
        System.out.print(Figures.table(results.stream().map(Figures::of).toList()));
        return CommandLine.ExitCode.OK;
    }

    private ChainedOptionsBuilder options() {
        ChainedOptionsBuilder options = measured()
                .forks(full ? 3 : 1)
                .warmupIterations(full ? 5 : 3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(1));
        names.forEach(options::include);
        json.ifPresent(file -> options.resultFormat(ResultFormatType.JSON).result(file.toString()));
        return options;
    }

    /** {@return what is measured, however long} */
    static ChainedOptionsBuilder measured() {
        return new OptionsBuilder()
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true);
    }

    /** {@return the load average over the last minute} */
    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
