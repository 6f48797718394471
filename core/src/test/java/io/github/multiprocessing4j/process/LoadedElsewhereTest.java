package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multiprocessing4j.testkit.JavaProgram;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program and this library are loaded by a class loader of somebody else's, of whose class path children know nothing: by a build tool, say, that
 * runs programs within itself.
 */
@Timeout(60)
class LoadedElsewhereTest {
    @TempDir
    Path folder;

    /** Is on the class path, alone. Knows nothing of the library. */
    static final class Host {
        public static void main(String[] args) throws Exception {
            List<URL> classPath = new ArrayList<>();
            for (String entry : args[0].split(File.pathSeparator)) {
                classPath.add(Path.of(entry).toUri().toURL());
            }
            try (var loader = new URLClassLoader(classPath.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
                loader.loadClass(args[1]).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
            }
        }
    }

    /** The program. */
    public static final class Guest {
        public static void main(String[] args) {
            ChildProcess child = ChildProcess.start(
                    () -> System.out.println("in " + ChildProcess.current().name()));
            child.join();
            System.out.println(child.exitStatus());
        }
    }

    @Test
    void hasChildrenLikeAnyOther() throws Exception {
        String host = Host.class.getName().replace('.', '/') + ".class";
        Path alone = folder.resolve(host);
        Files.createDirectories(Objects.requireNonNull(alone.getParent()));
        try (var bytes = Objects.requireNonNull(Host.class.getClassLoader()).getResourceAsStream(host)) {
            Files.copy(Objects.requireNonNull(bytes), alone);
        }
        JavaProgram.Result result = JavaProgram.of(Host.class)
                .classPath(folder)
                .arguments(System.getProperty("java.class.path"), Guest.class.getName())
                .run();
        assertEquals(0, result.exitValue(), result::toString);
        assertEquals("in Process-1\nexited with code 0\n", result.stdout());
    }
}
