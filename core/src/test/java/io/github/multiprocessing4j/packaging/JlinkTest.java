package io.github.multiprocessing4j.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.testkit.LibraryJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program in an image that {@code jlink} has made: there is no class path, no module path and no JDK but what is in it. */
@Timeout(120)
class JlinkTest {
    private static final String DESCRIPTOR = """
        module app {
            requires io.github.multiprocessing4j;
        }
        """;

    private static final String MAIN = """
        package app;

        import io.github.multiprocessing4j.pool.Pool;
        import java.nio.file.*;
        import java.util.List;

        public final class Main {
            record Square(int value, String code, long pid) implements java.io.Serializable {}

            public static void main(String[] args) throws Exception {
                if (args.length == 1) {
                    Path programs = Path.of(System.getProperty("java.home"), "bin");
                    Files.move(programs, programs.resolveSibling(args[0]));
                }
                long self = ProcessHandle.current().pid();
                try (Pool pool = Pool.create(1)) {
                    for (Square square : pool.map(x -> new Square(x * x, code(), pid()), List.of(2, 3))) {
                        System.out.println(square.value() + " " + square.code() + (square.pid() == self));
                    }
                }
            }

            private static long pid() {
                return ProcessHandle.current().pid();
            }

            private static String code() {
                return Main.class.getModule() + ", "
                        + Pool.class.getProtectionDomain().getCodeSource().getLocation() + ", here ";
            }
        }
        """;

    @TempDir
    Path folder;

    private void link() throws Exception {
        Path source = Files.createDirectories(folder.resolve("src/app"));
        Path descriptor = Files.writeString(folder.resolve("src/module-info.java"), DESCRIPTOR);
        Path main = Files.writeString(source.resolve("Main.java"), MAIN);
        Path annotations = Path.of(
                Objects.requireNonNull(NullMarked.class.getProtectionDomain().getCodeSource())
                        .getLocation()
                        .toURI());
        Path app = folder.resolve("app");
        run("javac", "-d", app, "-p", LibraryJar.classes() + ":" + annotations, descriptor, main);
        run("jlink", "--output", image(), "-p", LibraryJar.classes() + ":" + app, "--add-modules", "app");
    }

    @Test
    void childrenRunInTheImageUnlessItsProgramsAreGone() throws Exception {
        link();
        assertEquals(
                List.of(
                        "4 module app, jrt:/io.github.multiprocessing4j, here false",
                        "9 module app, jrt:/io.github.multiprocessing4j, here false"),
                outputOf());
        assertEquals(List.of("io.github.multiprocessing4j", "java.management", "jdk.unsupported"), modules());

        String complaint = String.join("\n", outputOf("elsewhere"));
        assertTrue(complaint.contains("there is no " + image() + "/bin/java to start it with"), complaint);
    }

    private Path image() {
        return folder.resolve("image");
    }

    /** What the library needs of the JDK: all of the image but the program itself and what each has. */
    private List<String> modules() throws Exception {
        String release = Files.readString(image().resolve("release"));
        String all = release.replaceAll("(?s).*MODULES=\"([^\"]*)\".*", "$1");
        return List.of(all.split(" ")).stream()
                .filter(module -> !List.of("app", "java.base").contains(module))
                .sorted()
                .toList();
    }

    private static void run(String tool, Object... arguments) {
        String[] texts = List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
        assertEquals(0, ToolProvider.findFirst(tool).orElseThrow().run(System.out, System.err, texts), tool);
    }

    private List<String> outputOf(String... arguments) throws Exception {
        Path output = folder.resolve("output");
        var command = new ArrayList<>(List.of(
                image().resolve("bin/java").toString(),
                "--enable-native-access=io.github.multiprocessing4j",
                "-Dmultiprocessing4j.startMethod=spawn",
                "-m",
                "app/app.Main"));
        command.addAll(List.of(arguments));
        Process program = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertTrue(program.waitFor(60, TimeUnit.SECONDS));
        return Files.readAllLines(output);
    }
}
