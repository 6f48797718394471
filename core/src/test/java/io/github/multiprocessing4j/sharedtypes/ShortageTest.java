package io.github.multiprocessing4j.sharedtypes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.multiprocessing4j.memory.ShareableList;
import io.github.multiprocessing4j.memory.SharedMemory;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.region.Block;
import io.github.multiprocessing4j.region.BlockHandle;
import io.github.multiprocessing4j.region.SessionDirectory;
import io.github.multiprocessing4j.region.SpareArena;
import io.github.multiprocessing4j.region.WordWait;
import io.github.multiprocessing4j.sync.Barrier;
import io.github.multiprocessing4j.sync.Lock;
import io.github.multiprocessing4j.sync.Semaphore;
import io.github.multiprocessing4j.testkit.JavaProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** There is really no room in shared memory: whatever is asked for fails with an exception, and works when there is room. */
@Timeout(90)
class ShortageTest {
    private static final Path SHARED = Path.of("/dev/shm");

    /** A file system of 2 MiB in place of the machine's. */
    private static final String[] SMALL = {
        "unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=2m tmpfs /dev/shm && exec \"$@\"", "sh"
    };

    private static final Map<String, Supplier<AutoCloseable>> ALL = new TreeMap<>(Map.of(
            "named", () -> SharedMemory.create(1),
            "large named", () -> SharedMemory.create(1 << 20),
            "list", () -> ShareableList.create(List.of("text", 1)),
            "small block", () -> Block.allocate(8),
            "large block", () -> Block.allocate(1 << 20),
            "value", () -> Value.ofInt(1),
            "array", () -> Array.ofInt(new int[] {1, 2, 3}),
            "lock", Lock::create,
            "semaphore", () -> Semaphore.create(1)));

    /** Everything that is in shared memory, but for the file that fills it. */
    private static List<Path> files(Path directory) throws IOException {
        SpareArena.giveUp();
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry)) {
                    found.addAll(files(entry));
                } else if (!entry.endsWith("filler")) {
                    found.add(entry);
                }
            }
        }
        return found;
    }

    private static void unlink(AutoCloseable object) {
        switch (object) {
            case SharedMemory block -> block.unlink();
            case ShareableList list -> list.unlink();
            default -> {}
        }
    }

    private static void assertAllFail(String expected) throws IOException {
        for (var one : ALL.entrySet()) {
            var e = assertThrows(
                    UncheckedIOException.class, () -> one.getValue().get(), one.getKey());
            assertTrue(String.valueOf(e.getMessage()).contains(expected), () -> one.getKey() + ": " + e);
            assertEquals(List.of(), files(SHARED), one.getKey());
        }
    }

    private static void assertAllWork() throws Exception {
        for (var one : ALL.entrySet()) {
            try (AutoCloseable made = one.getValue().get()) {
                unlink(made);
            }
            assertEquals(List.of(), files(SHARED), one.getKey());
        }
    }

    /** Goes through it, in a small file system of its own. */
    static final class InASmallFileSystem {
        public static void main(String[] args) throws Exception {
            SessionDirectory.get();
            var tooLarge = assertThrows(UncheckedIOException.class, () -> SharedMemory.create(4 << 20));
            assertTrue(
                    String.valueOf(tooLarge.getMessage()).contains("bytes free; make it larger"), tooLarge::toString);
            assertAllWork();
            Path filler = SHARED.resolve("filler");
            fill(filler);
            assertAllFail("no room for");
            // Without its memory a block can be had, as in CPython, and given up again.
            try (SharedMemory promised = SharedMemory.builder().reserved(false).create(1 << 20)) {
                promised.unlink();
            }
            assertEquals(List.of(), files(SHARED));
            ChildProcess child = ChildProcess.start(() -> assertAllFail("no room for"));
            child.join();
            assertEquals(0, child.exitStatus().exitCode());
            Files.delete(filler);
            assertAllWork();
            whatIsKeptMakesRoom(filler);
            whatChildrenHaveClosedMakesRoom();
            System.out.println("done");
        }

        /** For a small block it is kept, and there is room for one; after that a larger one can be had in its place. */
        private static void whatIsKeptMakesRoom(Path filler) throws IOException {
            Block.allocate(8).close();
            fill(filler);
            Block.allocate(8).close();
            try (Block large = Block.allocate(60_000)) {
                large.memory().fill((byte) 1);
                assertThrows(UncheckedIOException.class, () -> Block.allocate(8));
            }
            Files.delete(filler);
            assertEquals(List.of(), files(SHARED));
        }

        /** Not those few only at which it is looked whenever a block is made. */
        private static void whatChildrenHaveClosedMakesRoom() throws Exception {
            List<Block> lent = new ArrayList<>();
            for (int i = 0; i < 13; i++) {
                lent.add(Block.allocate(100_000));
            }
            List<BlockHandle> handles = lent.stream().map(Block::handle).toList();
            try (Barrier next = Barrier.create(2)) {
                ChildProcess child = ChildProcess.start(() -> {
                    List<Block> blocks = handles.stream().map(Block::attach).toList();
                    next.await();
                    next.await();
                    blocks.forEach(Block::close);
                    next.await();
                    next.await();
                });
                next.await();
                lent.forEach(Block::close);
                next.await();
                next.await();
                Block.allocate(1 << 20).close();
                next.await();
                child.join();
                assertEquals(0, child.exitStatus().exitCode());
            }
            assertEquals(List.of(), files(SHARED));
        }

        private static void fill(Path filler) throws IOException {
            try (var out = Files.newOutputStream(filler)) {
                while (true) {
                    out.write(new byte[4096]);
                }
            } catch (IOException e) {
                assertTrue(String.valueOf(e.getMessage()).contains("No space"), e::toString);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFullFileSystemIsAnException(boolean portable) throws Exception {
        assumeTrue(canMount(), "no file system can be mounted here (unshare -rm)");
        var result = JavaProgram.of(InASmallFileSystem.class)
                .jvmOptions("--enable-native-access=ALL-UNNAMED", "-D" + WordWait.PORTABLE + "=" + portable)
                .launcher(SMALL)
                .run();
        assertEquals("done\n", result.stdout(), result::toString);
    }

    private static boolean canMount() throws InterruptedException {
        try {
            var command = new ArrayList<>(List.of(SMALL));
            command.add("true");
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false; // there is no such program
        }
    }

    /** Its files may have 512 KiB, so there is room when it is asked for, and none when it is taken. */
    static final class WithShortFiles {
        public static void main(String[] args) throws Exception {
            SessionDirectory.get();
            for (var large : List.of("large named", "large block")) {
                var e = assertThrows(
                        UncheckedIOException.class,
                        () -> Objects.requireNonNull(ALL.get(large)).get());
                assertTrue(String.valueOf(e.getMessage()).contains("too large"), e::toString);
            }
            var unreserved = SharedMemory.builder().reserved(false);
            assertThrows(UncheckedIOException.class, () -> unreserved.create(1 << 20));
            Value.ofInt(1).close();
            try (Block block = Block.allocate(1 << 18)) {
                block.memory().fill((byte) 1);
            }
            SpareArena.giveUp();
            try (DirectoryStream<Path> left = Files.newDirectoryStream(SessionDirectory.get())) {
                left.forEach(file -> System.out.println("left: " + file));
            }
            System.out.println("done");
        }
    }

    @Test
    void roomThatGoesWhileItIsTakenIsAnException() throws Exception {
        var result = JavaProgram.of(WithShortFiles.class).limits("-f 1024").run();
        assertEquals("done\n", result.stdout(), result::toString);
    }
}
