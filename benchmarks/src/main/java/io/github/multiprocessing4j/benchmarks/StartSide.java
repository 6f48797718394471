package io.github.multiprocessing4j.benchmarks;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.JvmSettings;
import io.github.multiprocessing4j.process.JvmSettingsBuilder;
import io.github.multiprocessing4j.process.StartMethod;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Children that come from the stock, one at a time: before each one there is a second for the stock to be filled again. */
final class StartSide {
    private static final int WARM_UP = 3;

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private StartSide() {}

    /** {@return the milliseconds from a start to the end of the join} */
    static double startAndJoin(int repeats) {
        JvmSettings settings =
                JvmSettings.builder().startMethod(StartMethod.FORKSERVER).build();
        double[] millis = new double[repeats];
        for (int i = -WARM_UP; i < repeats; i++) {
            long start = System.nanoTime();
            ChildProcess process = ChildProcess.builder().jvm(settings).start(() -> {});
            process.join();
            if (i >= 0) {
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
            process.close();
            pause();
        }
        return Sample.of(millis).median();
    }

    /** {@return the milliseconds from a start to what the child does first} */
    static double startToTarget(int repeats, boolean preloaded) throws IOException {
        JvmSettingsBuilder settings = JvmSettings.builder().startMethod(StartMethod.FORKSERVER);
        JvmSettings jvm = preloaded ? settings.preload(Target.class).build() : settings.build();
        Path mark = Files.createTempFile("start", ".mark");
        String file = mark.toString();
        double[] millis = new double[repeats];
        try {
            for (int i = -WARM_UP; i < repeats; i++) {
                long start = System.nanoTime();
                ChildProcess process = ChildProcess.builder().jvm(jvm).start(() -> Target.run(file));
                process.join();
                if (i >= 0) {
                    millis[i] = (Long.parseLong(Files.readString(mark)) - start) / 1e6;
                }
                process.close();
                pause();
            }
        } finally {
            Files.delete(mark);
        }
        return Sample.of(millis).median();
    }

    /** Looks at the clock, which is the machine's, before anything else. */
    private static final class Target {
        static void run(String file) throws IOException {
            long now = System.nanoTime();
            try (var out = new FileOutputStream(file)) {
                out.write(Long.toString(now).getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private static void pause() {
        long start = System.nanoTime();
        while (System.nanoTime() - start < PAUSE_NANOS) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
