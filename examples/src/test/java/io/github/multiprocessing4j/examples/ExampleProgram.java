package io.github.multiprocessing4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs an example as its readers do, in a JVM of its own, and sees to it that it ends in time and leaves nothing behind: no
 * process, and none of the library's files.
 */
final class ExampleProgram {
    private static final Duration DEADLINE = Duration.ofSeconds(120);

    /** What the processes that a program has started may need to be gone after it. */
    private static final Duration AFTERLIFE = Duration.ofSeconds(10);

    /** In the environment of the program, and so of every process that it starts. */
    private static final String MARK = "MULTIPROCESSING4J_EXAMPLE";

    private ExampleProgram() {}

    /** How a program ended and what it wrote. */
    record Result(int exitValue, List<String> out, String err) {}

    static Result run(Class<?> program, String... arguments) throws Exception {
        String mark = MARK + "=" + UUID.randomUUID();
        Path out = Files.createTempFile("example", ".out");
        Path err = Files.createTempFile("example", ".err");
        try {
            Process process = start(program, List.of(arguments), mark, out, err);
            boolean ended = process.waitFor(DEADLINE.toNanos(), TimeUnit.NANOSECONDS);
            if (!ended) {
                marked(mark).forEach(ProcessHandle::destroyForcibly);
                process.waitFor();
            }
            var left = awaitEnd(marked(mark));
            var result = new Result(process.exitValue(), lines(out), String.join("\n", lines(err)));
            if (!ended) {
                fail(program + " did not end in time: " + result);
            }
            assertEquals(List.of(), left, "processes left behind");
            assertEquals(List.of(), files(process.pid()), "files left behind");
            return result;
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** A wrong argument: nothing is done, and standard error has one line about it, and the usage. */
    static void assertRefuses(String objection, Class<?> program, String... arguments) throws Exception {
        var result = run(program, arguments);
        assertEquals(2, result.exitValue(), result::toString);
        assertEquals(List.of(), result.out());
        var err = result.err().lines().toList();
        assertTrue(err.getFirst().startsWith(objection), result::err);
        assertTrue(err.get(1).startsWith("Usage: " + program.getSimpleName() + " "), result::err);
    }

    private static Process start(Class<?> program, List<String> arguments, String mark, Path out, Path err)
            throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-Dmultiprocessing4j.aotCache=false", // who builds it outlives the program
                "-classpath",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        int equals = mark.indexOf('=');
        builder.environment().put(mark.substring(0, equals), mark.substring(equals + 1));
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8)
                .lines()
                .map(String::stripTrailing)
                .toList();
    }

    /** The processes with this in their environment, as far as the system tells. */
    private static List<ProcessHandle> marked(String mark) {
        return ProcessHandle.allProcesses()
                .filter(process -> isMarked(process.pid(), mark))
                .toList();
    }

    private static boolean isMarked(long pid, String mark) {
        try {
            Path environment = Path.of("/proc", Long.toString(pid), "environ");
            return new String(Files.readAllBytes(environment), StandardCharsets.ISO_8859_1).contains(mark);
        } catch (IOException e) {
            return false; // ended, or somebody else's, or not Linux
        }
    }

    private static List<ProcessHandle.Info> awaitEnd(List<ProcessHandle> processes) throws Exception {
        var left = new ArrayList<ProcessHandle.Info>();
        for (var process : processes) {
            try {
                process.onExit().get(AFTERLIFE.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                left.add(process.info());
                process.destroyForcibly();
            }
        }
        return left;
    }

    /** The library's private directories of a process. */
    private static List<Path> files(long pid) throws IOException {
        var files = new ArrayList<Path>();
        for (var folder : List.of(Path.of("/dev/shm"), Path.of(System.getProperty("java.io.tmpdir")))) {
            if (Files.isDirectory(folder)) {
                try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "mp4j-*-" + pid + "-*")) {
                    found.forEach(files::add);
                }
            }
        }
        return files;
    }
}
