package io.github.multiprocessing4j.benchmarks;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.StartMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The AOT cache, with which children start sooner. The first child that is started with a new jar has it built in the background, which would
 * disturb what is measured then.
 */
public final class StartUpCache {
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);

    private static final long BETWEEN_LOOKS_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final String FILE = "/cache.aot";

    private static final int WITH = 0;

    private static final int WITHOUT = 3;

    private StartUpCache() {}

    /** Returns when children of programs with this class path are started with one; or says that they are not, as where none can be built. */
    public static void await() {
        long start = System.nanoTime();
        if (isUsed()) {
            return;
        }
        System.err.println("The JDK's cache of this library's classes is being built, as it is for every new jar.");
        while (System.nanoTime() - start < PATIENCE_NANOS) {
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
            if (isUsed()) {
                return;
            }
        }
        System.err.println("There is none: children start without, which takes them longer.");
    }

    static boolean isUsed() {
        try (ChildProcess child =
                ChildProcess.builder().startMethod(StartMethod.SPAWN).start(() -> System.exit(look()))) {
            child.join();
            int found = child.exitCode().orElseThrow();
            if (found != WITH && found != WITHOUT) {
                throw new IllegalStateException("a child that should tell how it was started has not: " + child);
            }
            return found == WITH;
        }
    }

    /** What a JVM uses it has mapped. Its command line may be longer than what the JDK shows of it. */
    private static int look() throws IOException {
        try (Stream<String> mapped = Files.lines(Path.of("/proc/self/maps"))) {
            return mapped.anyMatch(line -> line.endsWith(FILE)) ? WITH : WITHOUT;
        }
    }
}
