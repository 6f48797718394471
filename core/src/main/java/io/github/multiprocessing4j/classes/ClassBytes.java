package io.github.multiprocessing4j.classes;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.CodeSource;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Finds the class file of a class. A directory or jar is read directly where the class says that it came from one: asking
 * its loader takes the JVM through its URL handlers, which costs a new process more than all the rest of a first message.
 */
public final class ClassBytes {
    private ClassBytes() {}

    /** {@return the class file; null if it is not to be had} */
    public static byte @Nullable [] of(Class<?> type) {
        String name = type.getName().replace('.', '/').concat(".class");
        byte[] bytes = fromLocation(type, name);
        return bytes == null ? fromLoader(type, name) : bytes;
    }

    private static byte @Nullable [] fromLocation(Class<?> type, String name) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        if (location == null || !location.getProtocol().equals("file")) {
            return null;
        }
        try {
            File file = new File(location.toURI());
            return file.isDirectory() ? fromFile(new File(file, name)) : fromJar(file, name);
        } catch (IOException | URISyntaxException | RuntimeException e) {
            return null; // it need be neither of them: the java launcher names the source that it has compiled
        }
    }

    private static byte @Nullable [] fromFile(File file) throws IOException {
        if (!file.isFile()) {
            return null;
        }
        try (InputStream in = new FileInputStream(file)) {
            return in.readAllBytes();
        }
    }

    private static byte @Nullable [] fromJar(File file, String name) throws IOException {
        if (!file.isFile()) {
            return null;
        }
        try (JarFile jar = new JarFile(file, /* verify= */ false, ZipFile.OPEN_READ, Runtime.version())) {
            ZipEntry entry = jar.getEntry(name);
            return entry == null ? null : readAll(jar.getInputStream(entry));
        }
    }

    private static byte @Nullable [] fromLoader(Class<?> type, String name) {
        try {
            InputStream in = type.getResourceAsStream("/".concat(name));
            return in == null ? null : readAll(in);
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private static byte[] readAll(InputStream in) throws IOException {
        try (in) {
            return in.readAllBytes();
        }
    }
}
