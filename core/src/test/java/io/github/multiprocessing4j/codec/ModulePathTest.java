package io.github.multiprocessing4j.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On the module path, lambdas and records of a package that is not open cross as Java's own object streams carry them. */
@Timeout(120)
@NullUnmarked
class ModulePathTest {
    private static final String MAIN = """
        package app;
        import io.github.multiprocessing4j.codec.*;
        import io.github.multiprocessing4j.function.*;
        import java.io.Serializable;
        import java.nio.file.Path;
        import java.util.*;
        public class Main {
            record Point(int x, Path path) implements Serializable {}
            static class Base implements Serializable { String name = "n"; }
            static class Job extends Base { int n = 3; Object worker = new Object(); String text = "t"; }
            static class Gap extends Base { Object worker = new Object(); List<Integer> none; }
            static class Own implements Serializable {
                Object worker = new Object();
                private void writeObject(java.io.ObjectOutputStream out) throws java.io.IOException {
                    out.writeObject(worker);
                }
            }
            record Pair(Object left, Object right) implements Serializable {}
            enum Kind { A, B { @Override public String toString() { return "b"; } } }
            public static void main(String[] args) throws Exception {
                Path path = Path.of("p");
                Optional<Integer> some = Optional.of(5);
                RemoteFunction<Integer, Object> f = x -> List.of(x, path, some, new Point(x, path), Kind.B);
                System.out.print(((RemoteFunction<Integer, Object>) cross(f)).apply(3));
                System.out.print(cross(new Point(1, path)));
                System.out.print(cross(List.of(Kind.A, Kind.class)));
                try {
                    cross(List.of(new Object()));
                } catch (RuntimeException e) {
                    System.out.print(e.getMessage().startsWith("java.lang.Object cannot"));
                }
                System.out.println();
                Job job = new Job();
                refuse((RemoteFunction<Integer, Object>) x -> job);
                refuse(new Pair(1, List.of(new Pair((RemoteFunction<Integer, Object>) x -> job, 2))));
                refuse(new Gap());
                refuse(new Own());
            }
            private static void refuse(Object value) {
                try {
                    cross(value);
                } catch (RuntimeException e) {
                    String message = e.getMessage();
                    System.out.println(message.substring(message.indexOf(": "), message.indexOf(". "))
                            .replaceAll("lambda\\\\$[\\\\w$]+", "lambda"));
                }
            }
            private static Object cross(Object value) {
                Sink sink = new Sink();
                Codec.standard().write(value, sink);
                return Codec.standard().read(Source.of(sink.toByteArray()));
            }
        }
        """;

    /** The way to what can't cross, which is told also where the fields can't be read by this library. */
    private static final String PATHS = """
        : captured by the lambda in app.Main.lambda, in field 'worker' of app.Main$Job
        : in field 'right' of app.Main$Pair, $IN a $LIST, in field 'left' of app.Main$Pair, captured by the \
        lambda in app.Main.lambda, in field 'worker' of app.Main$Job
        : in field 'worker' of app.Main$Gap
        : $OWN app.Main$Own
        """;

    private static final String LIBRARY = """
        module io.github.multiprocessing4j {
            exports io.github.multiprocessing4j.codec;
            exports io.github.multiprocessing4j.failure;
            exports io.github.multiprocessing4j.function;
            uses io.github.multiprocessing4j.codec.SerializerProvider;
        }
        """;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", "exports app;", "opens app;"})
    void lambdasAndRecordsCross(String clause) throws Exception {
        Path library = library();
        Path sources = Files.createDirectories(directory.resolve("src/app"));
        Path module = directory.resolve("src/module-info.java");
        Files.writeString(module, "module app { requires io.github.multiprocessing4j; " + clause + " }");
        Files.writeString(sources.resolve("Main.java"), MAIN);
        Path app = directory.resolve("app");
        compile(
                "-p",
                library.toString(),
                "-d",
                app.toString(),
                module.toString(),
                sources.resolve("Main.java").toString());
        assertEquals(
                "[3, p, Optional[5], Point[x=3, path=p], b]Point[x=1, path=p][A, class app.Main$Kind]true\n"
                        + paths(clause.startsWith("opens")),
                run(library, app));
    }

    private static String paths(boolean open) {
        return PATHS.replace("$OWN", open ? "in field 'worker' of" : "in")
                .replace("$IN a $LIST", open ? "at index 0 of a List" : "in a collection");
    }

    /** The packages that the codec is made of, as a module without the rest of the library. */
    private Path library() throws IOException {
        Path library = Files.createDirectories(directory.resolve("library"));
        for (String part : List.of("classes", "codec", "failure", "function")) {
            copy(Path.of("io/github/multiprocessing4j").resolve(part), library);
        }
        Path module = Files.writeString(directory.resolve("module-info.java"), LIBRARY);
        compile(
                "-d",
                library.toString(),
                "--patch-module",
                "io.github.multiprocessing4j=" + library,
                module.toString());
        return library;
    }

    private static void copy(Path part, Path library) throws IOException {
        Path target = Files.createDirectories(library.resolve(part.toString()));
        for (String root : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path source = Path.of(root).resolve(part.toString());
            if (Files.isDirectory(source)) {
                try (Stream<Path> files = Files.list(source)) {
                    for (Path file :
                            files.filter(f -> !f.toString().contains("Test")).toList()) {
                        Files.copy(file, target.resolve(file.getFileName().toString()));
                    }
                }
            }
        }
    }

    private static void compile(String... arguments) {
        List<String> all = new ArrayList<>(List.of("-proc:none", "-nowarn"));
        all.addAll(List.of(arguments));
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, all.toArray(String[]::new)));
    }

    private static String run(Path library, Path app) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-p",
                        library + File.pathSeparator + app,
                        "-m",
                        "app/app.Main")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return output;
    }
}
