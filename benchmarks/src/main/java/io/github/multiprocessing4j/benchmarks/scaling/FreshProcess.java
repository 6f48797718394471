package io.github.multiprocessing4j.benchmarks.scaling;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a workload in a process of its own.
 *
 * @param python the interpreter
 * @param script CPython's side
 * @param quick whether to make do with rough figures
 */
record FreshProcess(String python, Path script, boolean quick) {
    private static final long LIMIT_MINUTES = 15;

    Quantities run(Workload workload, Side side, long point) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                switch (side) {
                    case OURS -> ours();
                    case CPYTHON -> List.of(python, script.toString());
                });
        command.addAll(List.of(workload.toString(), Long.toString(point)));
        if (quick) {
            command.add("--quick");
        }
        return Quantities.parse(lastLine(command));
    }

    private static List<String> ours() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                OurSide.class.getName());
    }

    /** Runs a command to its end and returns the last line that it has printed. */
    static String lastLine(List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("scaling", ".out");
        Path err = Files.createTempFile("scaling", ".err");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
            }
            List<String> lines = text(out).lines().toList();
            if (process.exitValue() != 0 || lines.isEmpty()) {
                throw new IOException("exit value " + process.exitValue() + " of " + command + "\n" + text(err));
            }
            return lines.getLast();
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
