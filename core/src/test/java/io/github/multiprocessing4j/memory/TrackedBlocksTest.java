package io.github.multiprocessing4j.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.JavaProgram;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is left of named blocks when the trees of processes that made or opened them have ended. */
@Timeout(60)
class TrackedBlocksTest {
    /** Creates a block and unlinks it or not. */
    static final class Creator {
        public static void main(String[] args) throws Exception {
            SharedMemory block =
                    SharedMemory.builder().track(!args[0].equals("untracked")).create(1);
            System.out.println(block.name());
            switch (args[0]) {
                case "unlink" -> block.unlink();
                case "stay" -> Thread.currentThread().join();
                default -> {}
            }
        }
    }

    /** Creates many blocks and stays. */
    static final class ManyCreator {
        public static void main(String[] args) throws Exception {
            String last = "";
            for (int i = 0; i < 1000; i++) {
                SharedMemory block = SharedMemory.create(1);
                last = block.name();
                block.close();
                System.out.println(last);
            }
            SharedMemory.create(last + " with space and\nline", 1);
            System.out.println("created");
            Thread.currentThread().join();
        }
    }

    /** Has a child that creates a block and stays, or ends, or is killed. */
    static final class Parent {
        public static void main(String[] args) throws Exception {
            String how = args[0];
            ChildProcess child = ShortLived.child().start(() -> {
                System.out.println(SharedMemory.create(1).name());
                switch (how) {
                    case "stay" -> Thread.currentThread().join();
                    case "halt" -> Runtime.getRuntime().halt(1);
                    default -> {}
                }
            });
            System.out.println("child " + child.pid());
            child.join();
            System.out.println("joined");
            Thread.currentThread().join();
        }
    }

    /** Opens a block and ends. */
    static final class Opener {
        public static void main(String[] args) {
            System.out.println(SharedMemory.open(args[0]).size());
        }
    }

    private static boolean isThere(String name) {
        return Files.exists(SharedMemoryTest.file(name));
    }

    private static void assertGoneWithinTwoSeconds(String name) {
        long start = System.nanoTime();
        while (isThere(name)) {
            assertTrue(System.nanoTime() - start < 2_000_000_000L, () -> name + " is still there");
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** Without java.logging, whose shutdown hook may come before ours and silence it. */
    private static JavaProgram creator(String how) {
        return JavaProgram.of(Creator.class)
                .jvmOptions("--enable-native-access=ALL-UNNAMED", "--limit-modules", "java.management,jdk.unsupported")
                .arguments(how);
    }

    @Test
    void whatWasForgottenIsUnlinkedAtTheEndWithAWarning() throws Exception {
        var result = creator("forget").run();

        assertEquals(0, result.exitValue(), result::toString);
        String name = result.stdout().strip();
        assertFalse(isThere(name));
        assertTrue(
                result.stderr().contains("shared memory was not unlinked, which is done now: " + name),
                result::toString);
    }

    @Test
    void whatWasUnlinkedIsNotSpokenOf() throws Exception {
        var result = creator("unlink").run();

        assertFalse(isThere(result.stdout().strip()));
        assertEquals("", result.stderr(), result::toString);
    }

    @Test
    void whatIsNotTrackedStays() throws Exception {
        var result = creator("untracked").run();

        assertEquals("", result.stderr(), result::toString);
        try (SharedMemory block = SharedMemory.open(result.stdout().strip())) {
            block.unlink();
        }
    }

    @Test
    void whatAKilledProcessLeavesIsUnlinked() throws Exception {
        try (var program = JavaProgram.of(Creator.class).arguments("stay").start()) {
            String name = program.awaitLine(line -> line.startsWith("mp4j_"));
            assertTrue(isThere(name));
            program.process().destroyForcibly();
            assertGoneWithinTwoSeconds(name);
        }
    }

    @Test
    void whatAKilledProcessLeavesIsUnlinkedInTimeIfItIsMuch() throws Exception {
        try (var program = JavaProgram.of(ManyCreator.class).start()) {
            program.awaitLine("created"::equals);
            program.process().destroyForcibly();
            List<String> names = program.await()
                    .stdout()
                    .lines()
                    .filter(line -> line.startsWith("mp4j_"))
                    .toList();
            assertEquals(1000, names.size());
            assertGoneWithinTwoSeconds(names.getLast() + " with space and\nline");
            names.forEach(name -> assertFalse(isThere(name), name));
        }
    }

    @Test
    void whatATreeThatIsKilledAtOnceLeavesIsUnlinked() throws Exception {
        try (var program = JavaProgram.of(Parent.class).arguments("stay").start()) {
            String name = program.awaitLine(line -> line.startsWith("mp4j_"));
            String child = program.awaitLine(line -> line.startsWith("child "));
            ProcessHandle.of(Long.parseLong(child.substring("child ".length())))
                    .orElseThrow()
                    .destroyForcibly();
            program.process().destroyForcibly();
            assertGoneWithinTwoSeconds(name);
        }
    }

    @Test
    void whatAChildCreatesLivesAsLongAsTheTree() throws Exception {
        for (String how : new String[] {"end", "halt"}) {
            try (var program = JavaProgram.of(Parent.class).arguments(how).start()) {
                String name = program.awaitLine(line -> line.startsWith("mp4j_"));
                program.awaitLine("joined"::equals);
                assertTrue(isThere(name), how);
                program.process().destroyForcibly();
                assertGoneWithinTwoSeconds(name);
            }
        }
    }

    @Test
    void whoOpensABlockDoesNotUnlinkItByEnding() throws Exception {
        try (SharedMemory block = SharedMemory.create(7)) {
            var result = JavaProgram.of(Opener.class).arguments(block.name()).run();
            assertEquals("7\n", result.stdout(), result::toString);
            assertTrue(isThere(block.name()));
            block.unlink();
        }
    }
}
