package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.ExitStatus;
import io.github.multiprocessing4j.failure.ExitStatus.Exited;
import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.region.SessionDirectory;
import io.github.multiprocessing4j.testkit.Death;
import io.github.multiprocessing4j.testkit.DyingClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** However and whenever a child dies, its parent learns the truth, soon. */
@Timeout(60)
class DeathTest {
    /** From the start of a JVM to the news of its death, on a busy machine. */
    private static final Duration SOON = Duration.ofSeconds(20);

    private static ChildProcessBuilder quiet() {
        return ChildProcess.builder().output(Output.DISCARD).jvmOptions(Death.SMALL_HEAP);
    }

    private static void assertEndsAs(ExitStatus expected, ChildProcess process) {
        assertTrue(process.join(SOON), () -> process + " lives on");
        assertEquals(expected, process.exitStatus());
        assertEquals(expected.exitCode(), process.exitCode().getAsInt());
        assertFalse(process.isAlive());
        process.close();
    }

    @ParameterizedTest
    @EnumSource(Death.class)
    void whileItRuns(Death death) {
        assertEndsAs(death.exitStatus(), quiet().start(death::now));
    }

    @ParameterizedTest
    @EnumSource(Death.class)
    void whileItDecodesWhatItIsToRun(Death death) {
        DyingOnArrival captured = new DyingOnArrival(death);
        assertEndsAs(death.exitStatus(), quiet().start(captured::neverReached));
    }

    static Stream<Arguments> deathsBeforeTheStartMessage() {
        return Stream.of(Death.values())
                // What ends a JVM's initialization is an exit with 1, whatever it was.
                .map(death -> Arguments.of(
                        death,
                        death == Death.EXCEPTION || death == Death.OUT_OF_MEMORY ? new Exited(1) : death.exitStatus()));
    }

    @ParameterizedTest
    @MethodSource("deathsBeforeTheStartMessage")
    void beforeItIsToldWhatToRun(Death death, ExitStatus expected) {
        ChildProcess process = ChildProcess.builder()
                .output(Output.DISCARD)
                .jvmOptions(
                        "-Xmx32m",
                        "-Djava.system.class.loader=" + DyingClassLoader.class.getName(),
                        "-D" + DyingClassLoader.PROPERTY + "=" + death)
                .start(() -> {});
        assertEndsAs(expected, process);
    }

    @Test
    void aCrashInNativeCodeLeavesItsReport() {
        ChildProcess process = quiet().start(Death.SIGSEGV::now);
        process.join();
        assertTrue(
                process.crashReport().orElseThrow().contains("SIGSEGV"),
                () -> process.crashReport().toString());
    }

    @Test
    void exitCodesThatLookLikeSignalsAreNotTakenForThem() {
        for (int code : new int[] {127, 129, 130, 134, 137, 139, 143, 255}) {
            assertEndsAs(new Exited(code), quiet().start(() -> System.exit(code)));
        }
    }

    @Test
    void anOutOfMemoryErrorThatTheTargetDealsWithHarmsNothing() {
        ChildProcess process = quiet().start(() -> {
            try {
                Death.OUT_OF_MEMORY.now();
            } catch (OutOfMemoryError e) {
                System.exit(5);
            }
        });
        assertEndsAs(new Exited(5), process);
    }

    @Test
    void exitWithThreeIsNotTakenForALackOfMemory() {
        assertEndsAs(new Exited(3), quiet().start(() -> System.exit(3)));
    }

    @Test
    void whatAKilledChildHadInSharedMemoryIsRemovedByItsParent(@TempDir Path folder) throws Exception {
        Path note = folder.resolve("note");
        ChildProcess process = quiet().start(new Leaver(note.toString()));
        assertEndsAs(Death.SIGKILL.exitStatus(), process);
        Path left = Path.of(Files.readString(note));
        assertEquals(SessionDirectory.get(), left.getParent());
        assertFalse(Files.exists(left), () -> left + " is still there");
    }

    /** Makes a file in shared memory, says where it is, and is killed. */
    record Leaver(String note) implements RemoteRunnable {
        @Override
        public void run() throws Exception {
            Path left = Files.createFile(SessionDirectory.newFile("p"));
            Files.writeString(Path.of(note), left.toString());
            Death.SIGKILL.now();
        }
    }
}
