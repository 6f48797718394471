package io.github.multiprocessing4j.benchmarks;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.StartMethod;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A JVM in stock that nobody needs, and, for comparison, one that does nothing but to wait for input. */
final class StockSide {
    private static final int SECONDS = 10;

    /** Longer than a member of the stock takes to get ready. */
    private static final int SETTLING_SECONDS = 8;

    private final Effort effort;

    StockSide(Effort effort) {
        this.effort = effort;
    }

    double residentMib() throws IOException {
        return ProcFile.residentMib(member());
    }

    /** {@return the seconds of a processor that it uses in 10 s} With less effort it is looked at for less, and what is found multiplied. */
    double cpuSeconds() throws IOException {
        return cpuSeconds(member());
    }

    /** {@return the same of a JVM that waits for input} */
    double bareCpuSeconds() throws IOException {
        Process bare = bare();
        try {
            pause(SETTLING_SECONDS);
            return cpuSeconds(bare.pid());
        } finally {
            bare.destroy();
        }
    }

    double bareResidentMib() throws IOException {
        Process bare = bare();
        try {
            pause(SETTLING_SECONDS);
            return ProcFile.residentMib(bare.pid());
        } finally {
            bare.destroy();
        }
    }

    private double cpuSeconds(long pid) throws IOException {
        double before = ProcFile.cpuSeconds(pid);
        pause(SECONDS);
        return (ProcFile.cpuSeconds(pid) - before) * SECONDS / effort.turns(SECONDS);
    }

    /** {@return the pid of one that has been ready for a while} */
    private long member() {
        try (var child =
                ChildProcess.builder().startMethod(StartMethod.FORKSERVER).start(() -> {})) {
            child.join();
        }
        pause(SETTLING_SECONDS);
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no JVM in stock"))
                .pid();
    }

    private static Process bare() throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Waits.class.getName()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** A main class that waits for input. */
    static final class Waits {
        private Waits() {}

        public static void main(String[] args) throws IOException {
            int read = System.in.read();
            System.out.println(read);
        }
    }

    private void pause(int seconds) {
        long nanos = TimeUnit.SECONDS.toNanos(effort.turns(seconds));
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            LockSupport.parkNanos(nanos - (System.nanoTime() - start));
        }
    }
}
