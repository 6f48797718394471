package io.github.multiprocessing4j.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.multiprocessing4j.memory.SharedMemory;
import io.github.multiprocessing4j.testkit.JavaProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.ThrowingSupplier;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ControlGroupTest {
    @TempDir
    Path root;

    private void group(String name, String max, long current, long cache) throws IOException {
        Path group = Files.createDirectories(root.resolve(name));
        Files.writeString(group.resolve("memory.max"), max + "\n");
        Files.writeString(group.resolve("memory.current"), current + "\n");
        Files.writeString(group.resolve("memory.stat"), "anon 5\ninactive_file " + cache + "\nactive_file 3\n");
    }

    @Test
    void theTightestLimitAboveCounts() throws Exception {
        group("a", "1000", 700, 50);
        group("a/b", "max", 600, 0);
        group("a/b/c", "2000", 500, 10);
        assertEquals(OptionalLong.of(350), ControlGroup.V2.memoryLeft(root, "a/b/c"));
        group("a/b/c", "510", 500, 10);
        assertEquals(OptionalLong.of(20), ControlGroup.V2.memoryLeft(root, "a/b/c"));
        group("a/b/c", "400", 500, 10);
        assertEquals(OptionalLong.of(0), ControlGroup.V2.memoryLeft(root, "a/b/c"));
    }

    @Test
    void withoutALimitNothingIsKnown() throws Exception {
        group("a", "max", 700, 50);
        assertEquals(OptionalLong.empty(), ControlGroup.V2.memoryLeft(root, "a"));
        assertEquals(OptionalLong.empty(), ControlGroup.V2.memoryLeft(root, "not/there"));
    }

    @Test
    void theOlderVersionHasOtherNames() throws Exception {
        Path group = Files.createDirectories(root.resolve("a/b"));
        Files.writeString(group.resolve("memory.limit_in_bytes"), "9223372036854771712\n");
        assertEquals(OptionalLong.empty(), ControlGroup.V1.memoryLeft(root, "a/b"));
        Files.writeString(group.resolve("memory.limit_in_bytes"), "1000\n");
        Files.writeString(group.resolve("memory.usage_in_bytes"), "900\n");
        Files.writeString(group.resolve("memory.stat"), "inactive_file 1\ntotal_inactive_file 50\n");
        assertEquals(OptionalLong.of(150), ControlGroup.V1.memoryLeft(root, "a/b"));
    }

    @Test
    void aProcessFindsItsGroup() {
        List<String> both = List.of("9:name=systemd:/x", "4:cpu,memory:/a:b", "0::/c");
        assertEquals(Optional.of("a:b"), ControlGroup.V1.ownGroup(both));
        assertEquals(Optional.of("c"), ControlGroup.V2.ownGroup(both));
        assertEquals(Optional.empty(), ControlGroup.V1.ownGroup(List.of("0::/")));
        assertEquals(Optional.of(""), ControlGroup.V2.ownGroup(List.of("0::/")));
        assertEquals(Optional.empty(), ControlGroup.V2.ownGroup(List.of("4:memory:/")));
    }

    /** Asks for more than its control group may have, and for less. */
    static final class Greedy {
        public static void main(String[] args) {
            for (ThrowingSupplier<AutoCloseable> greedy : List.<ThrowingSupplier<AutoCloseable>>of(
                    () -> SharedMemory.create(LIMIT), () -> Block.allocate(LIMIT))) {
                var e = assertThrows(UncheckedIOException.class, greedy::get);
                assertTrue(String.valueOf(e.getMessage()).contains("control group leaves"), e::toString);
            }
            try (Block block = Block.allocate(LIMIT / 16)) {
                block.memory().fill((byte) 1);
            }
            List<Block> many = new ArrayList<>();
            var e = assertThrows(UncheckedIOException.class, () -> {
                while (many.size() < 1_000) {
                    many.add(Block.allocate(1_000_000));
                }
            });
            assertTrue(String.valueOf(e.getMessage()).contains("control group leaves"), e::toString);
            many.forEach(Block::close);
            Block.allocate(LIMIT / 16).close();
            System.out.println("alive");
        }
    }

    private static final long LIMIT = 400 << 20;

    /** In a group below that of this process, which is as far as a test may go. */
    @Test
    void whatTheGroupMayNotHaveIsAnExceptionAndNoKill() throws Exception {
        List<String> lines = Files.readAllLines(Path.of("/proc/self/cgroup"));
        ControlGroup version = ControlGroup.V1.ownGroup(lines).isPresent() ? ControlGroup.V1 : ControlGroup.V2;
        Path own = version.folder(version.ownGroup(lines).orElse(""));
        Path group = own.resolve("mp4j_test_" + ProcessHandle.current().pid());
        try {
            Files.createDirectory(group);
        } catch (IOException e) {
            assumeTrue(false, "no control group can be made here: " + e);
        }
        try {
            Path limit = group.resolve(version == ControlGroup.V1 ? "memory.limit_in_bytes" : "memory.max");
            assumeTrue(Files.isWritable(limit), "a group made here has no limit of memory");
            Files.writeString(limit, "" + LIMIT);
            var result = JavaProgram.of(Greedy.class)
                    .launcher("sh", "-c", "echo $$ > " + group.resolve("cgroup.procs") + " && exec \"$@\"", "sh")
                    .run();
            assertEquals("alive\n", result.stdout(), result::toString);
        } finally {
            delete(group);
        }
    }

    /** As soon as the program's tracker has left it too. */
    private static void delete(Path group) throws IOException {
        long start = System.nanoTime();
        while (!Files.readString(group.resolve("cgroup.procs")).isEmpty()) {
            assertTrue(System.nanoTime() - start < 2_000_000_000L, "the tracker is still there");
            LockSupport.parkNanos(5_000_000);
        }
        Files.delete(group);
    }
}
