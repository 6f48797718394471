package io.github.multiprocessing4j.benchmarks.profile;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An image of this JDK, made by {@code jlink}, all JVMs of which record where their processor time goes until they end. For a program's
 * children have the JDK of their parent but none of its options, unless the program itself says so.
 */
final class RecordingJdk implements AutoCloseable {
    private static final String SETTINGS = "profile.jfc";

    private static final String MODULES = "java.se,jdk.jfr,jdk.management,jdk.unsupported,jdk.zipfs";

    private static final String RECORDING = ".jfr";

    private final Path directory;

    private RecordingJdk(Path directory) {
        this.directory = directory;
    }

    static RecordingJdk create() throws IOException, InterruptedException {
        var jdk = new RecordingJdk(Files.createTempDirectory("profile"));
        try {
            jdk.link();
            return jdk;
        } catch (Throwable t) {
            jdk.close();
            throw t;
        }
    }

    private void link() throws IOException, InterruptedException {
        Path settings = directory.resolve(SETTINGS);
        try (var resource = RecordingJdk.class.getResourceAsStream(SETTINGS)) {
            if (resource == null) {
                throw new FileNotFoundException(SETTINGS);
            }
            Files.copy(resource, settings);
        }
        String options = "-XX:StartFlightRecording:settings=" + settings
                + ",filename=" + directory.resolve("%p" + RECORDING)
                + " -Xlog:jfr*=error"
                // else what is inlined counts for whoever is called next
                + " -XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints";
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
                "--add-modules",
                MODULES,
                "--add-options",
                options,
                "--output",
                directory.resolve("jdk").toString());
        int exitValue = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (exitValue != 0) {
            throw new IOException("exit value " + exitValue + " of " + command);
        }
    }

    /** Starts a JVM. */
    Process start(List<String> arguments) throws IOException {
        var command = new ArrayList<>(
                List.of(directory.resolve(Path.of("jdk", "bin", "java")).toString()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Waits for the end of all JVMs. {@return what they have recorded, which is not kept} Who was killed has left nothing. */
    List<Recorded> takeRecorded() throws IOException {
        List<Recorded> all = new ArrayList<>();
        for (Path file : files()) {
            long pid = Long.parseLong(file.getFileName().toString().replace(RECORDING, ""));
            ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
            if (Files.size(file) > 0) {
                all.add(Recorded.read(pid, file));
            }
            Files.delete(file);
        }
        return all;
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(RECORDING)).toList();
        }
    }

    @Override
    public void close() throws IOException {
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
