package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program that is a module, with the library as one, has children that are the same. */
@Timeout(90)
class ModulePathTest {
    private static final String DESCRIPTOR = """
        module app {
            requires io.github.multiprocessing4j;
        }
        """;

    private static final String MAIN = """
        package app;

        import io.github.multiprocessing4j.process.ChildProcess;
        import java.util.List;

        public final class Main {
            record Pair(String left, List<Integer> right) implements java.io.Serializable {}

            public static void main(String[] args) {
                Pair pair = new Pair("left", List.of(1, 2));
                ChildProcess p = ChildProcess.start(() -> System.out.println(
                        Main.class.getModule() + " " + ChildProcess.class.getModule() + " " + pair));
                p.join();
                System.out.println(p.exitStatus());
            }
        }
        """;

    @TempDir
    Path folder;

    @Test
    void theChildHasTheModulesOfItsParent() throws Exception {
        Path source = Files.createDirectories(folder.resolve("src/app"));
        Files.writeString(folder.resolve("src/module-info.java"), DESCRIPTOR);
        Files.writeString(source.resolve("Main.java"), MAIN);
        Path library = home(ChildProcess.class);
        String modules = library + ":" + folder.resolve("out");
        int compiled = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "-d",
                        folder.resolve("out").toString(),
                        "-p",
                        library + ":" + home(NullMarked.class),
                        folder.resolve("src/module-info.java").toString(),
                        source.resolve("Main.java").toString());
        assertEquals(0, compiled);

        Path output = folder.resolve("output");
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=io.github.multiprocessing4j",
                        "-p",
                        modules,
                        "-m",
                        "app/app.Main")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertTrue(program.waitFor(60, TimeUnit.SECONDS));
        assertEquals(
                List.of(
                        "module app module io.github.multiprocessing4j Pair[left=left, right=[1, 2]]",
                        "exited with code 0"),
                Files.readAllLines(output));
        assertEquals(0, program.exitValue());
    }

    private static Path home(Class<?> type) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(type.getProtectionDomain().getCodeSource())
                .getLocation()
                .toURI());
    }
}
