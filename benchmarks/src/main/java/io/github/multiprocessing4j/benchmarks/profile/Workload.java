package io.github.multiprocessing4j.benchmarks.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * This library's side of a measure, in a fresh JVM. That one records, and so do those it starts, as soon as they are noticed. What counts
 * is the later half of the time: in the earlier one classes are loaded and methods compiled.
 *
 * @param measure the measure's name
 */
record Workload(String measure) {
    /** It knows the workloads by the names of the measures. Not visible from here. */
    static final String MAIN_CLASS = "io.github.multiprocessing4j.benchmarks.JavaSide";

    private static final long LOOKS_MILLIS = 100;

    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** Runs it once and adds where its time has gone. */
    void addTo(StackTree tree) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("profile");
        try {
            var recorder = Recorder.in(directory);
            run(recorder);
            addLaterHalf(recorder.recorded(), tree);
        } finally {
            delete(directory);
        }
    }

    private void run(Recorder recorder) throws IOException, InterruptedException {
        Process process = recorder.start(
                "JavaSide",
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MAIN_CLASS,
                        measure));
        try {
            long start = System.nanoTime();
            while (!process.waitFor(LOOKS_MILLIS, TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() - start > LIMIT.toNanos()) {
                    throw new IOException(measure + " takes longer than " + LIMIT);
                }
                for (ProcessHandle child : process.descendants().toList()) {
                    if (isJvm(child)) {
                        recorder.attach(child, "its children");
                    }
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        if (process.exitValue() != 0) {
            throw new IOException("exit value " + process.exitValue() + " of " + measure);
        }
    }

    private static boolean isJvm(ProcessHandle process) {
        return process.info()
                .command()
                .filter(command -> command.endsWith("/java"))
                .isPresent();
    }

    private static void addLaterHalf(List<Recorded> processes, StackTree tree) throws IOException {
        List<Instant> times = processes.stream()
                .flatMap(process -> process.samples().stream())
                .map(sample -> sample.getStartTime())
                .sorted()
                .toList();
        if (times.isEmpty()) {
            throw new IOException("nothing was sampled: jdk.CPUTimeSample is an event of a JDK 25 or newer on Linux");
        }
        Duration whole = Duration.between(times.getFirst(), times.getLast());
        Instant middle = times.getFirst().plus(whole.dividedBy(2));
        processes.forEach(process -> process.addTo(tree, middle));
    }

    private static void delete(Path directory) throws IOException {
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
