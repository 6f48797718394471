package io.github.multiprocessing4j.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs a measure in a fresh process of either side.
 *
 * @param prefix keeps the process where both sides are to run
 * @param python the interpreter
 * @param script CPython's side
 * @param quick whether to make do with rough figures
 */
record Sides(List<String> prefix, String python, Path script, boolean quick) {
    private static final long LIMIT_MINUTES = 10;

    /** How often a JVM counts the source code of the JDK, which once takes it no longer than getting warm. */
    private static final int REPEATED = 6;

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private static final Path SOURCES = Path.of(System.getProperty("java.home"), "lib", "src.zip");

    /** {@return what keeps this measure from being taken, or nothing} */
    static String obstacle(Measure measure) {
        return measure == Measure.WORDCOUNT_SPEEDUP_2_WORKERS && !Files.isReadable(SOURCES)
                ? "there is no source code of the JDK to count, " + SOURCES
                : "";
    }

    /** What this library's side of a measure has: one value, or several of what is not compared. */
    Measured here(Measure measure) throws IOException, InterruptedException {
        var command = new ArrayList<>(prefix);
        command.add(JAVA);
        command.addAll(jvmOptions(measure));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
        if (measure == Measure.WORDCOUNT_SPEEDUP_2_WORKERS) {
            command.addAll(List.of("io.github.multiprocessing4j.examples.WordCount", "--workers", "2"));
            command.addAll(Collections.nCopies(REPEATED, SOURCES.toString()));
            String comparison = lastLine(command);
            String[] words =
                    comparison.substring(comparison.lastIndexOf(": ") + 2).split(" ", -1);
            return new Measured(Sample.of(Double.parseDouble(words[0])), Optional.empty());
        }
        command.addAll(List.of(JavaSide.class.getName(), measure.toString()));
        if (quick) {
            command.add("--quick");
        }
        return Measured.parse(lastLine(command));
    }

    private static List<String> jvmOptions(Measure measure) {
        return switch (measure) {
            case POOL_IMAP_10M_ITEMS_64MIB, POOL_IMAP_10M_PEAK_HEAP_64MIB -> List.of(LongImapSide.JVM_OPTION);
            default -> List.of();
        };
    }

    /** What a rival's side of a measure has. */
    Measured rival(Measure measure, Rival rival) throws IOException, InterruptedException {
        if (rival == Rival.CPYTHON) {
            return cpython(measure);
        }
        var command = new ArrayList<>(prefix);
        command.addAll(peer(measure, rival, Effort.of(quick)));
        return Measured.parse(lastLine(command));
    }

    /** {@return the command that measures what this library is compared with in a JVM} */
    static List<String> peer(Measure measure, Rival rival, Effort effort) {
        var command = new ArrayList<>(List.of(JAVA));
        command.addAll(PeerSide.jvmOptions(rival));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PeerSide.class.getName()));
        command.addAll(List.of(measure.toString(), rival.toString(), effort.toString()));
        return command;
    }

    private Measured cpython(Measure measure) throws IOException, InterruptedException {
        var command = new ArrayList<>(prefix);
        command.addAll(List.of(python, script.toString(), measure.toString()));
        if (quick) {
            command.add("--quick");
        }
        if (measure == Measure.WORDCOUNT_SPEEDUP_2_WORKERS) {
            command.add(SOURCES.toString());
        }
        return Measured.parse(lastLine(command));
    }

    /** Runs a command to its end and returns the last line that it has printed. */
    static String lastLine(List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("compare", ".out");
        Path err = Files.createTempFile("compare", ".err");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().put(Timing.STARTED, Long.toString(System.nanoTime()));
            Process process = builder.start();
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
