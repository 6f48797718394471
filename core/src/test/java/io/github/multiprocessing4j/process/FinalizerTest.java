package io.github.multiprocessing4j.process;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.Multiprocessing;
import io.github.multiprocessing4j.failure.ExitStatus;
import io.github.multiprocessing4j.failure.ExitStatus.Exited;
import io.github.multiprocessing4j.failure.ExitStatus.Signaled;
import io.github.multiprocessing4j.testkit.JavaProgram;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together.Worker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is done when a process ends, and in which order. */
@Timeout(60)
class FinalizerTest {
    @TempDir
    Path folder;

    private List<String> done() throws Exception {
        return Files.readAllLines(folder.resolve("done"));
    }

    private JavaProgram program(String name) {
        return JavaProgram.of(ExitHookPrograms.class).arguments(name, folder.toString());
    }

    /** The ways in which a process ends that is not killed. */
    enum Way {
        RETURN(new Exited(0)),
        EXCEPTION(new Exited(1)),
        EXIT(new Exited(7)),
        SIGTERM(new Signaled(15)),
        SIGINT(new Signaled(2));

        private final ExitStatus status;

        Way(ExitStatus status) {
            this.status = status;
        }
    }

    /** As CPython's test_finalize. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void theyRunInOrderHoweverAChildEnds(Way way) throws Exception {
        String path = folder.toString();
        ChildProcess child = ShortLived.child().output(Output.DISCARD).start(() -> {
            ExitHookPrograms.registerAll(path);
            Files.createFile(Path.of(path, "up"));
            switch (way) {
                case RETURN -> {}
                case EXCEPTION -> throw new IllegalStateException("meant so");
                case EXIT -> System.exit(7);
                case SIGTERM, SIGINT -> new CountDownLatch(1).await();
            }
        });
        Appearance.of(folder.resolve("up"));
        switch (way) {
            case SIGTERM -> child.terminate();
            case SIGINT -> child.interrupt();
            default -> {}
        }
        child.join();
        assertEquals(way.status, child.exitStatus());
        assertEquals(List.of("b", "at-exit", "d10", "d03", "d02", "d01", "e", "stop"), done());
    }

    /** As CPython's test_atexit. */
    @Test
    void whatIsRegisteredAtExitIsDoneInAChildFromTheStockAndOnlyThere() throws Exception {
        JvmSettings settings = JvmSettings.builder()
                .startMethod(StartMethod.FORKSERVER)
                .jvmOptions(ShortLived.and("-D" + ExitHookPrograms.Preloaded.FOLDER + "=" + folder))
                .preload(ExitHookPrograms.Preloaded.class)
                .build();
        String path = folder.toString();
        try {
            for (int child = 0; child < 2; child++) {
                ChildProcess process = ChildProcess.builder().jvm(settings).start(() -> {
                    boolean _ = ExitHookPrograms.Preloaded.LOADED;
                    Multiprocessing.atExit(() -> ExitHookPrograms.note(path, "registered by the child"));
                });
                process.join();
                assertEquals(new Exited(0), process.exitStatus());
                StockForTests.awaitOne();
            }
            ProcessHandle waiting =
                    ProcessHandle.of(Stocks.waiting().getFirst()).orElseThrow();
            waiting.destroy(); // by SIGTERM, on which shutdown hooks run
            waiting.onExit().join();
        } finally {
            StockForTests.clear();
        }
        assertEquals(
                List.of(
                        "registered by the child",
                        "registered by a preloaded class",
                        "registered by the child",
                        "registered by a preloaded class"),
                done());
    }

    @Test
    void oneThatThrowsIsReportedAndTheOthersRun() throws Exception {
        var result = program("throws").run();
        assertEquals(0, result.exitValue(), result::toString);
        assertEquals(List.of("before", "after"), done());
        assertTrue(result.stderr().contains("IllegalStateException: thrown by a hook"), result::toString);
        assertTrue(result.stderr().contains("mp4j-exit-hook of MainProcess"), result::toString);
        assertEquals("", result.stdout());
    }

    @Test
    void oneThatHangsIsReportedAndDoesNotHangTheOthers() throws Exception {
        var result = program("hangs")
                .jvmOptions("--enable-native-access=ALL-UNNAMED", "-D" + ProcessExit.LIMIT + "=1")
                .run();
        assertEquals(0, result.exitValue(), result::toString);
        assertEquals(List.of("before", "after"), done());
        assertTrue(result.stderr().contains("takes longer than 1 s"), result::toString);
        assertTrue(result.stderr().contains("CountDownLatch.await"), result::toString); // what it is doing
    }

    /** A handler that ends the program on any error is common; here it is called while the program ends. */
    @Test
    void aHandlerThatExitsDoesNotHangTheEnd() throws Exception {
        var result = program("exits-on-any-error")
                .jvmOptions("--enable-native-access=ALL-UNNAMED", "-D" + ProcessExit.LIMIT + "=1")
                .run();
        assertEquals(List.of("after", "last"), done(), result::toString);
    }

    @Test
    void aHandlerThatThrowsKeepsNothingFromBeingDone() throws Exception {
        var result = program("throws-on-any-error")
                .jvmOptions("--enable-native-access=ALL-UNNAMED", "-D" + ProcessExit.LIMIT + "=1")
                .run();
        assertEquals(List.of("last"), done(), result::toString);
    }

    /** A child that waits for what a finalizer sends would otherwise never end, nor would its parent. */
    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void childrenAreWaitedForBetweenThePrioritiesAndDaemonsAreTerminated(StartMethod method) throws Exception {
        var result = program("order")
                .jvmOptions("--enable-native-access=ALL-UNNAMED", "-D" + StartMethod.PROPERTY + "=" + method)
                .run();
        assertEquals(0, result.exitValue(), result::toString);
        assertEquals("", result.stderr());
        List<String> all = new ArrayList<>(done());
        assertEquals("a thread of the user has ended", all.getFirst());
        assertEquals("priority 0", all.get(1));
        assertTrue(all.remove("the daemon is terminated"), all::toString);
        assertEquals(
                List.of("a thread of the user has ended", "priority 0", "the child was told to end", "priority -1"),
                all);
    }

    @Test
    void aChildOfAChildIsWaitedForInTheSameWay() throws Exception {
        var result = program("order-in-child").run();
        assertEquals(0, result.exitValue(), result::toString);
        assertEquals(List.of("priority 0", "the child was told to end", "priority -1"), done());
    }

    @Test
    void theyRunAtTheEndOfAnOrphan() throws Exception {
        try (var running = program("orphan").start()) {
            running.awaitLine("ready"::equals);
            running.process().destroyForcibly().waitFor();
            awaitTrue(() -> folder.resolve("done").toFile().length() > 0);
        }
        assertEquals(List.of("at the end of the orphan"), done());
    }

    @Test
    void orphansWhoseHooksHangEndWithinASecondAllTheSame() throws Exception {
        try (var running = program("hanging-orphans").start()) {
            String[] pids = running.awaitLine(line -> line.startsWith("pids ")).split(" ", -1);
            running.process().destroyForcibly().waitFor();
            Gone.withinASecond(List.of(Long.parseLong(pids[1]), Long.parseLong(pids[2])));
        }
    }

    @Test
    void tooLateIsAnError() throws Exception {
        var result = program("too-late").run();
        assertEquals(0, result.exitValue(), result::toString);
        assertEquals("", result.stderr());
        assertEquals(List.of("first", "late: this process is ending", "later: this process is ending"), done());
    }

    @Test
    void itRunsOnceOrNeverAndTellsWhetherItWill() {
        AtomicInteger runs = new AtomicInteger();
        Finalizer cleaned = Finalizer.atExit(5, runs::incrementAndGet);
        assertTrue(cleaned.isActive());
        assertTrue(cleaned.toString().startsWith("Finalizer["), cleaned::toString);
        cleaned.clean();
        cleaned.clean();
        assertEquals(1, runs.get());
        assertFalse(cleaned.isActive());
        assertFalse(cleaned.cancel());
        Finalizer cancelled = Multiprocessing.atExit(runs::incrementAndGet);
        assertTrue(cancelled.cancel());
        assertFalse(cancelled.isActive());
        cancelled.clean();
        assertEquals(1, runs.get());
        Finalizer throwing = Finalizer.atExit(() -> {
            throw new IllegalStateException("meant so");
        });
        assertThrows(IllegalStateException.class, throwing::clean);
        assertTrue(ProcessExit.HOOKS.isEmpty());
    }

    @Test
    void itRunsWhenItsOwnerIsCollected() {
        AtomicInteger runs = new AtomicInteger();
        Finalizer plain = ownedByGarbage(runs);
        Finalizer atExitToo = Finalizer.of(new Object(), 3, runs::incrementAndGet);
        awaitTrue(() -> {
            System.gc();
            return !plain.isActive() && !atExitToo.isActive() && runs.get() == 2;
        });
        Object owner = new Object();
        Finalizer kept = Finalizer.of(owner, runs::incrementAndGet);
        System.gc();
        assertTrue(kept.isActive());
        assertTrue(kept.cancel());
        assertEquals(2, runs.get());
        assertTrue(ProcessExit.HOOKS.isEmpty());
        assertFalse(owner.toString().isEmpty());
    }

    private static Finalizer ownedByGarbage(AtomicInteger runs) {
        return Finalizer.of(new Object(), runs::incrementAndGet);
    }

    /** As CPython's test_thread_safety: the end may come while others make finalizers, and their owners are collected. */
    @Test
    void othersMayMakeAndCancelThemWhileTheyRun() throws Exception {
        long seed = System.nanoTime();
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger made = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        Worker<Void> maker = new Worker<>(() -> {
            Random random = new Random(seed);
            while (!over.get()) {
                made.incrementAndGet();
                Finalizer each =
                        Finalizer.of(new Object[random.nextInt(1_000)], random.nextInt(10), ended::incrementAndGet);
                if (random.nextBoolean() && each.cancel()) {
                    ended.incrementAndGet();
                }
            }
            return null;
        });
        for (int round = 0; round < 10; round++) {
            ProcessExit.HOOKS.run(round % 10);
            System.gc();
        }
        over.set(true);
        maker.get();
        ProcessExit.HOOKS.run(Integer.MIN_VALUE);
        awaitTrue(() -> ended.get() == made.get());
        assertTrue(ProcessExit.HOOKS.isEmpty(), () -> "seed " + seed);
    }
}
