package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.codec.Sink;
import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.region.Transit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the workers of a pool have in common.
 *
 * @param kept the initializer itself: what it has captured is in shared memory as long as workers may be started
 * @param initializer what each runs first, encoded
 * @param jvmOptions of its JVM
 */
record WorkerSettings(@Nullable RemoteRunnable kept, byte @Nullable [] initializer, List<String> jvmOptions) {
    /** How much of the machine's memory all heaps together may take. */
    private static final double MEMORY_PERCENT = 50;

    private static final List<String> HEAP_OPTIONS =
            List.of("-Xmx", "-XX:MaxHeapSize=", "-XX:MaxRAMPercentage=", "-XX:MaxRAM=");

    static WorkerSettings of(int processes, @Nullable RemoteRunnable initializer, List<String> userOptions) {
        return new WorkerSettings(initializer, encode(initializer), jvmOptions(processes, userOptions));
    }

    private static byte @Nullable [] encode(@Nullable RemoteRunnable initializer) {
        if (initializer == null) {
            return null;
        }
        Sink sink = new Sink();
        Transit.whileSenderKeeps(() -> Codec.standard().write(initializer, sink));
        return sink.toByteArray();
    }

    /** The user's come last, since the last one counts. */
    static List<String> jvmOptions(int processes, List<String> userOptions) {
        List<String> options = new ArrayList<>();
        if (userOptions.stream().noneMatch(WorkerSettings::setsHeap)) {
            options.add(String.format(Locale.ROOT, "-XX:MaxRAMPercentage=%.4f", MEMORY_PERCENT / processes));
        }
        int processors = Runtime.getRuntime().availableProcessors();
        options.add("-XX:ActiveProcessorCount=" + Math.max(1, processors / processes));
        options.addAll(userOptions);
        return List.copyOf(options);
    }

    private static boolean setsHeap(String option) {
        return HEAP_OPTIONS.stream().anyMatch(option::startsWith);
    }
}
