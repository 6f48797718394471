package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multiprocessing4j.testkit.JavaProgram;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Children find their code however it is that their parent has it. */
@Timeout(60)
public class ClassPathTest {
    @TempDir
    Path folder;

    /** Its child, and that one's, tell what they find on the class path. */
    public static final class Program {
        private Program() {}

        public static void main(String[] args) {
            start();
        }

        /** Also for programs that are on no class path themselves. */
        public static void start() {
            ChildProcess child = ChildProcess.start(() -> {
                System.out.println("child " + found());
                ChildProcess.start(() -> System.out.println("grandchild " + found()))
                        .join();
            });
            child.join();
            System.out.println(child.exitStatus());
        }

        static String found() throws IOException {
            try (var in = ClassLoader.getSystemResourceAsStream("found.txt")) {
                return in == null ? "nothing" : new String(in.readAllBytes(), "UTF-8");
            }
        }
    }

    private static Path[] usual() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toArray(Path[]::new);
    }

    private static void assertFinds(String what, JavaProgram program) throws InterruptedException {
        JavaProgram.Result result = program.run();
        assertEquals(
                "child " + what + "\ngrandchild " + what + "\nexited with code 0\n", result.stdout(), result::toString);
        assertEquals("", result.stderr());
    }

    /** As Surefire and others make, since it is short. */
    @Test
    void namedInAManifest() throws Exception {
        Path extra = Files.createDirectory(folder.resolve("with a space"));
        Files.writeString(extra.resolve("found.txt"), "by a manifest");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        IntStream.range(0, usual().length + 1)
                                .mapToObj(i -> i < usual().length ? usual()[i] : extra)
                                .map(path -> path.toUri().toString())
                                .collect(Collectors.joining(" ")));
        Path jar = folder.resolve("manifest.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        assertFinds("by a manifest", JavaProgram.of(Program.class).classPath(jar));
    }

    /** Makes its own directory, whose name is in the encoding of its JVM. */
    static final class InAStrangePlace {
        public static void main(String[] args) throws Exception {
            Path strange = Files.createDirectories(Path.of(args[0], "a 'b' \"c\" \\d äß€ #%41", "x"));
            Files.writeString(strange.resolve("found.txt"), "in a strange place");
            int more = Integer.parseInt(args[1]);
            Path[] added = IntStream.rangeClosed(0, more)
                    .mapToObj(i -> i < more ? strange.resolveSibling("not there, and number " + i) : strange)
                    .toArray(Path[]::new);
            JvmSettings settings = JvmSettings.builder().addClassPath(added).build();
            ChildProcess child = ChildProcess.builder().jvm(settings).start(() -> {
                System.out.println("child " + Program.found());
                ChildProcess.start(() -> System.out.println("grandchild " + Program.found()))
                        .join();
            });
            child.join();
            System.out.println(child.exitStatus());
        }
    }

    @Test
    void withSpacesQuotesAndLettersOfAllKinds() throws Exception {
        assertFinds("in a strange place", strange(0));
    }

    /** Linux takes no argument of more than 131071 bytes. */
    @Test
    void tooLongForACommandLine() throws Exception {
        assertFinds("in a strange place", strange(2000));
        assertFinds("in a strange place", strange(20_000));
    }

    private JavaProgram strange(int more) {
        return JavaProgram.of(InAStrangePlace.class)
                .launcher("env", "LC_ALL=C.UTF-8")
                .arguments(folder.toString(), Integer.toString(more));
    }

    /** The class of the source file is nowhere on the class path; its children start all the same. */
    @Test
    void ofAProgramThatIsASourceFile() throws Exception {
        Path source = folder.resolve("Main.java");
        Files.writeString(
                source,
                "public class Main { public static void main(String[] args) { " + Program.class.getCanonicalName()
                        + ".start(); } }");
        Files.writeString(folder.resolve("found.txt"), "beside a source file");
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dmultiprocessing4j.startMethod=spawn",
                        "-cp",
                        folder + File.pathSeparator + System.getProperty("java.class.path"),
                        source.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        program.waitFor();
        assertEquals(
                List.of("child beside a source file", "grandchild beside a source file", "exited with code 0"),
                Files.readAllLines(folder.resolve("output")));
    }

    /** A directory and a jar; the first one that has something wins, as with the parent. */
    @Test
    void directoriesBesideJarsInTheirOrder() throws Exception {
        Path jar = folder.resolve("one.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new java.util.zip.ZipEntry("found.txt"));
            out.write("in a jar".getBytes("UTF-8"));
        }
        Path directory = Files.createDirectory(folder.resolve("directory"));
        Files.writeString(directory.resolve("found.txt"), "in a directory");
        Path[] usual = usual();
        Path[] all = Arrays.copyOf(usual, usual.length + 2);
        all[usual.length] = jar;
        all[usual.length + 1] = directory;
        assertFinds("in a jar", JavaProgram.of(Program.class).classPath(all));
        all[usual.length] = directory;
        all[usual.length + 1] = jar;
        assertFinds("in a directory", JavaProgram.of(Program.class).classPath(all));
    }
}
