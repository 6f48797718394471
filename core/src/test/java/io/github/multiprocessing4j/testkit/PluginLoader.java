package io.github.multiprocessing4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A class loader as programs have for their plug-ins: its classes were compiled a moment ago, and are in memory alone. */
public final class PluginLoader extends ClassLoader {
    private final Map<String, byte[]> classFiles;

    private final boolean handsOut;

    private PluginLoader(Map<String, byte[]> classFiles, boolean handsOut) {
        super("plugin", PluginLoader.class.getClassLoader());
        this.classFiles = classFiles;
        this.handsOut = handsOut;
    }

    /**
     * {@return a loader of classes}
     *
     * @param folder where to compile them, and to forget them
     * @param sources by the names of the classes
     */
    public static PluginLoader of(Path folder, Map<String, String> sources) throws IOException {
        return new PluginLoader(compile(folder, sources), true);
    }

    /** {@return another loader of the same classes, which does not give their class files to anybody} */
    public PluginLoader thatHandsOutNothing() {
        return new PluginLoader(classFiles, false);
    }

    /**
     * Compiles.
     *
     * @param folder where to
     * @param sources by the names of the classes
     * @return the class files by the names of the classes
     */
    public static Map<String, byte[]> compile(Path folder, Map<String, String> sources) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("-d", folder.toString(), "-cp", folder + ":" + System.getProperty("java.class.path")));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = folder.resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.resolveSibling("x"));
            Files.writeString(file, source.getValue());
            arguments.add(file.toString());
        }
        int failed = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(System.out, System.err, arguments.toArray(String[]::new));
        assertEquals(0, failed, "javac's exit code");
        return taken(folder);
    }

    private static Map<String, byte[]> taken(Path folder) throws IOException {
        Map<String, byte[]> classFiles = new HashMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".class")).toList()) {
                String path = folder.relativize(file).toString();
                String name =
                        path.substring(0, path.length() - ".class".length()).replace('/', '.');
                classFiles.put(name, Files.readAllBytes(file));
                Files.delete(file);
            }
        }
        return classFiles;
    }

    /** {@return an object of one of its classes, made without arguments} */
    public <T> T make(Class<T> type, String className) throws ReflectiveOperationException {
        return type.cast(loadClass(className).getDeclaredConstructor().newInstance());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classFiles.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        String className = name.replace('/', '.').replaceFirst("\\.class$", "");
        byte[] bytes = handsOut ? classFiles.get(className) : null;
        return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
    }

    @Override
    public String toString() {
        return "PluginLoader" + classFiles.keySet();
    }
}
