package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.multiprocessing4j.failure.ExitStatus.Exited;
import io.github.multiprocessing4j.failure.ProcessStartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can't be started is refused at once, in words that name what is wrong and say what to do. */
@Timeout(60)
class StartRefusalTest {
    @TempDir
    Path folder;

    @AfterEach
    void chooseNoLauncher() {
        System.clearProperty("multiprocessing4j.launcher");
    }

    private static void assertRefused(ChildProcessBuilder builder, String... words) {
        ProcessStartException e = assertThrows(ProcessStartException.class, () -> builder.start(() -> {}));
        for (String word : words) {
            assertTrue(String.valueOf(e.getMessage()).contains(word), e::getMessage);
        }
        assertEquals(List.of(), ChildProcess.active());
    }

    private static ChildProcessBuilder writingTo(Path file) {
        return ChildProcess.builder().output(Output.file(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "portable"})
    void outputThatHasNowhereToGo(String launcher) throws Exception {
        System.setProperty("multiprocessing4j.launcher", launcher);
        Path missing = folder.resolve("missing");
        assertRefused(writingTo(missing.resolve("x")), missing + " does not exist; create that directory first");
        assertRefused(writingTo(folder), folder + ": that is a directory; name a file in it");
        Path file = Files.createFile(folder.resolve("file"));
        assertRefused(writingTo(file.resolve("x")), file + " is no directory");
    }

    @Test
    void outputThatMayNotBeWritten() throws Exception {
        Path file = Files.createFile(
                folder.resolve("file"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--r--r--")));
        assumeFalse(Files.isWritable(file), "the superuser may write everything");
        assertRefused(writingTo(file), file.toString(), "may not write there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "portable"})
    void aCommandLineThatIsTooLong(String launcher) {
        System.setProperty("multiprocessing4j.launcher", launcher);
        assertRefused(
                ChildProcess.builder().jvmOptions("-Dlong=" + "x".repeat(1 << 20)),
                "too long for the system (E2BIG)",
                "the class path " + System.getProperty("java.class.path").length());
    }

    @Test
    void butANameMayHaveAnyLength() throws Exception {
        String name = "n".repeat(1 << 18);
        String file = folder.resolve("name").toString();
        ChildProcess child = ChildProcess.builder()
                .name(name)
                .start(() ->
                        Files.writeString(Path.of(file), ChildProcess.current().name()));
        child.join();
        assertEquals(new Exited(0), child.exitStatus());
        assertEquals(name, Files.readString(Path.of(file)));
    }

    static final class InADeletedDirectory {
        public static void main(String[] args) throws Exception {
            Files.delete(Path.of(args[0]));
            try {
                ChildProcess child = ChildProcess.start(() -> {});
                child.join();
                System.out.println(child.exitStatus());
            } catch (ProcessStartException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "portable"})
    void aWorkingDirectoryThatIsGone(String launcher) throws Exception {
        Path gone = Files.createDirectory(folder.resolve("gone"));
        Path output = folder.resolve("output");
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dmultiprocessing4j.launcher=" + launcher,
                        "-cp",
                        System.getProperty("java.class.path"),
                        InADeletedDirectory.class.getName(),
                        gone.toString())
                .directory(gone.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertTrue(program.waitFor(50, TimeUnit.SECONDS));
        assertEquals(
                "Process-1 can't be started: the working directory " + gone
                        + " was deleted, and no JVM starts in one that"
                        + " is not there: start this program again in another directory",
                Files.readString(output).strip());
    }
}
