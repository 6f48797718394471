package io.github.multiprocessing4j.process;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.testkit.JavaProgram;
import io.github.multiprocessing4j.testkit.LibraryJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Children of programs that have the library in a jar come up by an AOT cache of it, if there can be one, and say nothing of it. */
@Timeout(180)
class AotCacheTest {
    /** That is done out of everybody's way, and takes seconds, or minutes while others need all processors. */
    private static final int A_CACHE_IS_BUILT_SECONDS = 600;

    @TempDir
    static Path common;

    /** A cache that is there, and what it is of. */
    private static Path jar;

    private static Path store;

    @TempDir
    Path folder;

    /** Starts children, one after the other, each with an argument as its options. */
    static final class Program {
        public static void main(String[] args) {
            for (String options : args) {
                String[] each = options.isEmpty() ? new String[0] : options.split(" ", -1);
                ChildProcess child = ChildProcess.builder().jvmOptions(each).start(Program::tell);
                child.join();
                System.out.println(child.exitStatus());
                child.close();
            }
        }

        /** What the JVM does not use it has no more in its memory. */
        private static void tell() throws IOException {
            boolean mapped = Files.readString(Path.of("/proc/self/maps")).contains("/cache.aot");
            System.out.println(mapped ? "with" : "without");
        }
    }

    /** Its child fails, of which it tells in words of the library's. */
    static final class Failing {
        public static void main(String[] args) {
            ChildProcess.start(() -> {
                        throw new IllegalStateException("as it is to");
                    })
                    .join();
        }
    }

    @BeforeAll
    @Timeout(A_CACHE_IS_BUILT_SECONDS) // that of the class is for its tests alone
    static void build() throws Exception {
        giveWayToNobody();
        jar = common.resolve("library.jar");
        store = common.resolve("a store/multiprocessing4j");
        LibraryJar.write(jar);
        assertStarts("without", program(jar, store, "").run());
        awaitBuilt(store);
    }

    /** The builder gives way to all others, and beside such as never rest it takes for ever: here its {@code nice} does nothing. */
    private static void giveWayToNobody() throws IOException {
        Path nice = Files.createDirectory(common.resolve("bin")).resolve("nice");
        Files.writeString(nice, """
            #!/bin/sh
            shift 2
            exec "$@"
            """);
        Files.setPosixFilePermissions(nice, PosixFilePermissions.fromString("rwx------"));
    }

    private static JavaProgram program(Path library, Path place, String... children) throws Exception {
        return of(Program.class, library, place).arguments(children);
    }

    private static JavaProgram of(Class<?> main, Path library, Path place, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-Dmultiprocessing4j.aotCache=true",
                "-Dmultiprocessing4j.aotCache.directory=" + place.getParent()));
        all.addAll(List.of(options));
        return JavaProgram.of(main)
                .classPath(LibraryJar.classPathWith(library))
                .jvmOptions(all.toArray(String[]::new))
                .launcher("env", "PATH=" + common.resolve("bin") + ":" + System.getenv("PATH"))
                .deadline(Duration.ofSeconds(90));
    }

    /** Each child came to a good end, and nothing else was said, by nobody. */
    private static void assertStarts(String how, JavaProgram.Result result) {
        long children = result.stdout().lines().count() / 2;
        assertTrue(children > 0, result::toString);
        assertEquals((how + "\nexited with code 0\n").repeat((int) children), result.stdout(), result::toString);
        assertEquals("", result.stderr(), result::toString);
        assertEquals(0, result.exitValue());
    }

    private static void awaitBuilt(Path place) {
        awaitTrue(() -> !entries(place).isEmpty() && isIdle(place));
        assertEquals(List.of(), failures(place));
    }

    /** Whoever builds holds the lock; the system takes it from the dead. */
    private static boolean isIdle(Path place) {
        try (FileChannel channel = FileChannel.open(place.resolve("lock"), CREATE, WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(Path place) {
        try (Stream<Path> all = Files.list(place)) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static List<String> entries(Path place) {
        return names(place).stream()
                .filter(name -> !name.contains("-") && !name.contains(".") && !name.equals("lock"))
                .toList();
    }

    private static List<String> failures(Path place) {
        return names(place).stream()
                .filter(name -> name.endsWith(".failed"))
                .map(name -> {
                    try {
                        return Files.readString(place.resolve(name));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    /** {@return a store with a copy of the cache} */
    private Path copy() throws IOException {
        Files.createDirectory(folder.resolve("store"));
        Path place = Files.createDirectory(
                folder.resolve("store/multiprocessing4j"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path from = store.resolve(entries(store).getFirst());
        Path to = Files.createDirectory(place.resolve(from.getFileName()));
        for (String name : names(from)) {
            Files.copy(from.resolve(name), to.resolve(name));
        }
        return place;
    }

    private static Path cacheIn(Path place) {
        return place.resolve(entries(place).getFirst()).resolve("cache.aot");
    }

    @Test
    void isUsedBySpawnAndByTheStock() throws Exception {
        assertStarts(
                "with",
                program(jar, store, "", "-Xmx64m -ea", "-XX:+UseSerialGC").run());
        assertStarts(
                "with",
                of(Program.class, jar, store, "-Dmultiprocessing4j.startMethod=forkserver")
                        .arguments("", "", "")
                        .run());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(store)), "nobody else's");
    }

    @Test
    void aRebuiltJarRunsTheNewCode() throws Exception {
        Path own = folder.resolve("library.jar");
        Path place = folder.resolve("store/multiprocessing4j");
        LibraryJar.write(own);
        JavaProgram program = of(Failing.class, own, place);
        assertTrue(program.run().stderr().contains("Process-1 failed:"));
        awaitBuilt(place);
        assertTrue(program.run().stderr().contains("Process-1 failed:"));

        var time = Files.getLastModifiedTime(own);
        long size = Files.size(own);
        LibraryJar.write(own, " failed:", " FAILED:");
        Files.setLastModifiedTime(own, time);
        assertEquals(size, Files.size(own), "nothing but its bytes tells");
        JavaProgram.Result result = program.run();
        assertTrue(result.stderr().contains("Process-1 FAILED:"), result::toString);
        awaitTrue(() -> entries(place).size() == 2 && isIdle(place));
        result = program.run();
        assertTrue(result.stderr().contains("Process-1 FAILED:"), result::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty", "truncated", "garbage", "garbage in the middle"})
    void aDamagedOneIsRemoved(String damage) throws Exception {
        Path place = copy();
        Path cache = cacheIn(place);
        damage(cache, damage);
        try (FileChannel channel = FileChannel.open(place.resolve("lock"), CREATE, WRITE);
                FileLock _ = channel.lock()) { // so that nobody builds another one
            assertStarts("without", program(jar, place, "").run());
        }
        assertEquals(List.of("lock"), names(place));
    }

    private static void damage(Path cache, String how) throws IOException {
        byte[] bytes = Files.readAllBytes(cache);
        switch (how) {
            case "empty" -> Files.write(cache, new byte[0]);
            case "truncated" -> Files.write(cache, Arrays.copyOf(bytes, bytes.length / 2));
            case "garbage" -> Files.write(cache, "garbage".repeat(1000).getBytes());
            default -> {
                Arrays.fill(bytes, bytes.length / 3, bytes.length / 2, (byte) 0x5a);
                Files.write(cache, bytes);
            }
        }
    }

    /** What the JVM finds wrong itself, it does not tell. */
    @Test
    void oneThatTheJvmRefusesIsNotMentioned() throws Exception {
        Path place = copy();
        Path cache = cacheIn(place);
        byte[] garbage = new byte[100];
        Files.write(cache, garbage);
        var one = new java.util.zip.CRC32();
        var other = new java.util.zip.CRC32C();
        one.update(garbage);
        other.update(garbage);
        Files.writeString(
                cache.resolveSibling("sum"),
                "100-" + Long.toHexString(one.getValue()) + "-" + Long.toHexString(other.getValue()));
        assertStarts("without", program(jar, place, "").run());
        assertTrue(Files.exists(cache), "it was given to the JVM");
    }

    @Tag("stress")
    @Test
    void whereItCannotBeKeptThereIsNone() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertStarts("without", program(jar, file, "", "").run());
        assertStarts("without", program(jar, file.resolve("below"), "", "").run());
        Path open = copy();
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertStarts("without", program(jar, open, "", "").run());
        assertEquals(1, names(open).size(), "nothing is put where others may write");
    }

    /** With some of these a JVM that was given it would come up slowly, with others not at all. */
    @Tag("stress")
    @Test
    void optionsThatItDoesNotGoWith() throws Exception {
        String[] options = {
            "-XX:+UseZGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:-UseCompressedOops",
            "-Xmx40g",
            "-Xshare:auto",
            "-Xshare:off",
            "-XX:SharedArchiveFile=none",
            "-XX:AOTCache=none",
            "-XX:AOTMode=off",
            "--illegal-native-access=warn",
            "-Djava.system.class.loader=" + Loader.class.getName(),
            "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y"
        };
        JavaProgram.Result result = program(jar, store, options).run();
        assertEquals("without\nexited with code 0\n".repeat(options.length), result.stdout(), result::toString);
    }

    /** A program's own. */
    public static final class Loader extends ClassLoader {
        public Loader(ClassLoader parent) {
            super(parent);
        }
    }

    @Tag("stress")
    @Test
    @Timeout(A_CACHE_IS_BUILT_SECONDS)
    void opensAndTheLikeHaveTheirOwn() throws Exception {
        Path place = folder.resolve("store/multiprocessing4j");
        JavaProgram program = of(Program.class, jar, place, "--add-opens", "java.base/java.lang=ALL-UNNAMED")
                .arguments("--add-exports java.base/sun.nio.ch=ALL-UNNAMED");
        assertStarts("without", program.run());
        awaitBuilt(place);
        assertStarts("with", program.run());
    }

    @Tag("stress")
    @Test
    @Timeout(A_CACHE_IS_BUILT_SECONDS)
    void manyProgramsBeginAtOnce() throws Exception {
        Path place = folder.resolve("store/multiprocessing4j");
        List<JavaProgram.Running> programs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            programs.add(program(jar, place, "", "").start());
        }
        for (JavaProgram.Running each : programs) {
            JavaProgram.Result result = each.await();
            assertEquals(0, result.exitValue());
            assertEquals("", result.stderr());
            each.close();
        }
        awaitBuilt(place);
        assertEquals(2, names(place).size(), () -> "the lock, and one cache: " + names(place));
        assertStarts("with", program(jar, place, "").run());
    }

    @Test
    void theUserSwitchesItOff() throws Exception {
        assertStarts(
                "without",
                of(Program.class, jar, store, "-Dmultiprocessing4j.aotCache=false")
                        .arguments("")
                        .run());
    }

    @Test
    void classesInADirectoryHaveNone() throws Exception {
        Path place = folder.resolve("store/multiprocessing4j");
        assertStarts("without", program(LibraryJar.classes(), place, "").run());
        assertFalse(Files.exists(place));
    }
}
