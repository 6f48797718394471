package io.github.multiprocessing4j.benchmarks.scaling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What this process, or all of its tree, has of the operating system.
 *
 * @param descriptors open ones
 * @param threads of the operating system
 * @param sharedBytes in the files that the tree has in its directory
 */
record Footprint(long descriptors, long threads, long sharedBytes) {
    private static final Path PROC = Path.of("/proc");

    /** What the directory of a tree is called, which whoever shares memory has mapped something of. */
    private static final String DIRECTORY = "/mp4j-";

    static Footprint ofThisProcess() throws IOException {
        return new Footprint(
                descriptorsOf(ProcessHandle.current().pid()),
                threads(ProcessHandle.current().pid()),
                bytesInDirectory());
    }

    /** {@return the descriptors of this process and all its children, and the shared memory, which they have in common} */
    static Footprint ofTree() throws IOException {
        long descriptors = 0;
        long threads = 0;
        for (long pid : tree()) {
            descriptors += descriptorsOf(pid);
            threads += threads(pid);
        }
        return new Footprint(descriptors, threads, bytesInDirectory());
    }

    private static long[] tree() {
        ProcessHandle self = ProcessHandle.current();
        return LongStream.concat(LongStream.of(self.pid()), self.descendants().mapToLong(ProcessHandle::pid))
                .toArray();
    }

    static long threads(long pid) throws IOException {
        return Limits.field(PROC.resolve(Long.toString(pid)).resolve("status"), "Threads:");
    }

    private static long descriptorsOf(long pid) throws IOException {
        try (Stream<Path> open = Files.list(PROC.resolve(Long.toString(pid)).resolve("fd"))) {
            return open.count();
        }
    }

    private static long bytesInDirectory() throws IOException {
        long bytes = 0;
        for (Path directory : directories()) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    bytes += Files.size(file);
                }
            }
        }
        return bytes;
    }

    private static Set<Path> directories() throws IOException {
        try (Stream<String> mappings = Files.lines(PROC.resolve("self").resolve("maps"))) {
            return mappings.filter(line -> line.contains(DIRECTORY))
                    .map(line -> Path.of(line.substring(line.indexOf('/'))))
                    .map(Path::getParent)
                    .filter(Files::isDirectory)
                    .collect(Collectors.toSet());
        }
    }

    /** {@return a line of a process's memory in bytes: Rss, or Pss, where what processes share is shared out among them} */
    static long memory(long pid, String line) throws IOException {
        return Limits.field(PROC.resolve(Long.toString(pid)).resolve("smaps_rollup"), line + ":") << 10;
    }
}
