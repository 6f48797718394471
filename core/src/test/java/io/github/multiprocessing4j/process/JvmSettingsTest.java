package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.Context;
import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.failure.ExitStatus.Exited;
import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.testkit.JavaProgram;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can differ in a child's JVM, by either launcher. */
@Timeout(60)
class JvmSettingsTest {
    @TempDir
    Path folder;

    private interface Findings extends java.io.Serializable {
        String call() throws Exception;
    }

    private static JvmSettingsBuilder settings() {
        return JvmSettings.builder().startMethod(StartMethod.SPAWN).jvmOptions(ShortLived.OPTIONS);
    }

    private String findings(ChildProcessBuilder builder, Findings findings) throws Exception {
        String file = folder.resolve("findings").toString();
        try (ChildProcess process = builder.start(() -> Files.writeString(Path.of(file), findings.call()))) {
            process.join();
            assertEquals(new Exited(0), process.exitStatus());
        }
        return Files.readString(Path.of(file));
    }

    private String findings(JvmSettingsBuilder settings, Findings findings) throws Exception {
        return findings(ChildProcess.builder().jvm(settings.build()), findings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "portable"})
    void environmentAndDirectoryAreTheChilds(String launcher) throws Exception {
        System.setProperty("multiprocessing4j.launcher", launcher);
        try {
            Path directory = Files.createDirectory(folder.resolve("a directory"));
            assertEquals(
                    directory.toRealPath() + " Grüße=1 null " + System.getenv("HOME"),
                    findings(
                            settings()
                                    .directory(directory)
                                    .environment("GREETING", "Grüße=1")
                                    .environment("PATH", null),
                            () -> Path.of("").toAbsolutePath().toRealPath() + " " + System.getenv("GREETING") + " "
                                    + System.getenv("PATH") + " " + System.getenv("HOME")));
        } finally {
            System.clearProperty("multiprocessing4j.launcher");
        }
    }

    /** Relative paths of this JVM mean something else there. */
    @Test
    void aRelativeClassPathIsFoundFromAnotherDirectory() throws Exception {
        Path here = Path.of("").toAbsolutePath();
        String[] entries = System.getProperty("java.class.path").split(java.io.File.pathSeparator);
        Path[] relative = java.util.Arrays.stream(entries)
                .map(entry -> here.relativize(Path.of(entry).toAbsolutePath()))
                .toArray(Path[]::new);
        JavaProgram.Result result = JavaProgram.of(Elsewhere.class)
                .classPath(relative)
                .arguments(folder.toString())
                .run();
        assertEquals("in " + folder.toRealPath() + "\n", result.stdout(), result::toString);
    }

    static final class Elsewhere {
        public static void main(String[] args) {
            ChildProcess.builder()
                    .jvm(settings().directory(Path.of(args[0])).build())
                    .start(() -> System.out.println("in " + Path.of("").toRealPath()))
                    .join();
        }
    }

    @Test
    void propertiesAreSentAndDoNotShow() throws Exception {
        String found = findings(
                settings().systemProperty("mp4j.secret", "xyzzy"),
                () -> System.getProperty("mp4j.secret") + " "
                        + Files.readString(Path.of("/proc/self/cmdline")).contains("xyzzy")
                        + Files.readString(Path.of("/proc/self/environ")).contains("xyzzy"));
        assertEquals("xyzzy falsefalse", found);
    }

    @Test
    void theClassPathIsLonger() throws Exception {
        Files.writeString(folder.resolve("extra.txt"), "extra");
        assertEquals("extra", findings(settings().addClassPath(folder), () -> {
            URL extra = ClassLoader.getSystemResource("extra.txt");
            try (var in = extra.openStream()) {
                return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            }
        }));
    }

    @Test
    void anotherExecutableIsRun() throws Exception {
        Path own = Path.of(System.getProperty("java.home"), "bin", "java");
        Path script = folder.resolve("java");
        Files.writeString(script, "#!/bin/sh\nWRAPPED=yes exec " + own + " \"$@\"\n");
        assertTrue(script.toFile().setExecutable(true));
        assertEquals("yes", findings(settings().executable(script), () -> System.getenv("WRAPPED")));
        assertRefused("no program", settings().executable(folder.resolve("none")));
    }

    @Test
    void whatIsNotThereIsAnErrorAtTheStart() throws Exception {
        assertRefused("does not exist", settings().directory(folder.resolve("none")));
        Path file = Files.writeString(folder.resolve("file"), "");
        assertRefused("is no directory", settings().directory(file));
    }

    private static void assertRefused(String reason, JvmSettingsBuilder settings) {
        ChildProcessBuilder builder = ChildProcess.builder().jvm(settings.build());
        ProcessStartException e = assertThrows(ProcessStartException.class, () -> builder.start(() -> {}));
        assertTrue(String.valueOf(e.getMessage()).contains(reason), e::getMessage);
    }

    @Test
    void badNamesAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> settings().environment("A=B", "1").build());
        assertThrows(
                IllegalArgumentException.class,
                () -> settings().environment("", "1").build());
        assertThrows(
                IllegalArgumentException.class,
                () -> settings().environment("A", "\0").build());
    }

    @Test
    void aContextSaysItOfAllThatItStarts() throws Exception {
        AuthKey key = AuthKey.of(new byte[] {1, 2, 3});
        Context context = Context.builder()
                .startMethod(StartMethod.SPAWN)
                .jvmOptions(ShortLived.OPTIONS.toArray(String[]::new))
                .maxHeap(64 << 20)
                .processors(1)
                .environment("CONTEXT", "yes")
                .authKey(key)
                .build();
        assertEquals(
                "yes true 1 true",
                findings(
                        context.processBuilder(),
                        () -> System.getenv("CONTEXT") + " "
                                + (Runtime.getRuntime().maxMemory() <= 64 << 20) + " "
                                + Runtime.getRuntime().availableProcessors() + " "
                                + ChildProcess.current().authKey().equals(AuthKey.of(new byte[] {1, 2, 3}))));
        try (var pool = context.pool(1)) {
            assertEquals("yes", pool.apply(() -> System.getenv("CONTEXT")));
        }
        assertThrows(IllegalArgumentException.class, () -> Context.builder().maxHeap(1));
        assertThrows(IllegalArgumentException.class, () -> Context.builder().processors(0));
    }

    @Test
    void settingsArriveAsTheyAre() throws Exception {
        JvmSettings all = settings()
                .environment("A", "1")
                .environment("B", null)
                .systemProperty("c", "d")
                .directory(folder)
                .addClassPath(folder)
                .addModulePath(folder.resolve("modules"))
                .executable(folder.resolve("java"))
                .preload(PreloadError.FAIL, List.of("a.B"))
                .stock(2)
                .build();
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(all);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(all, in.readObject());
        }
        assertEquals(all.toString(), findings(settings(), () -> all.toString()), "the codec carries them as well");
    }

    @Test
    void settingsWithTheSameContentAreEqual() {
        assertEquals(settings().build(), settings().build());
        assertEquals(settings().build(), settings().build().toBuilder().build());
        assertEquals(Map.of(), JvmSettings.usual().environment());
    }
}
