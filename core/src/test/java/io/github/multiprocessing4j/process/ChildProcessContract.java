package io.github.multiprocessing4j.process;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static io.github.multiprocessing4j.testkit.Together.endsWell;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.Context;
import io.github.multiprocessing4j.failure.WaitInterruptedException;
import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.queue.Queue;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** What every process does, whatever it is. */
@Timeout(60)
abstract class ChildProcessContract {
    /** {@return the context that is tested} */
    abstract Context context();

    /** {@return what starts a process that lives for a moment, here and in such a process} */
    abstract Starter starter();

    /** Starts processes. */
    interface Starter extends Serializable {
        ChildProcess start(RemoteRunnable target);
    }

    /** {@return a daemon that runs until it is ended} */
    abstract ChildProcess sleeper();

    /** Ends it, and waits for that. */
    abstract void end(ChildProcess process);

    static void assertRefused(String reason, Executable action) {
        IllegalStateException e = assertThrows(IllegalStateException.class, action);
        assertTrue(String.valueOf(e.getMessage()).contains(reason), e::getMessage);
    }

    @Test
    void isFirstUnstartedThenAliveThenEnded() {
        ChildProcess process = context().process(() -> {});
        assertFalse(process.isAlive());
        assertEquals(OptionalInt.empty(), process.exitCode());
        assertTrue(process.toString().contains("not started"), process::toString);

        assertSame(process, process.start());
        assertTrue(process.pid() > 0);
        process.join();
        assertFalse(process.isAlive());
        assertEquals(OptionalInt.of(0), process.exitCode());
        assertTrue(process.join(Duration.ZERO));
        assertTrue(process.toString().contains("exited with code 0"), process::toString);
    }

    @Test
    void aLivingOneHasNoExitCodeAndCanBeWaitedForInVain() {
        ChildProcess process = sleeper();
        assertTrue(process.isAlive());
        assertEquals(OptionalInt.empty(), process.exitCode());
        assertFalse(process.join(Duration.ofMillis(20)));
        assertFalse(process.join(Duration.ofMillis(-1)));
        assertRefused("has not ended", process::exitStatus);
        assertTrue(process.toString().contains("running"), process::toString);
        end(process);
    }

    @Test
    void startsOnlyOnce() {
        ChildProcess process = context().process(() -> {}).start();
        assertRefused("only once", process::start);
        assertRefused("before its start", () -> process.setDaemon(true));
        process.join();
        assertRefused("only once", process::start);
    }

    @Test
    void canDoNothingBeforeItsStart() {
        ChildProcess process = context().process(() -> {});
        for (Executable action : List.<Executable>of(
                process::join,
                process::pid,
                process::terminate,
                process::kill,
                process::onExit,
                process::sentinel,
                process::toHandle)) {
            assertRefused("has not been started", action);
        }
        assertRefused("has not ended", process::exitStatus);
    }

    @Test
    void canDoNothingAfterItsClose() {
        ChildProcess process = context().process(() -> {}).start();
        assertTrue(process.join(Duration.ofSeconds(30)));
        process.close();
        process.close();
        for (Executable action : List.<Executable>of(
                process::start,
                process::join,
                process::isAlive,
                process::exitCode,
                process::exitStatus,
                process::pid,
                process::terminate,
                process::kill,
                process::onExit,
                process::sentinel)) {
            assertRefused("is closed", action);
        }
        assertTrue(process.toString().contains("closed"), process::toString);
    }

    @Test
    void canNotBeClosedWhileItRuns() {
        ChildProcess process = sleeper();
        assertRefused("while it runs", process::close);
        end(process);
        process.close();
    }

    @Test
    void oneThatWasNeverStartedCanBeClosed() {
        ChildProcess process = context().process(() -> {});
        process.close();
        assertRefused("is closed", process::start);
    }

    @Test
    void isAmongTheActiveOnesAsLongAsItLives() {
        ChildProcess first = sleeper();
        ChildProcess second = sleeper();
        assertEquals(List.of(first, second), context().activeChildren());
        end(first);
        assertEquals(List.of(second), context().activeChildren());
        end(second);
        assertEquals(List.of(), context().activeChildren());
    }

    @Test
    void joinCanBeInterrupted() {
        ChildProcess process = sleeper();
        Thread.currentThread().interrupt();
        WaitInterruptedException e = assertThrows(WaitInterruptedException.class, process::join);
        assertTrue(Thread.interrupted());
        assertTrue(String.valueOf(e.getMessage()).contains(process.name()), e::getMessage);
        assertTrue(process.isAlive());
        end(process);
    }

    @Test
    void isADaemonIfThatIsSaid() {
        assertFalse(context().process(() -> {}).isDaemon());
        assertFalse(context().processBuilder().of(() -> {}).isDaemon());
        ChildProcess daemon = context().processBuilder().daemon(true).of(() -> {});
        assertTrue(daemon.isDaemon());
        daemon.setDaemon(false);
        assertFalse(daemon.isDaemon());
    }

    @Test
    void knowsHowManyProcessorsThereAre() {
        assertEquals(Runtime.getRuntime().availableProcessors(), context().cpuCount());
        assertTrue(ChildProcess.cpuCount() >= 1);
    }

    /** As CPython's test_recursion. */
    @Test
    void childrenHaveChildren() throws Exception {
        Starter starter = starter();
        try (Queue<String> ids = context().queue()) {
            endsWell(starter.start(() -> {
                ids.put("0");
                for (String id : List.of("0.0", "0.1")) {
                    endsWell(starter.start(() -> ids.put(id)));
                }
            }));
            List<String> come = new ArrayList<>();
            ids.drainTo(come);
            assertEquals(List.of("0", "0.0", "0.1"), come);
        }
    }

    /** As CPython's test_lose_target_ref. */
    @Test
    void whatItHasRunIsNotKept() {
        List<WeakReference<Object>> captured = new ArrayList<>();
        ChildProcess process = starter().start(targetThatCaptures(captured));
        endsWell(process);
        awaitTrue(() -> {
            System.gc();
            return captured.getFirst().refersTo(null);
        });
        assertFalse(process.isAlive());
    }

    private static RemoteRunnable targetThatCaptures(List<WeakReference<Object>> captured) {
        List<String> list = new ArrayList<>();
        captured.add(new WeakReference<>(list));
        return () -> assertTrue(list.isEmpty());
    }
}
