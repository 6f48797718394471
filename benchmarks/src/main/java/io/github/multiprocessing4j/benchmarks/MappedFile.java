package io.github.multiprocessing4j.benchmarks;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Memory shared by two processes without this library: a file that both map.
 *
 * @param file where it is, until it is closed; whoever has mapped it keeps the memory
 * @param memory as this process has mapped it
 */
record MappedFile(Path file, MemorySegment memory) implements AutoCloseable {
    /** How far apart words are that shall not disturb each other: processors fetch lines of 64 bytes in pairs. */
    static final long APART = 128;

    static MappedFile create(long bytes) throws IOException {
        Path file = Files.createTempFile(Path.of("/dev/shm"), "mp4j-benchmark-", "");
        return new MappedFile(file, map(file, bytes));
    }

    /** {@return its name, for the process that is to {@link #map} it, too} */
    String name() {
        return file.toString();
    }

    /** {@return the same memory in another process} */
    static MemorySegment map(String name, long bytes) throws IOException {
        return map(Path.of(name), bytes);
    }

    private static MemorySegment map(Path file, long bytes) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, Arena.ofAuto());
        }
    }

    @Override
    public void close() throws IOException {
        Files.delete(file);
    }
}
