package io.github.multiprocessing4j.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.JavaProgram;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wherever a process dies between two stores, the tree's end takes with it all that there was. */
@Timeout(60)
class RootFaultTest {
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private static final String NAME = "mp4j_fault_" + ProcessHandle.current().pid() + "_";

    /** The process at the root, which dies, or a child of it does. */
    static final class Tree {
        public static void main(String[] args) throws IOException {
            Act act = Act.valueOf(args[0]);
            String name = args[1];
            if (args.length == 2) {
                act.run(name);
            } else {
                ChildProcess child = ChildProcess.builder()
                        .jvmOptions(ShortLived.and("-D" + FaultPoint.PROPERTY + "=" + args[2]))
                        .start(() -> act.run(name));
                child.join();
                System.out.println(child.exitStatus().exitCode());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "JOIN, tracker.piped",
        "JOIN, tracker.started",
        "JOIN, directory.made",
        "JOIN, directory.swept",
        "ALLOCATE, region.created",
        "ALLOCATE, region.reserved",
        "ALLOCATE, region.seated",
        "ALLOCATE, region.mapped",
        "ALLOCATE, header.magic",
        "ALLOCATE, region.named",
        "ALLOCATE, block.had",
        "SEND, handle.counted",
        "SEND, handle.made",
        "CLOSE, block.closed",
        "CLOSE, block.freed",
        "CLOSE, region.left",
        "CLOSE, region.emptied",
        "CLOSE, region.marked",
        "CLOSE, region.removed",
        "CREATE_NAMED, named.unnamed",
        "CREATE_NAMED, named.sized",
        "CREATE_NAMED, named.mapped",
        "CREATE_NAMED, named.recorded",
        "CREATE_NAMED, named.linked",
        "UNLINK, named.unlinked",
        "UNLINK, named.untracked",
        "TRACK, tracking.recorded",
        "CREATE_NAMED, session.unlinked",
        "CREATE_NAMED, session.forgotten",
        "CREATE_NAMED, session.removed"
    })
    void theRootDies(Act act, String point) throws Exception {
        String name = NAME + COUNTER.incrementAndGet();
        try (var tree = JavaProgram.of(Tree.class)
                .jvmOptions("--enable-native-access=ALL-UNNAMED", "-D" + FaultPoint.PROPERTY + "=" + point)
                .arguments(act.name(), name)
                .start()) {
            var result = tree.await();
            assertEquals(FaultPoint.EXIT_CODE, result.exitValue(), result::toString);
            assertNothingIsLeft(tree.process().pid(), name);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "JOIN, directory.joined",
        "SEND, handle.counted",
        "SEND, handle.made",
        "CREATE_NAMED, named.unnamed",
        "CREATE_NAMED, named.sized",
        "CREATE_NAMED, named.mapped",
        "CREATE_NAMED, named.recorded",
        "CREATE_NAMED, named.linked",
        "UNLINK, named.unlinked",
        "UNLINK, named.untracked",
        "TRACK, tracking.recorded"
    })
    void aChildDies(Act act, String point) throws Exception {
        String name = NAME + COUNTER.incrementAndGet();
        try (var tree =
                JavaProgram.of(Tree.class).arguments(act.name(), name, point).start()) {
            var result = tree.await();
            assertEquals(FaultPoint.EXIT_CODE + "\n", result.stdout(), result::toString);
            assertNothingIsLeft(tree.process().pid(), name);
        }
    }

    private static void assertNothingIsLeft(long pid, String name) throws IOException {
        long start = System.nanoTime();
        List<Path> left = left(pid, name);
        while (!left.isEmpty()) {
            List<Path> now = left;
            assertTrue(System.nanoTime() - start < 2_000_000_000L, () -> "after two seconds there is still " + now);
            LockSupport.parkNanos(5_000_000);
            left = left(pid, name);
        }
    }

    private static List<Path> left(long pid, String name) throws IOException {
        List<Path> left = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(
                NamedFiles.DIRECTORY, "{" + name + "," + SessionDirectory.PREFIX + "*-" + pid + "-*}")) {
            all.forEach(left::add);
        }
        return left;
    }
}
