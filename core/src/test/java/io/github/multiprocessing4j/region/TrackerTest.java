package io.github.multiprocessing4j.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.os.ProcStat;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.JavaProgram;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tracker is told to end, is killed, is started anew. CPython's TestResourceTracker. */
@Timeout(60)
class TrackerTest {
    private static final Path GO = Path.of(
            System.getProperty("java.io.tmpdir"),
            "mp4j_go_" + ProcessHandle.current().pid());

    private static final Path BLOCK = NamedFiles.DIRECTORY.resolve(
            "mp4j_tracker_" + ProcessHandle.current().pid());

    /** Prints its directory, then makes a named block as soon as there is a file of the name given, and stays. */
    static final class Root {
        public static void main(String[] args) throws Exception {
            System.out.println(SessionDirectory.get());
            await(() -> Files.exists(Path.of(args[0])));
            NamedBlock.create(new Wish(args[1], 1, true, true, null));
            System.out.println("created");
            Thread.currentThread().join();
        }
    }

    private static JavaProgram.Running startRoot() {
        return JavaProgram.of(Root.class)
                .arguments(GO.toString(), BLOCK.getFileName().toString())
                .start();
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static List<ProcessHandle> trackersOf(Path directory) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains("mp4j-tracker " + directory))
                .toList();
    }

    /** Who inherits it may leave it a zombie, so the kernel is asked. */
    private static boolean isAlive(ProcessHandle process) {
        return ProcStat.of(process.pid()).map(ProcStat::alive).orElse(false);
    }

    private static void send(String signal, ProcessHandle process) throws Exception {
        Process kill = new ProcessBuilder("kill", "-s", signal, String.valueOf(process.pid()))
                .inheritIO()
                .start();
        assertTrue(kill.waitFor(10, TimeUnit.SECONDS));
        assertEquals(0, kill.exitValue());
    }

    private static void assertVanishWithinTwoSeconds(Path... files) {
        assertVanish(2, files);
    }

    private static void assertVanish(int seconds, Path... files) {
        long start = System.nanoTime();
        for (Path file : files) {
            while (Files.exists(file)) {
                assertTrue(System.nanoTime() - start < seconds * 1_000_000_000L, () -> file + " is still there");
                LockSupport.parkNanos(5_000_000);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP", "QUIT"})
    void aSignalThatAsksItToEndDoesNot(String signal) throws Exception {
        try (var root = startRoot()) {
            Path directory = Path.of(root.awaitLine(line -> line.startsWith("/")));
            List<ProcessHandle> trackers = trackersOf(directory);
            assertEquals(1, trackers.size(), trackers::toString);
            send(signal, trackers.getFirst());
            Files.createFile(GO);
            root.awaitLine("created"::equals);
            assertEquals(trackers, trackersOf(directory), "it is the same one");
            root.process().destroyForcibly();
            assertVanishWithinTwoSeconds(directory, BLOCK);
        } finally {
            Files.deleteIfExists(GO);
        }
    }

    @Test
    void oneThatWasKilledIsStartedAnewWithAWarning() throws Exception {
        try (var root = startRoot()) {
            Path directory = Path.of(root.awaitLine(line -> line.startsWith("/")));
            ProcessHandle first = trackersOf(directory).getFirst();
            send("KILL", first);
            await(() -> !isAlive(first));
            Files.createFile(GO);
            root.awaitLine("created"::equals);
            ProcessHandle second = trackersOf(directory).getFirst();
            assertNotEquals(first, second);
            root.process().destroyForcibly();
            assertVanishWithinTwoSeconds(directory, BLOCK);
            var result = root.await();
            assertTrue(result.stderr().contains("was killed; another one is started"), result::toString);
        } finally {
            Files.deleteIfExists(GO);
        }
    }

    /** Has made a small block, of which a file is left, and makes another one when its tracker was killed. */
    static final class RootOfSmallBlocks {
        public static void main(String[] args) throws Exception {
            Block.allocate(8).close();
            System.out.println(SessionDirectory.get());
            await(() -> Files.exists(Path.of(args[0])));
            Block.allocate(8).close();
            System.out.println("created");
            Thread.currentThread().join();
        }
    }

    @Test
    void oneThatWasKilledIsStartedAnewForASmallBlockToo() throws Exception {
        try (var root =
                JavaProgram.of(RootOfSmallBlocks.class).arguments(GO.toString()).start()) {
            Path directory = Path.of(root.awaitLine(line -> line.startsWith("/")));
            ProcessHandle first = trackersOf(directory).getFirst();
            send("KILL", first);
            await(() -> !isAlive(first));
            Files.createFile(GO);
            root.awaitLine("created"::equals);
            assertNotEquals(first, trackersOf(directory).getFirst());
            root.process().destroyForcibly();
            assertVanishWithinTwoSeconds(directory);
        } finally {
            Files.deleteIfExists(GO);
        }
    }

    @Test
    void itEndsWithTheRoot() throws Exception {
        try (var root = JavaProgram.of(SessionDirectoryTest.Owner.class)
                .arguments("stay")
                .start()) {
            Path directory = Path.of(root.awaitLine(line -> line.startsWith("/")));
            ProcessHandle tracker = trackersOf(directory).getFirst();
            assertTrue(isAlive(tracker));
            root.process().destroyForcibly();
            long start = System.nanoTime();
            await(() -> !isAlive(tracker) || System.nanoTime() - start > 2_000_000_000L);
            assertFalse(isAlive(tracker));
        }
    }

    /** The rest of the tree may live for a second yet. */
    @Test
    void whatIsMadeAfterItHasEmptiedTheDirectoryIsRemovedToo() throws Exception {
        try (var root = startRoot()) {
            Path directory = Path.of(root.awaitLine(line -> line.startsWith("/")));
            Path first = Files.createFile(directory.resolve("first"));
            Path inTheWay = Files.createDirectory(directory.resolve("in-the-way"));
            root.process().destroyForcibly();
            await(() -> Files.notExists(first));
            Files.createFile(directory.resolve("second"));
            Files.delete(inTheWay);
            assertVanish(5, directory);
        }
    }

    @Test
    void aChildHasThatOfItsTree() {
        Path directory = SessionDirectory.get();
        String name = "mp4j_tracker_" + ProcessHandle.current().pid();
        ChildProcess child = ShortLived.child().start(() -> {
            try (NamedBlock block = NamedBlock.create(new Wish(name, 1, true, true, null))) {
                assertEquals(1, trackersOf(directory).size());
                assertEquals(directory, SessionDirectory.get());
                block.unlink();
            }
        });
        child.join();
        assertEquals(0, child.exitStatus().exitCode());
        assertEquals(1, trackersOf(directory).size());
    }
}
