package io.github.multiprocessing4j.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what the threads of a JVM are doing, from outside, so that it works for one that hangs. */
public final class ThreadDumps {

    private static final long PATIENCE_SECONDS = 10;

    private ThreadDumps() {}

    /** {@return the threads of this JVM and of every process below it} */
    public static String ofThisJvmAndBelow() {
        try (Stream<ProcessHandle> all = Stream.concat(
                Stream.of(ProcessHandle.current()), ProcessHandle.current().descendants())) {
            return all.map(ProcessHandle::pid).toList().stream()
                    .map(ThreadDumps::of)
                    .collect(Collectors.joining("\n"));
        }
    }

    /** {@return the threads of a process, or why they can't be told} */
    static String of(long pid) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", File.separatorChar == '/' ? "jcmd" : "jcmd.exe");
        try {
            Path output = Files.createTempFile("threads", ".txt");
            try {
                Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "Thread.print", "-l")
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                    return "Process " + pid + " does not answer jcmd.\n";
                }
                return "Threads of process " + Files.readString(output, StandardCharsets.UTF_8);
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            return "No thread dump of process " + pid + ": " + e + "\n";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "Interrupted while asking process " + pid + " for its threads.\n";
        }
    }
}
