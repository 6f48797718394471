package io.github.multiprocessing4j.benchmarks.scaling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the machine has room for.
 *
 * @param descriptors how many a process may have
 * @param mappings how many a process may have
 * @param memory how many bytes are free, of the kind that is shared, too
 */
record Limits(long descriptors, long mappings, long memory) {
    /** Somewhat more than a queue takes: a descriptor, a mapping, a ring of 128 KiB and what stands before it. */
    private static final long QUEUE_BYTES = 160 << 10;

    /** What a JVM has anyhow, and this measurement needs. */
    private static final long RESERVE = 1000;

    private static final Path SHARED = Path.of("/dev/shm");

    static Limits ofThisProcess() throws IOException {
        long available = field(Path.of("/proc/meminfo"), "MemAvailable:") << 10;
        Path directory = Files.isDirectory(SHARED) ? SHARED : Path.of(System.getProperty("java.io.tmpdir"));
        return new Limits(
                field(Path.of("/proc/self/limits"), "Max open files"),
                number(Path.of("/proc/sys/vm/max_map_count")),
                Math.min(available, Files.getFileStore(directory).getUsableSpace()));
    }

    /** {@return the first number in the line that begins so} */
    static long field(Path file, String beginning) throws IOException {
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(beginning)) {
                String first = line.substring(beginning.length()).strip().split("\\s+", -1)[0];
                return first.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(first);
            }
        }
        throw new IOException("no line of " + file + " begins with " + beginning);
    }

    /** {@return what stands in a file of the kernel's settings} All of it has to be read at once: who comes back for more gets nothing. */
    private static long number(Path file) throws IOException {
        return Long.parseLong(Files.readAllLines(file).getFirst().strip());
    }

    /** {@return how many threads all processes of a user together may have} */
    static long threads() throws IOException {
        long most = field(Path.of("/proc/self/limits"), "Max processes");
        for (String limit : List.of("threads-max", "pid_max")) {
            most = Math.min(most, number(Path.of("/proc/sys/kernel", limit)));
        }
        return most;
    }

    /** {@return how many queues may live at once, of half of what there is} */
    long queues() {
        long most = Math.min(Math.min(descriptors, mappings) - RESERVE, memory / QUEUE_BYTES);
        return Math.max(1, most / 2);
    }

    /** {@return the points up to a limit, which is one itself if it cuts any off} */
    static List<Long> cut(List<Long> points, long limit) {
        List<Long> cut = new ArrayList<>();
        for (long point : points) {
            if (point <= limit) {
                cut.add(point);
            }
        }
        if (cut.size() < points.size() && (cut.isEmpty() || cut.getLast() < limit)) {
            cut.add(limit);
        }
        return cut;
    }
}
