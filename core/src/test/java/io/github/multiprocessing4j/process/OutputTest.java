package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.testkit.JavaProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where what a child prints goes. */
@Timeout(90)
class OutputTest {
    private static final int LINES_EACH = 2_000;

    @TempDir
    Path folder;

    /** Two children that print a lot at the same time, in pieces. */
    static final class Printers {
        public static void main(String[] args) {
            Output output = switch (args[0]) {
                case "LINES" -> Output.LINES;
                case "DISCARD" -> Output.DISCARD;
                case "INHERIT" -> Output.INHERIT;
                default -> Output.file(Path.of(args[0]));
            };
            List<ChildProcess> children = new ArrayList<>();
            for (String name : new String[] {"one", "two"}) {
                children.add(ChildProcess.builder().name(name).output(output).start(Printers::print));
            }
            children.forEach(ChildProcess::join);
        }

        private static void print() {
            for (int i = 0; i < LINES_EACH; i++) {
                System.out.print("a line ");
                System.out.flush();
                System.out.print("in two pieces\n");
                System.out.flush();
            }
            System.err.print("an error without an end");
        }
    }

    private static JavaProgram.Result run(String output, String... jvmOptions) throws InterruptedException {
        return JavaProgram.of(Printers.class)
                .jvmOptions(jvmOptions.length == 0 ? new String[] {"--enable-native-access=ALL-UNNAMED"} : jvmOptions)
                .arguments(output)
                .run();
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "portable"})
    void linesAreNeverSplitAndSayWhoseTheyAre(String launcher) throws Exception {
        var result = run("LINES", "--enable-native-access=ALL-UNNAMED", "-Dmultiprocessing4j.launcher=" + launcher);
        assertEquals(0, result.exitValue(), result::toString);
        for (String name : new String[] {"one", "two"}) {
            String line = "[" + name + "] a line in two pieces";
            assertEquals(
                    LINES_EACH, result.stdout().lines().filter(line::equals).count());
            assertTrue(
                    result.stderr().lines().anyMatch(("[" + name + "] an error without an end")::equals),
                    result::stderr);
        }
        assertEquals(2 * LINES_EACH, result.stdout().lines().count());
        assertEquals(2, result.stderr().lines().count(), result::stderr);
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "portable"})
    void aFileTakesInAll(String launcher) throws Exception {
        Path file = folder.resolve("output of children");
        var result =
                run(file.toString(), "--enable-native-access=ALL-UNNAMED", "-Dmultiprocessing4j.launcher=" + launcher);
        assertEquals("", result.stdout() + result.stderr());
        String text = Files.readString(file);
        assertEquals(2 * LINES_EACH, text.split("in two pieces", -1).length - 1);
        assertEquals(2, text.split("an error without an end", -1).length - 1);
    }

    @Test
    void discardedOutputIsGone() throws Exception {
        var result = run("DISCARD");
        assertEquals("", result.stdout() + result.stderr());
    }

    @Test
    void inheritedOutputIsTheParents() throws Exception {
        var result = run("INHERIT");
        assertEquals(2 * LINES_EACH, result.stdout().split("in two pieces", -1).length - 1);
        assertEquals(2, result.stderr().split("an error without an end", -1).length - 1);
    }
}
