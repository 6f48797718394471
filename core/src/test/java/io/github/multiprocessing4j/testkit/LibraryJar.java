package io.github.multiprocessing4j.testkit;

import io.github.multiprocessing4j.process.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;

/** The library in a jar, as users have it. There is none yet when the tests run. */
public final class LibraryJar {
    private LibraryJar() {}

    /** {@return the directory of the classes} */
    public static Path classes() throws URISyntaxException {
        return Path.of(
                Objects.requireNonNull(ChildProcess.class.getProtectionDomain().getCodeSource())
                        .getLocation()
                        .toURI());
    }

    /** {@return the entries of the test's class path, with another one in place of the library's classes} */
    public static Path[] classPathWith(Path jar) throws URISyntaxException {
        Path classes = classes();
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .map(entry -> entry.equals(classes) ? jar : entry)
                .toArray(Path[]::new);
    }

    /** Writes the jar. */
    public static void write(Path jar) throws IOException, URISyntaxException {
        write(jar, "", "");
    }

    /**
     * Writes the jar, or another one of the same size, in which a text in constants of some classes is another one.
     *
     * @param text what is looked for; not if it is empty
     * @param other what is put in its place; as long
     */
    public static void write(Path jar, String text, String other) throws IOException, URISyntaxException {
        Path classes = classes();
        List<Path> files;
        try (Stream<Path> all = Files.walk(classes)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("module-info.class"))
                    .sorted()
                    .toList();
        }
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.setLevel(Deflater.NO_COMPRESSION); // or its size would be another one
            for (Path file : files) {
                ZipEntry entry = new ZipEntry(classes.relativize(file).toString());
                entry.setTime(0);
                out.putNextEntry(entry);
                byte[] bytes = Files.readAllBytes(file);
                String content = new String(bytes, StandardCharsets.ISO_8859_1);
                out.write(text.isEmpty() ? bytes : content.replace(text, other).getBytes(StandardCharsets.ISO_8859_1));
                out.closeEntry();
            }
        }
    }
}
