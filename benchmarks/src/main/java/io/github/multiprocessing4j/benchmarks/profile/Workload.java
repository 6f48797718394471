package io.github.multiprocessing4j.benchmarks.profile;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;

/**
 * This library's side of a measure. Of a run counts the later half of the time: in the earlier one classes are loaded and methods compiled.
 *
 * @param measure the measure's name
 */
record Workload(String measure) {
    /** It knows the workloads by the names of the measures. Not visible from here. */
    static final String MAIN_CLASS = "io.github.multiprocessing4j.benchmarks.JavaSide";

    private static final long LIMIT_MINUTES = 10;

    /** Runs it once, in fresh JVMs, and adds where their time has gone. */
    void addTo(StackTree tree, RecordingJdk jdk) throws IOException, InterruptedException {
        long pid = run(jdk);
        List<Recorded> processes = jdk.takeRecorded();
        List<Instant> times = processes.stream()
                .flatMap(process -> process.samples().stream())
                .map(RecordedEvent::getStartTime)
                .sorted()
                .toList();
        if (times.isEmpty()) {
            throw new IOException("nothing was sampled: jdk.CPUTimeSample is an event of a JDK 25 or newer on Linux");
        }
        Duration whole = Duration.between(times.getFirst(), times.getLast());
        Instant middle = times.getFirst().plus(whole.dividedBy(2));
        for (Recorded process : processes) {
            process.addTo(tree, process.pid() == pid ? "JavaSide" : "its children", middle);
        }
    }

    private long run(RecordingJdk jdk) throws IOException, InterruptedException {
        Process process = jdk.start(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-Dmultiprocessing4j.aotCache=false", // one of that JDK would be for the next few seconds only
                "-cp",
                System.getProperty("java.class.path"),
                MAIN_CLASS,
                measure));
        try {
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                throw new IOException(measure + " takes longer than " + LIMIT_MINUTES + " minutes");
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        if (process.exitValue() != 0) {
            throw new IOException("exit value " + process.exitValue() + " of " + measure);
        }
        return process.pid();
    }
}
