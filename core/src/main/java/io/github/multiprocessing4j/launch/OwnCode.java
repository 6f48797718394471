package io.github.multiprocessing4j.launch;

import io.github.multiprocessing4j.region.SessionDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/*
 * Who has loaded this library by a loader of his own - a shell, a jar within a jar, a build tool that runs programs within itself - has it not on
 * the class path that children get. They need nothing else on it: what they don't find there they ask their parent for.
 */
/** Where this library's classes are, for the class paths of children. */
final class OwnCode {
    private static final String THIS = "/" + OwnCode.class.getName().replace('.', '/') + ".class";

    private static final String JAR = "jar:";

    private static final String IN_JAR = "!".concat(THIS);

    private static final String FILE = "file:";

    private OwnCode() {}

    private static final class Holder {
        static final boolean IS_ON_CLASS_PATH = ClassLoader.getSystemResource(THIS.substring(1)) != null;
    }

    /** A jar that was taken out of another one. Guarded by this class. */
    private static @Nullable Path copy;

    /**
     * {@return what children need on their class path beside what is on this JVM's; null if nothing}
     *
     * @throws IOException if it can't be found out; says what to do
     */
    static @Nullable Path missing() throws IOException {
        return Holder.IS_ON_CLASS_PATH ? null : locate();
    }

    private static Path locate() throws IOException {
        URL url = OwnCode.class.getResource(THIS);
        String text = url == null ? "" : url.toString();
        try {
            if (text.startsWith(JAR) && text.endsWith(IN_JAR)) {
                String jar = text.substring(JAR.length(), text.length() - IN_JAR.length());
                return jar.startsWith(FILE) && !jar.contains("!/") ? Path.of(new URI(jar)) : extracted(jar);
            } else if (text.startsWith(FILE) && text.endsWith(THIS)) {
                return Path.of(new URI(text.substring(0, text.length() - THIS.length())));
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw unknown(e);
        }
        throw unknown(null);
    }

    /** A jar within a jar, which nothing but a loader made for that reads. */
    private static synchronized Path extracted(String jar) throws IOException {
        Path known = copy;
        if (known == null || !Files.exists(known)) {
            known = SessionDirectory.newFile("j");
            try (InputStream in = open(jar.startsWith(FILE) ? JAR.concat(jar) : jar)) {
                Files.copy(in, known);
            }
            copy = known;
        }
        return known;
    }

    /** The protocol is one of whoever has loaded this class. */
    private static InputStream open(String url) throws IOException {
        try {
            return new URI(url).toURL().openStream();
        } catch (IOException | URISyntaxException | RuntimeException e) {
            throw unknown(e);
        }
    }

    private static IOException unknown(@Nullable Exception cause) {
        return new IOException(
                "a child could not load this library, which is not on the class path that children get ("
                        + System.getProperty("java.class.path") + "): it was loaded by "
                        + OwnCode.class.getClassLoader()
                        + ", from where it can't be copied. Start your program in a JVM of its own with the library on"
                        + " the class path",
                cause);
    }
}
