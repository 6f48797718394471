package io.github.multiprocessing4j.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * All that an AOT cache depends on. The JDK looks at its own part of that again, but not at the jar (JDK-8377932): with another one of the
 * same classes' names it would silently run the old code.
 *
 * @param text it, in words
 */
record AotKey(String text) {
    /** To be counted up when what is recorded, or how, has changed. */
    private static final int VERSION = 1;

    /** This library's jar; null if it is in a directory, in another jar, in a module, or loaded otherwise than children load it. */
    static final @Nullable Path JAR = jar();

    /**
     * {@return what holds now}
     *
     * @param jar this library's
     * @param ofModules the options for modules
     * @throws IOException if the jar can't be read
     */
    static AotKey now(Path jar, List<String> ofModules) throws IOException {
        Path home = Path.of(System.getProperty("java.home"));
        return new AotKey(String.join(
                "\n",
                "version " + VERSION,
                "jar " + jar,
                "changed " + Files.getLastModifiedTime(jar),
                "sum " + FileSum.of(jar),
                "jdk " + home,
                "vm " + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                "vendor " + System.getProperty("java.vm.vendor"),
                "modules " + FileSum.state(home.resolve("lib/modules")),
                "options " + ofModules,
                ""));
    }

    /** {@return short enough for a file} Whether a cache is really this key's, its text tells. */
    String name() {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        CRC32 one = new CRC32();
        CRC32C other = new CRC32C();
        one.update(bytes);
        other.update(bytes);
        return Long.toHexString(one.getValue() << 32 | other.getValue());
    }

    private static @Nullable Path jar() {
        CodeSource source = AotKey.class.getProtectionDomain().getCodeSource();
        if (source == null
                || !source.getLocation().getProtocol().equals("file")
                || AotKey.class.getModule().isNamed()
                || !ClassLoader.getSystemClassLoader().equals(AotKey.class.getClassLoader())) {
            return null;
        }
        try {
            Path jar = Path.of(source.getLocation().toURI()).toAbsolutePath();
            return Files.isRegularFile(jar) && jar.toString().indexOf(java.io.File.pathSeparatorChar) < 0 ? jar : null;
        } catch (java.net.URISyntaxException | IllegalArgumentException e) {
            return null; // such as a jar in a jar
        }
    }
}
