package io.github.multiprocessing4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What the kernel tells of a process. */
final class ProcFile {
    private static final Path PROC = Path.of("/proc");

    private static final double KIB_PER_MIB = 1024;

    /** Of the kernel's clock, USER_HZ, on all architectures that JDKs are built for. */
    private static final double TICKS_PER_SECOND = 100;

    /** Of {@code cutime} and {@code cstime} behind the name, which may have spaces. */
    private static final int CHILDREN_USER = 13;

    private static final int CHILDREN_SYSTEM = 14;

    private ProcFile() {}

    /** {@return its resident memory in MiB} */
    static double residentMib(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(of(pid).resolve("status"))) {
            String rss =
                    lines.filter(line -> line.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Long.parseLong(rss.replaceAll("\\D", "")) / KIB_PER_MIB;
        }
    }

    /** {@return the seconds of a processor that its threads have used which live} */
    static double cpuSeconds(long pid) throws IOException {
        double nanos = 0;
        try (Stream<Path> threads = Files.list(of(pid).resolve("task"))) {
            for (Path thread : threads.toList()) {
                nanos += Double.parseDouble(
                        Files.readString(thread.resolve("schedstat")).split(" ", -1)[0]);
            }
        }
        return nanos / TimeUnit.SECONDS.toNanos(1);
    }

    /** {@return the seconds of a processor that children of this process have used which have ended} */
    static double endedChildrenCpuSeconds() throws IOException {
        String stat = Files.readString(PROC.resolve("self").resolve("stat"));
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        return (Long.parseLong(fields.get(CHILDREN_USER)) + Long.parseLong(fields.get(CHILDREN_SYSTEM)))
                / TICKS_PER_SECOND;
    }

    private static Path of(long pid) {
        return PROC.resolve(Long.toString(pid));
    }
}
