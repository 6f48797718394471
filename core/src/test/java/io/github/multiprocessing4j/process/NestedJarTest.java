package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.testkit.PluginLoader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.loader.launch.JarLauncher;

/** A program in a jar as Spring Boot makes it: the library is a jar within that jar, and on nobody's class path. */
@Timeout(90)
class NestedJarTest {
    private static final String APP = """
        package app;

        import io.github.multiprocessing4j.pool.Pool;
        import io.github.multiprocessing4j.process.ChildProcess;
        import java.util.List;

        public final class App {
            record Square(int number) implements java.io.Serializable {}

            public static final class Service implements Runnable {
                @Override
                public void run() {
                    System.out.println("served in " + ChildProcess.current().name());
                }
            }

            public static void main(String[] args) {
                System.out.println(Pool.class.getClassLoader().getClass().getSimpleName());
                try (Pool pool = Pool.create(2)) {
                    System.out.println(pool.map(x -> new Square(x * x), List.of(1, 2, 3)));
                }
                ChildProcess child = ChildProcess.start(() -> {
                    java.util.ServiceLoader.load(Runnable.class).forEach(Runnable::run);
                    ChildProcess.start(() -> System.out.println(ChildProcess.current().name())).join();
                });
                child.join();
                System.out.println(child.exitStatus());
            }
        }
        """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void runsInProcessesToo(StartMethod method) throws Exception {
        Path jar = folder.resolve("app.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest())) {
            addAll(
                    out,
                    Path.of(JarLauncher.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI()));
            out.putNextEntry(new JarEntry("BOOT-INF/classes/"));
            for (var file : PluginLoader.compile(folder, Map.of("app.App", APP)).entrySet()) {
                add(out, "BOOT-INF/classes/" + file.getKey().replace('.', '/') + ".class", file.getValue());
            }
            add(
                    out,
                    "BOOT-INF/classes/META-INF/services/java.lang.Runnable",
                    "app.App$Service".getBytes(StandardCharsets.UTF_8));
            add(out, "BOOT-INF/lib/multiprocessing4j.jar", library());
        }
        assertEquals(
                List.of(
                        "LaunchedClassLoader",
                        "[Square[number=1], Square[number=4], Square[number=9]]",
                        "served in Process-1",
                        "Process-1:1",
                        "exited with code 0"),
                run(method, jar));
    }

    private List<String> run(StartMethod method, Path jar) throws Exception {
        Path output = folder.resolve("output");
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dmultiprocessing4j.startMethod=" + method,
                        "-jar",
                        jar.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertTrue(program.waitFor(60, TimeUnit.SECONDS));
        return Files.readAllLines(output);
    }

    private static Manifest manifest() {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, JarLauncher.class.getName());
        attributes.putValue("Start-Class", "app.App");
        attributes.putValue("Enable-Native-Access", "ALL-UNNAMED");
        return manifest;
    }

    private static void addAll(JarOutputStream out, Path jar) throws IOException {
        try (JarFile from = new JarFile(jar.toFile())) {
            for (JarEntry entry : from.stream().toList()) {
                if (entry.getName().endsWith(".class")) {
                    add(out, entry.getName(), from.getInputStream(entry).readAllBytes());
                }
            }
        }
    }

    private byte[] library() throws Exception {
        Path classes = Path.of(ChildProcess.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path jar = folder.resolve("library.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> all = Files.walk(classes)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(each).toString()));
                Files.copy(each, out);
            }
        }
        return Files.readAllBytes(jar);
    }

    /** Not compressed, or else the jars within could not be read in place. */
    private static void add(JarOutputStream out, String name, byte[] bytes) throws IOException {
        JarEntry entry = new JarEntry(name);
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        entry.setMethod(JarEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(checksum.getValue());
        out.putNextEntry(entry);
        out.write(bytes);
    }
}
