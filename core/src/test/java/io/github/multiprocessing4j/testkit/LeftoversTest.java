package io.github.multiprocessing4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {

    private final Leftovers before = Leftovers.now();

    @Test
    void nothingIsLeftIfNothingHappens() {
        assertEquals(List.of(), Leftovers.awaitNoneBeyond(before, Duration.ofSeconds(10)));
    }

    @Test
    void aChildThatLivesIsNamed() throws InterruptedException {
        try (var program = JavaProgram.of(Waits.class).start()) {
            program.awaitLine("waiting"::equals);

            var left = Leftovers.awaitNoneBeyond(before, Duration.ZERO);

            assertMentions("process " + program.process().pid() + " ", left);
            assertMentions(Waits.class.getName(), left);
        }
        assertEquals(List.of(), Leftovers.awaitNoneBeyond(before, Duration.ofSeconds(10)));
    }

    @Test
    void aThreadThatKeepsTheJvmAliveIsNamed() throws InterruptedException {
        var latch = new CountDownLatch(1);
        var thread = Thread.ofPlatform().daemon(false).name("busy").start(() -> await(latch));
        assertMentions("thread \"busy\"", Leftovers.now().beyond(before));
        latch.countDown();
        thread.join();
    }

    @Test
    void aDaemonThreadCountsIfItIsTheLibrarys() throws InterruptedException {
        var latch = new CountDownLatch(1);
        var ours = Thread.ofPlatform().daemon().name("mp4j-x").start(() -> await(latch));
        var other = Thread.ofPlatform().daemon().name("x").start(() -> await(latch));
        var left = Leftovers.now().beyond(before);
        assertEquals(1, left.size(), left::toString);
        assertMentions("thread \"mp4j-x\" (daemon)", left);
        latch.countDown();
        ours.join();
        other.join();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anOpenDescriptorIsNamed(@TempDir Path directory) throws IOException {
        var file = Files.createFile(directory.resolve("data"));
        try (var first = FileChannel.open(file);
                var second = FileChannel.open(file)) {
            assertTrue(first.isOpen() && second.isOpen());
            assertEquals(
                    List.of("descriptor of " + file.toRealPath() + ", 2 times"),
                    Leftovers.now().beyond(before));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFileOfThisProcessInSharedMemoryIsNamed() throws IOException {
        var block = Path.of("/dev/shm", "mp4j-test-" + ProcessHandle.current().pid() + "-block");
        Files.createFile(block);
        try {
            assertEquals(List.of("file " + block), Leftovers.now().beyond(before));
        } finally {
            Files.delete(block);
        }
    }

    private static void assertMentions(String part, List<String> lines) {
        assertTrue(lines.stream().anyMatch(line -> line.contains(part)), () -> part + " is missing in " + lines);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A program that says that it waits, and does. */
    static final class Waits {
        public static void main(String[] args) throws InterruptedException {
            System.out.println("waiting");
            new CountDownLatch(1).await();
        }
    }
}
