package io.github.multiprocessing4j.manager;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.memory.ShareableList;
import io.github.multiprocessing4j.memory.SharedMemory;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.JvmSettings;
import io.github.multiprocessing4j.queue.SimpleQueue;
import io.github.multiprocessing4j.testkit.JavaProgram;
import io.github.multiprocessing4j.testkit.LeakOracle;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Shared memory that lives as long as a manager. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedMemoryManagerTest {
    private final SharedMemoryManager shared = start();

    @BeforeAll
    void open() {
        shared.server().warmUp();
    }

    @AfterAll
    void close() {
        shared.close();
    }

    private static SharedMemoryManager start() {
        return SharedMemoryManager.sharedMemoryBuilder()
                .jvm(ShortLived.JVM)
                .jvm(JvmSettings.builder().jvmOptions(ShortLived.OPTIONS).build())
                .start();
    }

    private static boolean isThere(String name) {
        return Files.exists(Path.of("/dev/shm", name));
    }

    private static void assertGone(String name) {
        var e = assertThrows(UncheckedIOException.class, () -> SharedMemory.open(name));
        assertEquals(
                NoSuchFileException.class, Objects.requireNonNull(e.getCause()).getClass());
    }

    @Test
    void blocksLiveAsLongAsTheManager() {
        SharedMemoryManager manager = start();
        try (SharedMemory block = manager.sharedMemory(48);
                ShareableList list = manager.shareableList(Arrays.asList(1, "two", null));
                ShareableList same = ShareableList.open(list.name());
                SharedMemory sameBlock = SharedMemory.open(block.name())) {
            same.set(0, 7);
            assertEquals(Arrays.asList(7L, "two", null), list);
            assertEquals(48, sameBlock.size());
            assertEquals(List.of(block.name(), list.name()), manager.names());

            manager.shutdown();

            assertGone(block.name());
            assertGone(list.name());
            assertEquals(7L, list.get(0)); // whoever has it open keeps it
            assertThrows(IllegalStateException.class, () -> manager.sharedMemory(9));
        }
        manager.close();
    }

    @Test
    void whatIsReturnedIsTheMemoryItself() {
        try (SharedMemory block = shared.sharedMemory(8);
                ShareableList list = shared.shareableList(List.of(1))) {
            Together.inChild(() -> {
                block.buffer().putInt(0, 42);
                list.set(0, 43);
                block.close();
                list.close();
            });
            assertEquals(42, block.buffer().getInt(0));
            assertEquals(43L, list.get(0));
            assertTrue(isThere(block.name())); // the child's end has not ended it
            shared.release(block.name());
            shared.release(list.name());
        }
        assertThrows(IllegalArgumentException.class, () -> shared.sharedMemory(0));
        assertThrows(IllegalArgumentException.class, () -> shared.shareableList(List.of(List.of())));
    }

    @Test
    void blocksCanBeReleasedEarlier() {
        try (SharedMemory first = shared.sharedMemory(8);
                SharedMemory second = shared.sharedMemory(8)) {
            shared.release(first.name());
            assertGone(first.name());
            second.unlink();
            assertEquals(List.of(second.name()), shared.names());
            shared.release(second.name()); // nothing is left of it to unlink
            assertEquals(List.of(), shared.names());
            assertThrows(IllegalArgumentException.class, () -> shared.release(first.name()));
        }
    }

    @Test
    @LeakOracle.Exempt("the server looks for memory that a client's process had when it needs some again")
    void theBlocksOfOneThatHasConnectedStayWhenItLeaves() {
        SocketAddress address = shared.address();
        Together.inChild(() -> {
            try (SharedMemoryManager same = SharedMemoryManager.sharedMemoryBuilder()
                            .address(address)
                            .connect();
                    SharedMemory block = same.sharedMemory(8)) {
                block.buffer().putInt(0, 42);
            }
        });
        String name = shared.names().getFirst();
        try (SharedMemory block = SharedMemory.open(name)) {
            assertEquals(42, block.buffer().getInt(0));
        }
        shared.release(name);
        assertGone(name);
    }

    /** Nobody is left to unlink what the server has made but the server, which ends as its parent has. */
    @Test
    void whenAnOwnerBelowTheRootIsKilledNothingIsLeft() throws Exception {
        try (SimpleQueue<String> names = SimpleQueue.create()) {
            ChildProcess owner = ShortLived.child().start(() -> {
                SharedMemoryManager own = start();
                names.put(own.sharedMemory(8).name());
                own.join();
            });
            String name = names.take();
            assertTrue(isThere(name));
            Together.killed(owner);
            awaitTrue(() -> !isThere(name));
        }
    }

    @Test
    void howeverTheServerEndsNothingIsLeft() {
        for (String how : new String[] {"terminate", "kill"}) {
            try (SharedMemoryManager manager = start();
                    SharedMemory block = manager.sharedMemory(8)) {
                ChildProcess server = manager.process().orElseThrow();
                if (how.equals("kill")) {
                    server.kill();
                } else {
                    server.terminate();
                }
                server.join();
                assertGone(block.name());
            }
        }
    }

    /** Has a manager, and ends as is said. */
    static final class Owner {
        public static void main(String[] args) throws Exception {
            SharedMemoryManager manager = start();
            ShareableList list = manager.shareableList(List.of(1, 2, 3));
            System.out.println(list.name());
            System.out.println("server " + manager.process().orElseThrow().pid());
            switch (args[0]) {
                case "shutdown" -> manager.shutdown();
                case "stay" -> Thread.currentThread().join();
                default -> {}
            }
        }
    }

    /** Without java.logging, whose shutdown hook may come before ours and silence it. */
    private static JavaProgram owner(String how) {
        return JavaProgram.of(Owner.class)
                .jvmOptions("--enable-native-access=ALL-UNNAMED", "--limit-modules", "java.management,jdk.unsupported")
                .arguments(how);
    }

    @Test
    void nobodyComplainsOfWhatTheManagerUnlinks() throws Exception {
        for (String how : new String[] {"shutdown", "forget"}) {
            var result = owner(how).run();
            assertEquals(0, result.exitValue(), result::toString);
            assertEquals("", result.stderr(), how);
            assertFalse(isThere(result.stdout().lines().findFirst().orElseThrow()), how);
        }
    }

    @Test
    void whoeverIsKilledNothingIsLeft() throws Exception {
        for (List<String> killed : List.of(List.of("owner"), List.of("server", "owner"))) {
            try (var program = owner("stay").start()) {
                String name = program.awaitLine(line -> line.startsWith("mp4j_"));
                String server = program.awaitLine(line -> line.startsWith("server "));
                long pid = Long.parseLong(server.substring("server ".length()));
                assertTrue(isThere(name));
                if (killed.contains("server")) {
                    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
                }
                program.process().destroyForcibly();
                awaitTrue(() -> !isThere(name));
            }
        }
    }
}
