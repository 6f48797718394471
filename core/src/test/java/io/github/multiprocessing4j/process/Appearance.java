package io.github.multiprocessing4j.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A rendezvous by file, for processes that have nothing else in common. */
final class Appearance {
    private static final long DEADLINE_NANOS = 30_000_000_000L;

    private Appearance() {}

    /** Waits until a file is there. */
    static void of(Path file) {
        long start = System.nanoTime();
        while (!Files.exists(file)) {
            if (System.nanoTime() - start > DEADLINE_NANOS) {
                throw new AssertionError(file + " did not appear");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
