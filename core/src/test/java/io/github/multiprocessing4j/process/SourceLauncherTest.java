package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A program that is started as source, whose classes are in the memory of its JVM alone. */
@Timeout(60)
class SourceLauncherTest {
    private static final String SOURCE = """
        import io.github.multiprocessing4j.pool.Pool;

        static int offset = 10;

        record Sum(int value) implements java.io.Serializable {}

        void main() {
            try (Pool pool = Pool.create(2)) {
                IO.println(pool.map(x -> new Sum(x + offset), List.of(1, 2, 3)));
            }
        }
        """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void runsInProcessesToo(StartMethod method) throws Exception {
        Path source = Files.writeString(folder.resolve("Sums.java"), SOURCE);
        Path output = folder.resolve("output");
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dmultiprocessing4j.startMethod=" + method,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        source.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertTrue(program.waitFor(60, TimeUnit.SECONDS));
        assertEquals(List.of("[Sum[value=11], Sum[value=12], Sum[value=13]]"), Files.readAllLines(output));
    }
}
