package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.ExitStatus.Signaled;
import io.github.multiprocessing4j.os.ProcStat;
import io.github.multiprocessing4j.region.SessionDirectory;
import io.github.multiprocessing4j.testkit.JavaProgram;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose life depends on whose. */
@Timeout(90)
class LifetimeTest {
    @TempDir
    Path folder;

    private JavaProgram program(String name) {
        return JavaProgram.of(Lives.class).arguments(name, folder.toString());
    }

    private ProcessHandle told(String name) throws IOException {
        return ProcessHandle.of(
                        Long.parseLong(Files.readString(folder.resolve(name)).strip()))
                .orElseThrow();
    }

    /** Names in shared memory of a process with that pid. */
    private static List<Path> leftBehindBy(long pid) throws IOException {
        List<Path> left = new ArrayList<>();
        try (DirectoryStream<Path> all =
                Files.newDirectoryStream(Path.of("/dev/shm"), SessionDirectory.PREFIX + "*-" + pid + "-*")) {
            all.forEach(left::add);
        }
        return left;
    }

    private static void assertNothingIsLeftBehindBy(long pid) throws IOException {
        long start = System.nanoTime();
        while (!leftBehindBy(pid).isEmpty()) {
            assertTrue(System.nanoTime() - start < 2_000_000_000, () -> "something is left of process " + pid);
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** An orphan may stay a zombie for as long as whoever inherits it likes, so the kernel is asked for its state. */
    private static void assertGoneWithinASecond(ProcessHandle process) {
        long start = System.nanoTime();
        while (ProcStat.of(process.pid()).map(ProcStat::alive).orElse(false)) {
            assertTrue(System.nanoTime() - start < 1_000_000_000, () -> process + " outlives its parent by a second");
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Test
    void whenAParentIsKilledAllItsDescendantsEnd() throws Exception {
        try (var running = program("tree").start()) {
            running.awaitLine("ready"::equals);
            ProcessHandle child = told("child");
            ProcessHandle grandchild = told("grandchild");
            long parent = running.process().pid();
            assertFalse(leftBehindBy(parent).isEmpty());

            running.process().destroyForcibly().waitFor();
            assertGoneWithinASecond(child);
            assertGoneWithinASecond(grandchild);
            assertNothingIsLeftBehindBy(parent);
            assertNothingIsLeftBehindBy(child.pid());
        }
    }

    @Test
    void anOrphanEndsThoughItHasNeitherMemoryNorDescriptorsLeft() throws Exception {
        try (var running = program("exhausted").start()) {
            running.awaitLine("ready"::equals);
            ProcessHandle child = told("child");
            running.process().destroyForcibly().waitFor();
            assertGoneWithinASecond(child);
        }
    }

    @Test
    void anOrphanEndsThoughAllItsThreadsWereInterrupted() throws Exception {
        try (var running = program("interrupted").start()) {
            running.awaitLine("ready"::equals);
            ProcessHandle child = told("child");
            running.process().destroyForcibly().waitFor();
            assertGoneWithinASecond(child);
        }
    }

    @Test
    void childrenThatEndWithTheirParentHaveTheDirectoryToTheLast() throws Exception {
        var result = program("last-look").run();
        assertEquals(0, result.exitValue(), result::toString);
        assertEquals("it is there", Files.readString(folder.resolve("seen")));
        assertEquals("", result.stderr());
    }

    @Test
    void aParentsDeathIsNoticedAlthoughAProgramHoldsItsSockets() throws Exception {
        try (var running = program("held-by-parent").start()) {
            running.awaitLine("ready"::equals);
            ProcessHandle child = told("child");
            ProcessHandle holder = told("sleep");
            running.process().destroyForcibly().waitFor();
            assertGoneWithinASecond(child);
            assertTrue(holder.isAlive());
            holder.destroyForcibly();
        }
    }

    @Test
    void aChildsDeathIsNoticedAlthoughAProgramHoldsItsSockets() throws Exception {
        String path = folder.toString();
        ChildProcess child = ChildProcess.start(() -> {
            try {
                Lives.system("sleep 60 & echo $! > " + path + "/sleep.draft; mv " + path + "/sleep.draft " + path
                        + "/sleep");
            } catch (Throwable t) {
                throw new AssertionError(t);
            }
            Lives.tell(path, "child", "" + ProcessHandle.current().pid());
            new CountDownLatch(1).await();
        });
        Appearance.of(folder.resolve("child"));
        ProcessHandle holder = told("sleep");
        ProcessHandle handle = child.toHandle();
        child.kill();
        handle.onExit().get(10, TimeUnit.SECONDS);
        long start = System.nanoTime();
        child.join();
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertEquals(new Signaled(9), child.exitStatus());
        assertTrue(millis < 1000, () -> "noticed after " + millis + " ms");
        assertTrue(holder.isAlive());
        holder.destroyForcibly();
        assertTrue(holder.onExit().get(10, TimeUnit.SECONDS) != null);
    }

    @Test
    void aChildThatIsNoDaemonKeepsItsParentAlive() throws Exception {
        var result = program("waits").run();
        assertEquals(0, result.exitValue(), result::toString);
        assertEquals("main is done\n", result.stdout());
        assertEquals("", result.stderr());
        assertTrue(Files.exists(folder.resolve("child")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"daemon", "exit"})
    void otherwiseChildrenEndWithTheirParent(String name) throws Exception {
        try (var running = program(name).start()) {
            Appearance.of(folder.resolve("child"));
            Optional<ProcessHandle> child = ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve("child"))));
            var result = running.await();
            assertEquals(name.equals("exit") ? 5 : 0, result.exitValue(), result::toString);
            assertEquals("", result.stderr());
            assertFalse(child.isPresent() && child.get().isAlive(), child::toString);
            assertEquals(List.of(), leftBehindBy(running.process().pid()));
        }
    }

    @Test
    void aParentThatIsToldToEndEndsItsChildren() throws Exception {
        try (var running = program("tree").start()) {
            running.awaitLine("ready"::equals);
            ProcessHandle child = told("child");
            ProcessHandle grandchild = told("grandchild");
            running.process().destroy();
            var result = running.await();
            assertEquals(143, result.exitValue(), result::toString);
            assertEquals("", result.stderr());
            assertFalse(child.isAlive());
            assertFalse(grandchild.isAlive());
        }
    }

    @Test
    void withoutNativeAccessThereIsAnotherWay() throws Exception {
        var result =
                program("portable").jvmOptions("--illegal-native-access=deny").run();
        assertEquals("exited with code 7\nkilled by SIGKILL\n", result.stdout(), result::toString);
        assertTrue(result.stderr().contains("--enable-native-access=ALL-UNNAMED"), result::toString);
        assertEquals(
                1,
                result.stderr().lines().filter(line -> line.contains("WARNING")).count(),
                result::toString);
    }
}
