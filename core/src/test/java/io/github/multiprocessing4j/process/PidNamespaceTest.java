package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.multiprocessing4j.region.SessionDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pid namespace of its own, in which {@code /proc} is still that of the namespace outside: pids there are strangers'. */
@Timeout(90)
class PidNamespaceTest {
    private static final List<String> NEW_NAMESPACE = List.of("unshare", "-Ur", "--pid", "--fork", "--kill-child");

    @TempDir
    Path folder;

    /** A child has a child of its own, and halts. */
    static final class Program {
        public static void main(String[] args) throws Exception {
            // A directory whose owner, by the strangers' pids, is dead: the middle process makes one and would sweep.
            Path own = SessionDirectory.get();
            String[] parts = own.getFileName().toString().split("-");
            String ticks = Files.readString(Path.of("/proc/self/stat"))
                    .replaceAll("(?s).*\\) ", "")
                    .split(" ", -1)[19];
            System.out.println("named after its start: " + ticks.equals(parts[3]));
            Path living = Files.createDirectory(Objects.requireNonNull(own.getParent())
                    .resolve(String.join("-", parts[0], parts[1], "4000000", "1", parts[4])));
            String lock = args[0];
            ChildProcess middle = ChildProcess.start(() -> {
                boolean parentGone = ChildProcess.parent().orElseThrow().join(Duration.ofMillis(600));
                System.out.println("parent gone: " + parentGone);
                ChildProcess.builder().daemon(true).start(() -> holdForEver(lock));
                Appearance.of(Path.of(lock));
                Runtime.getRuntime().halt(7);
            });
            middle.join();
            System.out.println("middle " + middle.exitStatus());
            System.out.println("kept: " + Files.deleteIfExists(living));
            try (FileChannel held = FileChannel.open(Path.of(lock), StandardOpenOption.WRITE)) {
                System.out.println("orphan gone: " + held.lock().isValid());
            }
        }

        private static void holdForEver(String lock) throws Exception {
            Path made = Path.of(lock + ".new");
            try (FileChannel held = FileChannel.open(made, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                held.lock();
                Files.move(made, Path.of(lock));
                new CountDownLatch(1).await();
            }
        }
    }

    @Test
    void childrenLiveAsLongAsTheirParents() throws Exception {
        assumeTrue(canMakeNamespaces(), "no pid namespace can be made here");
        List<String> command = new ArrayList<>(NEW_NAMESPACE);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                folder.resolve("lock").toString()));
        Path output = folder.resolve("output");
        Process program = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(program.waitFor(60, TimeUnit.SECONDS), () -> "still runs: " + program);
        } finally {
            program.destroyForcibly();
        }
        assertEquals(
                List.of(
                        "named after its start: true",
                        "parent gone: false",
                        "middle exited with code 7",
                        "kept: true",
                        "orphan gone: true"),
                said(output));
    }

    /** What a JVM says if the files for its counters, which are named after its pid, are another namespace's with the same /tmp is left out. */
    private static List<String> said(Path output) throws IOException {
        return Files.readAllLines(output).stream()
                .filter(line -> !line.contains("[perf,memops]"))
                .toList();
    }

    private static boolean canMakeNamespaces() throws InterruptedException {
        List<String> command = new ArrayList<>(NEW_NAMESPACE);
        command.add("true");
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false; // there is no such program here
        }
    }
}
