package io.github.multiprocessing4j.portability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multiprocessing4j.testkit.JavaProgram;
import io.github.multiprocessing4j.testkit.LibraryJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.spi.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A bit of everything, compiled as a module that exports and opens nothing, with the library as a module. */
@Timeout(90)
class ModulePathTest {
    private static final Path SOURCE =
            Path.of("src/test/java/" + Everything.class.getName().replace('.', '/') + ".java");

    @TempDir
    Path folder;

    @Test
    void allGoesWell() throws Exception {
        Path module = folder.resolve("everything");
        compile(module);
        Runs.goesWell(JavaProgram.ofModule("everything/" + Everything.class.getName(), LibraryJar.classes(), module)
                .arguments("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                .deadline(Duration.ofSeconds(75)));
    }

    private void compile(Path module) throws Exception {
        Path descriptor = Files.writeString(
                folder.resolve("module-info.java"), "module everything { requires io.github.multiprocessing4j; }");
        Path annotations = Path.of(
                Objects.requireNonNull(NullMarked.class.getProtectionDomain().getCodeSource())
                        .getLocation()
                        .toURI());
        int result = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "-p",
                        LibraryJar.classes() + ":" + annotations,
                        "-d",
                        module.toString(),
                        descriptor.toString(),
                        SOURCE.toString());
        assertEquals(0, result);
    }
}
