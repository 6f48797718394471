package io.github.multiprocessing4j.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What this process has open. */
final class Descriptors {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private static final int O_CLOEXEC = 02000000;

    private Descriptors() {}

    /** {@return what is open, by number} */
    static Map<Integer, String> open() throws IOException {
        Map<Integer, String> open = new TreeMap<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path each : all) {
                try {
                    open.put(
                            Integer.parseInt(each.getFileName().toString()),
                            Files.readSymbolicLink(each).toString());
                } catch (NoSuchFileException e) {
                    // closed meanwhile, as the one that lists them
                }
            }
        }
        return open;
    }

    /** {@return how many are open} */
    static int count() {
        try {
            return open().size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the descriptors of a file} */
    static List<Integer> of(Path file) {
        try {
            return open().entrySet().stream()
                    .filter(each -> each.getValue().equals(file.toString()))
                    .map(Map.Entry::getKey)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return whether a program that is started does not get it} */
    static boolean isCloseOnExec(int descriptor) throws IOException {
        String flags = Files.readAllLines(Path.of("/proc/self/fdinfo", String.valueOf(descriptor))).stream()
                .filter(line -> line.startsWith("flags:"))
                .findFirst()
                .orElseThrow();
        return (Integer.parseInt(flags.substring(6).strip(), 8) & O_CLOEXEC) != 0;
    }
}
