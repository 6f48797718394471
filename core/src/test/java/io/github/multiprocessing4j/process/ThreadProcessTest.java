package io.github.multiprocessing4j.process;

import static io.github.multiprocessing4j.testkit.Together.endsWell;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.Context;
import io.github.multiprocessing4j.connection.Waitable;
import io.github.multiprocessing4j.failure.ExitStatus.Exited;
import io.github.multiprocessing4j.testkit.OverThreads;
import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What is special to processes that are platform threads. */
@OverThreads
class ThreadProcessTest extends ChildProcessContract {
    @Override
    Context context() {
        return Context.threads();
    }

    @Override
    Starter starter() {
        return target -> context().process(target).start();
    }

    @Override
    ChildProcess sleeper() {
        return context().processBuilder().daemon(true).start(ThreadProcessTest::untilInterrupted);
    }

    private static void untilInterrupted() {
        assertThrows(InterruptedException.class, new CountDownLatch(1)::await);
    }

    @Override
    void end(ChildProcess process) {
        process.interrupt();
        endsWell(process);
    }

    @Test
    void nothingIsCopied() {
        List<Object> captured = new ArrayList<>();
        AtomicReference<Thread> thread = new AtomicReference<>(); // neither can be serialized with a thread in it
        ChildProcess process = starter().start(() -> {
            captured.add(new Object());
            thread.set(Thread.currentThread());
        });
        endsWell(process);
        assertEquals(1, captured.size());
        assertEquals(process.name(), thread.get().getName());
        assertTrue(process.isThread());
        assertFalse(ChildProcess.of(() -> {}).isThread());
    }

    @Test
    void knowsItselfAndItsParent() throws Exception {
        ChildProcess here = ChildProcess.current();
        ChildProcess daemon = context()
                .processBuilder()
                .name("named")
                .daemon(true)
                .of(() -> {
                    ChildProcess self = ChildProcess.current();
                    assertEquals("named true", self.name() + " " + self.isDaemon());
                    assertTrue(self.isAlive());
                    assertEquals(ProcessHandle.current().pid(), self.pid());
                    assertSame(here, ChildProcess.parent().orElseThrow());
                    assertEquals(List.of(), context().activeChildren());
                    assertEquals(here.authKey(), self.authKey());
                    ChildProcess grandchild = starter().start(() -> {
                        assertSame(self, ChildProcess.parent().orElseThrow());
                        assertEquals(ChildProcess.current(), context().currentProcess());
                    });
                    endsWell(grandchild);
                });
        endsWell(daemon.start());
        assertSame(here, ChildProcess.current());
    }

    @Test
    void itsChildrenAreItsOwnAndNamedAfterIt() throws Exception {
        SynchronousQueue<List<ChildProcess>> told = new SynchronousQueue<>();
        ChildProcess outer = context().process(() -> {
            ChildProcess inner = sleeper();
            told.put(context().activeChildren());
            end(inner);
            told.put(context().activeChildren());
        });
        assertTrue(outer.name().matches("Process-\\d+"), outer::name);
        outer.start();
        ChildProcess inner = told.take().getFirst();
        assertEquals(outer.name() + ":1", inner.name());
        assertEquals(List.of(outer), context().activeChildren());
        assertEquals(List.of(outer), ChildProcess.active());
        assertEquals(List.of(), Context.processes().activeChildren());
        assertEquals(List.of(), told.take());
        endsWell(outer);
    }

    @Test
    void whatItThrowsGoesToItsHandlerBeforeItsEndIsTold() throws Exception {
        AtomicReference<Throwable> told = new AtomicReference<>();
        IOException thrown = new IOException("on purpose");
        ChildProcess process = ChildProcess.builder()
                .thread(handled((_, e) -> told.set(e)))
                .start(() -> {
                    throw thrown;
                });
        process.join();
        assertSame(thrown, told.get());
        assertEquals(OptionalInt.of(1), process.exitCode());
        assertEquals(new Exited(1), process.exitStatus());
        assertTrue(process.crashReport().isEmpty());
    }

    ThreadFactory handled(Thread.UncaughtExceptionHandler handler) {
        return Thread.ofPlatform().uncaughtExceptionHandler(handler).factory();
    }

    /** It stands in the place of CPython's test_terminate and test_kill, which do nothing to threads. */
    @Test
    void canBeInterruptedAndNotEnded() {
        ChildProcess process = sleeper();
        for (Executable ending : List.<Executable>of(process::terminate, process::kill)) {
            var e = assertThrows(UnsupportedOperationException.class, ending);
            assertTrue(String.valueOf(e.getMessage()).contains("interrupt()"), e::getMessage);
        }
        assertTrue(process.isAlive());
        process.interrupt();
        endsWell(process);
        process.interrupt();
    }

    @Test
    void tellsOfItsEndToWhoeverAskedFor() throws Exception {
        ChildProcess process = sleeper();
        Sentinel sentinel = process.sentinel();
        CountDownLatch told = new CountDownLatch(1);
        sentinel.whenReady(told::countDown);
        var onExit = process.onExit();
        assertEquals(List.of(), Waitable.awaitAny(List.of(sentinel), Duration.ZERO));
        end(process);
        assertEquals(List.of(sentinel), Waitable.awaitAny(List.of(sentinel)));
        assertTrue(told.await(10, TimeUnit.SECONDS));
        assertEquals(new Exited(0), onExit.get(10, TimeUnit.SECONDS));
    }

    @Test
    void canNotWaitForItself() {
        AtomicReference<Throwable> told = new AtomicReference<>();
        ChildProcess process = starter()
                .start(() -> told.set(assertThrows(
                        IllegalStateException.class,
                        () -> ChildProcess.current().join())));
        endsWell(process);
        assertTrue(String.valueOf(told.get().getMessage()).contains(process.name()));
    }

    @Test
    void whatOnlyAProcessHasIsRefused() {
        for (Executable asked : List.<Executable>of(
                () -> context().processBuilder().jvmOptions("-Xmx64m"),
                () -> context().processBuilder().output(Output.DISCARD),
                () -> context().processBuilder().ownGroup(true),
                () -> ChildProcess.builder().jvmOptions("-Xmx64m").thread(handled((_, _) -> {})))) {
            var e = assertThrows(UnsupportedOperationException.class, asked);
            assertTrue(String.valueOf(e.getMessage()).contains("Context.processes()"), e::getMessage);
        }
    }

    static final class Greeter extends ChildProcess {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient List<Object> greetings;

        Greeter(Context context, List<Object> greetings) {
            super(context.processBuilder());
            this.greetings = greetings;
        }

        @Override
        public void run() {
            greetings.add(this);
            greetings.add(ChildProcess.current());
        }
    }

    @Test
    void aSubclassRunsAsItIs() {
        List<Object> greetings = new ArrayList<>();
        Greeter greeter = new Greeter(context(), greetings);
        endsWell(greeter.start());
        assertEquals(List.of(greeter, greeter), greetings);
        assertTrue(greeter.name().matches("Greeter-\\d+"), greeter::name);
    }

    @Test
    void keepsTheJvmAliveUnlessItIsADaemon() {
        assertEquals(List.of(false, true), List.of(isDaemonThread(false), isDaemonThread(true)));
    }

    final boolean isDaemonThread(boolean daemon) {
        AtomicReference<Boolean> isDaemon = new AtomicReference<>();
        endsWell(context()
                .processBuilder()
                .daemon(daemon)
                .start(() -> isDaemon.set(Thread.currentThread().isDaemon())));
        return isDaemon.get();
    }
}
