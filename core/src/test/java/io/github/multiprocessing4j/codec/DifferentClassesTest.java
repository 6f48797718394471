package io.github.multiprocessing4j.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.SerializationException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two sides that compiled a class differently get an error, never another answer. */
@Timeout(60)
@NullUnmarked
class DifferentClassesTest {
    private static final String SOURCE = """
        package app;
        import io.github.multiprocessing4j.function.*;
        import java.io.Serializable;
        public class App {
            public record Point(%1$s) implements Serializable {}
            public enum Kind { A, %2$s }
            public static class Pinned implements Serializable {
                private static final long serialVersionUID = 1;
                %3$s
            }
            public static class Unpinned implements Serializable { %3$s }
            public static int f(int x) { return %4$s; }
            public static Object point() { return new Point(%5$s); }
            public static Object kind() { return Kind.values()[1]; }
            public static Object pinned() { return new Pinned(); }
            public static Object unpinned() { return new Unpinned(); }
            public static Object lambda() { RemoteFunction<Integer, Integer> f = x -> %4$s; return f; }
            public static Object holder() { return new Object[] {lambda(), new Pinned()}; }
        }
        """;

    private static final String REFERENCE = """
        package app;
        import io.github.multiprocessing4j.function.*;
        public class Referring {
            public static Object reference() { RemoteFunction<Integer, Integer> f = App::f; return f; }
        }
        """;

    @TempDir
    Path directory;

    private Class<?> compile(String version, String... parts) throws Exception {
        Path sources = Files.createDirectories(directory.resolve(version + "/app"));
        Files.writeString(sources.resolve("App.java"), SOURCE.formatted((Object[]) parts));
        Files.writeString(sources.resolve("Referring.java"), REFERENCE);
        Path classes = Files.createDirectories(directory.resolve(version + "-classes"));
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        sources.resolve("App.java").toString(),
                        sources.resolve("Referring.java").toString());
        assertEquals(0, result);
        URL[] path = {classes.toUri().toURL()};
        return Class.forName(
                "app.App", true, new URLClassLoader(path, getClass().getClassLoader()));
    }

    private static Codec codecOf(Class<?> app) {
        return Codec.builder().classLoader(app.getClassLoader()).build();
    }

    private static Object make(Class<?> app, String method) throws Exception {
        return app.getMethod(method).invoke(null);
    }

    private Class<?> older() throws Exception {
        return compile("old", "int x, int y", "B", "int a;", "x * x", "1, 2");
    }

    @Test
    void theSameClassesUnderstandEachOtherAcrossLoaders() throws Exception {
        Class<?> one = older();
        Class<?> other = compile("same", "int x, int y", "B", "int a;", "x * x", "1, 2");
        for (String method : List.of("point", "kind", "pinned", "unpinned", "lambda", "holder")) {
            Object copy = Crossing.through(codecOf(one), codecOf(other), make(one, method));
            assertTrue(copy instanceof Object[] || copy.getClass().getClassLoader() == other.getClassLoader());
        }
    }

    @Test
    void differentClassesAreRefused() throws Exception {
        Class<?> older = older();
        Class<?> newer = compile("new", "int y, int x", "C", "long a;", "-x * x", "1, 2");
        refuses(older, newer, "point", "has other components");
        refuses(older, newer, "kind", "No enum constant");
        refuses(older, newer, "pinned", "different versions of this class");
        refuses(older, newer, "unpinned", "different versions of this class");
        refuses(older, newer, "lambda", "differently compiled");
        refuses(older, newer, "holder", "");
    }

    @Test
    void aMethodReferenceToADifferentClassIsRefused() throws Exception {
        Class<?> older = older();
        Class<?> newer = compile("newer", "int x, int y", "B", "int a;", "-x * x", "1, 2");
        Class<?> referring = Class.forName("app.Referring", true, older.getClassLoader());
        Object reference = referring.getMethod("reference").invoke(null);
        refuses(() -> Crossing.through(codecOf(older), codecOf(newer), reference), "differently compiled");
    }

    @Test
    void anUnknownClassIsNamed() throws Exception {
        Class<?> app = older();
        for (String method : List.of("point", "kind", "pinned", "lambda")) {
            refuses(
                    () -> Crossing.through(codecOf(app), codecOf(DifferentClassesTest.class), make(app, method)),
                    "was received from another process but cannot be found here: put it on the class path of both");
        }
    }

    private static void refuses(Class<?> writer, Class<?> reader, String method, String reason) throws Exception {
        Object value = make(writer, method);
        refuses(() -> Crossing.through(codecOf(writer), codecOf(reader), value), reason);
    }

    private static void refuses(Callable<Object> crossing, String reason) {
        SerializationException e = assertThrows(SerializationException.class, crossing::call);
        assertTrue(e.getMessage().contains(reason), e.getMessage());
    }
}
