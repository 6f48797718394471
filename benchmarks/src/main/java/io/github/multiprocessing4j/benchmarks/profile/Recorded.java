package io.github.multiprocessing4j.benchmarks.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * What a process has recorded.
 *
 * @param pid the process's
 * @param samples in no order
 */
record Recorded(long pid, List<RecordedEvent> samples) {
    private static final String SAMPLE = "jdk.CPUTimeSample";

    Recorded {
        samples = List.copyOf(samples);
    }

    static Recorded read(long pid, Path file) throws IOException {
        return new Recorded(
                pid,
                RecordingFile.readAllEvents(file).stream()
                        .filter(event -> event.getEventType().getName().equals(SAMPLE))
                        .filter(Predicate.not(Recorded::isOfTheRecorder))
                        .toList());
    }

    private static boolean isOfTheRecorder(RecordedEvent sample) {
        return Frames.thread(sample).startsWith("JFR ");
    }

    /** Adds the stacks of the samples since then, below what the process is called. */
    void addTo(StackTree tree, String process, Instant since) {
        for (RecordedEvent sample : samples) {
            if (!sample.getStartTime().isBefore(since)) {
                tree.add(
                        Frames.of(process, sample),
                        sample.getDuration("samplingPeriod").toNanos());
            }
        }
    }
}
