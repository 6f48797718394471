package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the manifest of an executable jar opens is open in children, and in theirs. */
@Timeout(60)
class ExecutableJarTest {
    @TempDir
    Path folder;

    static final class Program {
        public static void main(String[] args) {
            ChildProcess.start(() -> {
                        System.out.println("child " + reach());
                        ChildProcess.start(() -> System.out.println("grandchild " + reach()))
                                .join();
                    })
                    .join();
        }

        /** A private field of a package that is opened, and a class of one that is exported. */
        private static String reach() throws ReflectiveOperationException {
            var field = String.class.getDeclaredField("value");
            field.setAccessible(true);
            Object bytes = field.get("abc");
            Object vm = Class.forName("jdk.internal.misc.VM")
                    .getMethod("maxDirectMemory")
                    .invoke(null);
            return bytes.getClass().getSimpleName() + " " + vm.getClass().getSimpleName();
        }
    }

    @Test
    void opensItsPackagesToChildren() throws Exception {
        Path jar = folder.resolve("app.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest())) {
            add(out, Program.class);
        }
        Path output = folder.resolve("output");
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        jar.toString(),
                        "an argument")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertTrue(program.waitFor(50, TimeUnit.SECONDS));
        assertEquals(List.of("child byte[] Long", "grandchild byte[] Long"), Files.readAllLines(output));
    }

    private static Manifest manifest() throws Exception {
        String library = Objects.requireNonNull(
                        ChildProcess.class.getProtectionDomain().getCodeSource())
                .getLocation()
                .toString();
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, Program.class.getName());
        attributes.put(Attributes.Name.CLASS_PATH, library);
        attributes.putValue("Enable-Native-Access", "ALL-UNNAMED");
        attributes.putValue("Add-Opens", "java.base/java.lang java.base/none no.such.module/none");
        attributes.putValue("Add-Exports", "java.base/jdk.internal.misc");
        return manifest;
    }

    private static void add(JarOutputStream jar, Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/').concat(".class");
        jar.putNextEntry(new ZipEntry(name));
        try (InputStream bytes = Objects.requireNonNull(type.getClassLoader()).getResourceAsStream(name)) {
            Objects.requireNonNull(bytes).transferTo(jar);
        }
        jar.closeEntry();
    }
}
