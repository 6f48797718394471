package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.multiprocessing4j.Context;
import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.failure.ExitStatus.Exited;
import io.github.multiprocessing4j.failure.ExitStatus.Signaled;
import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What is special to operating-system processes. */
class ChildProcessTest extends ChildProcessContract {
    static final List<Integer> LIST = new ArrayList<>();

    @TempDir
    Path folder;

    /** Runs a child that writes its findings to a file, and returns them. */
    private String findings(ChildProcessBuilder builder, Findings findings) throws Exception {
        String file = folder.resolve("findings").toString();
        ChildProcess process = builder.start(() -> Files.writeString(Path.of(file), findings.call()));
        process.join();
        assertEquals(new Exited(0), process.exitStatus());
        return Files.readString(Path.of(file));
    }

    private interface Findings extends java.io.Serializable {
        String call() throws Exception;
    }

    @Override
    Context context() {
        return Context.processes();
    }

    @Override
    Starter starter() {
        return target -> ShortLived.child().start(target);
    }

    @Override
    ChildProcess sleeper() {
        return ChildProcess.builder().daemon(true).start(() -> new CountDownLatch(1).await());
    }

    @Override
    void end(ChildProcess process) {
        process.kill();
        process.join();
    }

    @Test
    void runsItsTargetInAnotherProcess() throws Exception {
        String pid = findings(
                ChildProcess.builder(), () -> "" + ProcessHandle.current().pid());
        assertNotEquals(ProcessHandle.current().pid(), Long.parseLong(pid));
    }

    @Test
    void whatAChildChangesStaysInTheChild() throws Exception {
        assertEquals("[1]", findings(ChildProcess.builder(), () -> {
            LIST.add(1);
            return LIST.toString();
        }));
        assertEquals(List.of(), LIST);
    }

    static final class Greeter extends ChildProcess {
        @Serial
        private static final long serialVersionUID = 1L;

        private final String whom;
        private final String file;

        Greeter(String whom, Path file) {
            this.whom = whom;
            this.file = file.toString();
        }

        @Override
        public void run() throws Exception {
            boolean itself = ChildProcess.current() == this;
            Files.writeString(Path.of(file), "hello " + whom + " from " + name() + " " + itself);
        }
    }

    @Test
    void aSubclassTravelsWithItsFields() throws Exception {
        Greeter greeter = new Greeter("bob", folder.resolve("greeting"));
        greeter.start().join();
        assertEquals(new Exited(0), greeter.exitStatus());
        assertEquals("hello bob from " + greeter.name() + " true", Files.readString(folder.resolve("greeting")));
        assertTrue(greeter.name().matches("Greeter-\\d+"), greeter::name);
    }

    @Test
    void aCopyInAnotherProcessIsOfNoUseThere() throws Exception {
        ChildProcess unstarted = ChildProcess.of(() -> {});
        ChildProcess started = sleeper();
        String reasons = findings(ChildProcess.builder(), () -> {
            StringBuilder text = new StringBuilder(started.name() + " " + started.pid() + "\n");
            for (Executable action : List.<Executable>of(
                    unstarted::start, started::start, started::join, started::isAlive, started::kill)) {
                text.append(assertThrows(IllegalStateException.class, action).getMessage())
                        .append('\n');
            }
            return text.toString();
        });
        List<String> lines = reasons.lines().toList();
        assertEquals(started.name() + " " + started.pid(), lines.getFirst());
        assertEquals(
                5,
                lines.stream()
                        .filter(line -> line.contains("belongs to another process"))
                        .count(),
                reasons);
        end(started);
    }

    @Test
    void terminateEndsItBySigtermAndRunsItsHooks() throws Exception {
        Path hook = folder.resolve("hook");
        Path up = folder.resolve("up");
        String hookFile = hook.toString();
        String upFile = up.toString();
        ChildProcess process = ChildProcess.start(() -> {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> write(hookFile)));
            write(upFile);
            new CountDownLatch(1).await();
        });
        Appearance.of(up);
        process.terminate();
        process.join();
        assertEquals(new Signaled(15), process.exitStatus());
        assertTrue(Files.exists(hook));
        assertDoesNotThrow(process::terminate);
    }

    private static void write(String file) {
        assertDoesNotThrow(() -> Files.writeString(Path.of(file), "x"));
    }

    @Test
    void terminateEndsOneThatIsStillComingUp() {
        ChildProcess process = ChildProcess.start(() -> new CountDownLatch(1).await());
        process.terminate();
        process.join();
        assertEquals(new Signaled(15), process.exitStatus());
    }

    @Test
    void interruptEndsItBySigint() throws Exception {
        String ignored = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow();
        assumeTrue(
                (Long.parseLong(ignored.substring(7).strip(), 16) & 1L << 1) == 0,
                "SIGINT is ignored, as in what a script starts in the background, and so in children");
        ChildProcess process = sleeper();
        process.interrupt();
        process.join();
        assertEquals(new Signaled(2), process.exitStatus());
    }

    @Test
    void tellsOfItsEndToWhoeverAskedFor() throws Exception {
        ChildProcess process = sleeper();
        Sentinel sentinel = process.sentinel();
        CountDownLatch told = new CountDownLatch(1);
        sentinel.whenReady(told::countDown);
        var onExit = process.onExit();
        assertFalse(sentinel.isReady());
        process.onExit().cancel(true);
        assertTrue(process.isAlive());
        process.kill();
        assertTrue(told.await(10, TimeUnit.SECONDS));
        assertEquals(new Signaled(9), onExit.get(10, TimeUnit.SECONDS));
        assertTrue(sentinel.isReady());
    }

    @Test
    void hasAHandleWhileItLives() {
        ChildProcess process = sleeper();
        ProcessHandle handle = process.toHandle();
        assertEquals(process.pid(), handle.pid());
        assertEquals(
                ProcessHandle.current().pid(), handle.parent().orElseThrow().pid());
        handle.destroyForcibly();
        process.join();
        assertEquals(new Signaled(9), process.exitStatus());
    }

    @Test
    void knowsItselfAndItsParent() throws Exception {
        assertEquals(
                "named, false, true, MainProcess " + ProcessHandle.current().pid() + " true, 0",
                findings(ChildProcess.builder().name("named"), () -> {
                    ChildProcess self = ChildProcess.current();
                    ChildProcess parent = ChildProcess.parent().orElseThrow();
                    boolean itself = self.isAlive()
                            && self.pid() == ProcessHandle.current().pid();
                    return self.name() + ", " + self.isDaemon() + ", " + itself + ", " + parent.name() + " "
                            + parent.pid() + " " + parent.isAlive() + ", "
                            + ChildProcess.active().size();
                }));
    }

    @Test
    void theMainProcessHasNoParentAndCanNotBeJoined() {
        ChildProcess main = ChildProcess.current();
        assertEquals("MainProcess", main.name());
        assertTrue(main.isAlive());
        assertSame(main, ChildProcess.current());
        assertTrue(ChildProcess.parent().isEmpty());
        assertRefused("current process", main::join);
        assertRefused("current process", main::start);
    }

    @Test
    void namesItsOwnChildrenAfterItself() throws Exception {
        ChildProcess outer = ChildProcess.of(() -> {});
        String name = findings(ChildProcess.builder().name(outer.name()), () -> {
            ChildProcess first = ChildProcess.of(() -> {});
            ChildProcess second = ChildProcess.of(() -> {});
            return first.name() + " " + second.name();
        });
        assertTrue(outer.name().matches("Process-\\d+"), outer::name);
        assertEquals(outer.name() + ":1 " + outer.name() + ":2", name);
    }

    @Test
    void aDaemonMayHaveNoChildren() throws Exception {
        assertTrue(findings(
                        ChildProcess.builder().daemon(true),
                        () -> ""
                                + assertThrows(IllegalStateException.class, () -> ChildProcess.start(() -> {}))
                                        .getMessage())
                .contains("daemon processes may not have children"));
    }

    @Test
    void inheritsTheKeyOfItsCreatorUnlessGivenAnother() throws Exception {
        byte[] inherited = ChildProcess.current().authKey().toByteArray();
        assertEquals(32, inherited.length);
        assertEquals(
                "true",
                findings(
                        ChildProcess.builder(),
                        () -> ""
                                + AuthKey.of(inherited)
                                        .equals(ChildProcess.current().authKey())));
        byte[] other = "other".getBytes(StandardCharsets.UTF_8);
        assertEquals(
                "true",
                findings(
                        ChildProcess.builder().authKey(AuthKey.of(other)),
                        () -> ""
                                + AuthKey.of(other)
                                        .equals(ChildProcess.current().authKey())));
    }

    @Test
    void findsItsStandardInputEmpty() throws Exception {
        assertEquals("-1", findings(ChildProcess.builder(), () -> "" + System.in.read()));
    }

    @Test
    void hasTheSystemPropertiesOfItsParent() throws Exception {
        System.setProperty("test.secret", "of the parent");
        try {
            assertEquals(
                    "of the parent", findings(ChildProcess.builder(), () -> "" + System.getProperty("test.secret")));
            assertEquals(
                    "its own",
                    findings(
                            ChildProcess.builder().jvmOptions("-Dtest.secret=its own"),
                            () -> "" + System.getProperty("test.secret")));
        } finally {
            System.clearProperty("test.secret");
        }
    }

    @Test
    void showsNothingSecretOnItsCommandLine() throws Exception {
        System.setProperty("test.secret", "s3cr3t");
        try {
            String seen = findings(
                    ChildProcess.builder().name("shown"),
                    () -> Files.readString(Path.of("/proc/self/cmdline"))
                            + Files.readString(Path.of("/proc/self/environ")));
            assertFalse(seen.contains("s3cr3t"));
            assertTrue(seen.contains("ChildMain\0shown"), seen);
        } finally {
            System.clearProperty("test.secret");
        }
    }

    @Test
    void whatCanNotBeSentIsAnErrorAtTheCallerAndStartsNothing() {
        Thread captured = Thread.currentThread();
        ChildProcess process = ChildProcess.of(() -> System.out.println(captured));
        SerializationException e = assertThrows(SerializationException.class, process::start);
        assertTrue(String.valueOf(e.getMessage()).contains("java.lang.Thread"), e::getMessage);
        assertEquals(List.of(), ChildProcess.active());
        assertTrue(process.toString().contains("not started"), process::toString);
    }

    @Test
    void aJvmOptionThatDoesNotExistShowsInTheExitStatus() {
        ChildProcess process = ChildProcess.builder()
                .output(Output.DISCARD)
                .jvmOptions("-XX:NoSuchOption")
                .start(() -> {});
        process.join();
        assertEquals(new Exited(1), process.exitStatus());
    }

    @Test
    void aCommandLineThatTheSystemRefusesIsAnErrorAtTheCaller() {
        ChildProcess process = ChildProcess.builder()
                .jvmOptions("-Dlong=" + "x".repeat(1 << 20))
                .of(() -> {});
        ProcessStartException e = assertThrows(ProcessStartException.class, process::start);
        assertTrue(String.valueOf(e.getMessage()).contains(process.name()), e::getMessage);
        assertEquals(List.of(), ChildProcess.active());
    }

    @Test
    void waitsForItsThreadsAsAProgramDoes() throws Exception {
        Path file = folder.resolve("thread");
        String path = file.toString();
        ChildProcess process = ChildProcess.start(() -> {
            Thread main = Thread.currentThread();
            new Thread(() -> {
                        assertDoesNotThrow(() -> main.join());
                        write(path);
                    })
                    .start();
        });
        process.join();
        assertEquals(new Exited(0), process.exitStatus());
        assertTrue(Files.exists(file));
    }

    @Test
    void hasNoDescriptorOfItsParent() throws Exception {
        try (var held = Files.newByteChannel(
                folder.resolve("held"),
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.WRITE)) {
            assertTrue(held.isOpen());
            String open = findings(ChildProcess.builder(), () -> {
                StringBuilder links = new StringBuilder();
                try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
                    for (Path descriptor : descriptors) {
                        links.append(Files.readSymbolicLink(descriptor)).append('\n');
                    }
                }
                return links.toString();
            });
            assertFalse(open.contains("held"), open);
        }
    }
}
