package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A child has the environment of its parent, to the byte, but for the variables with options for JVMs. */
@Timeout(60)
class EnvironmentTest {
    private static final String VARIABLES =
            "RAW=$(printf 'a\\377\\376b') EMPTY= JAVA_TOOL_OPTIONS=-Dx=y _JAVA_OPTIONS_NOT=z ";

    @TempDir
    Path folder;

    /** Its child writes down its environment. */
    static final class Program {
        public static void main(String[] args) {
            String file = args[0];
            ChildProcess.builder()
                    .start(() -> Files.copy(Path.of("/proc/self/environ"), Path.of(file)))
                    .join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "portable"})
    void crossesByteByByte(String launcher) throws Exception {
        Path file = folder.resolve("environ");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process program = new ProcessBuilder(
                        "sh",
                        "-c",
                        VARIABLES + "exec \"$@\"",
                        "sh",
                        java,
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dmultiprocessing4j.launcher=" + launcher,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        assertEquals(0, program.waitFor());
        List<String> variables =
                List.of(Files.readString(file, StandardCharsets.ISO_8859_1).split("\0", -1));
        assertEquals(
                List.of("EMPTY=", "RAW=a\u00ff\u00feb", "_JAVA_OPTIONS_NOT=z"),
                variables.stream()
                        .filter(variable -> variable.matches("(?s)(RAW|EMPTY|.*JAVA.*OPTIONS.*)=.*"))
                        .sorted()
                        .toList());
    }
}
