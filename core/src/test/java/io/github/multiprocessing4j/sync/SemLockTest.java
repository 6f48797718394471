package io.github.multiprocessing4j.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.JavaProgram;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SemLockTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static Path file(String name) {
        return Path.of("/dev/shm/sem." + name.substring(1));
    }

    @Test
    void permitsAreTakenAndGiven() throws Exception {
        try (SemLock semaphore = SemLock.create(2)) {
            assertEquals(2, semaphore.getValue());
            semaphore.acquire();
            assertTrue(semaphore.tryAcquire());
            assertFalse(semaphore.tryAcquire());
            assertFalse(semaphore.tryAcquire(Duration.ofMillis(1)));
            assertFalse(semaphore.tryAcquire(Duration.ofMillis(120)));
            semaphore.release();
            assertTrue(semaphore.tryAcquire(SOON));
            assertEquals(0, semaphore.getValue());
            assertTrue(semaphore.toString().contains("0 permits"), semaphore::toString);
        }
    }

    @Test
    void theNameIsCpythonsKindAndNobodyElsesBusinessAndGoesWithClose() throws Exception {
        SemLock semaphore = SemLock.create(0);
        assertTrue(semaphore.name().startsWith("/mp-"), semaphore::name);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file(semaphore.name()))));
        semaphore.close();
        semaphore.close();
        assertFalse(Files.exists(file(semaphore.name())));
        assertThrows(IllegalStateException.class, semaphore::release);
        UncheckedIOException gone = assertThrows(UncheckedIOException.class, () -> SemLock.open(semaphore.name()));
        assertTrue(gone.getCause() instanceof NoSuchFileException, gone::toString);
    }

    @Test
    void badArgumentsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> SemLock.create(-1));
        for (String name : new String[] {"mp-x", "/mp/x", "/mp-\0", ""}) {
            assertThrows(IllegalArgumentException.class, () -> SemLock.open(name));
        }
    }

    @Test
    void whoeverWaitsIsWokenByAnotherProcess() throws Exception {
        try (SemLock request = SemLock.create(0);
                SemLock reply = SemLock.create(0)) {
            String requested = request.name();
            String replied = reply.name();
            ChildProcess child = ShortLived.child().start(() -> {
                try (SemLock in = SemLock.open(requested);
                        SemLock out = SemLock.open(replied)) {
                    in.acquire();
                    out.release();
                }
            });
            request.release();
            assertTrue(reply.tryAcquire(SOON));
            child.join();
            assertEquals(0, child.exitStatus().exitCode());
        }
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        try (SemLock semaphore = SemLock.create(0)) {
            for (Thread.Builder kind : new Thread.Builder[] {Thread.ofPlatform(), Thread.ofVirtual()}) {
                CountDownLatch interrupted = new CountDownLatch(1);
                Thread waiter = kind.start(() -> {
                    try {
                        semaphore.acquire();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                });
                while (waiter.getState() != Thread.State.TIMED_WAITING && !isInTheKernel(waiter)) {
                    Thread.onSpinWait();
                }
                waiter.interrupt();
                assertTrue(interrupted.await(20, TimeUnit.SECONDS));
                waiter.join();
            }
        }
    }

    /** A platform thread waits in a call of the operating system's, of which its state says nothing. */
    private static boolean isInTheKernel(Thread waiter) {
        for (StackTraceElement frame : waiter.getStackTrace()) {
            if (frame.getClassName().endsWith("NamedSemaphores")) {
                return true;
            }
        }
        return false;
    }

    @Test
    void virtualThreadsWaitWithoutTheirCarriers() throws Exception {
        try (SemLock semaphore = SemLock.create(0)) {
            Thread[] waiters = new Thread[50];
            for (int i = 0; i < waiters.length; i++) {
                waiters[i] = Thread.startVirtualThread(() -> {
                    try {
                        semaphore.acquire();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
            }
            Thread.startVirtualThread(() -> {
                for (int i = 0; i < waiters.length; i++) {
                    semaphore.release();
                }
            });
            for (Thread each : waiters) {
                assertTrue(each.join(SOON));
            }
        }
    }

    /** Creates a semaphore, says its name, and stays until it is killed. */
    static final class Creator {
        public static void main(String[] args) throws Exception {
            SemLock semaphore = SemLock.create(0);
            System.out.println(semaphore.name());
            Thread.currentThread().join();
        }
    }

    @Test
    void aKilledCreatorLeavesNoName() throws Exception {
        try (var running = JavaProgram.of(Creator.class).start()) {
            Path left = file(running.awaitLine(line -> line.startsWith("/mp-")));
            assertTrue(Files.exists(left));
            running.process().destroyForcibly();
            long start = System.nanoTime();
            while (Files.exists(left)) {
                assertTrue(System.nanoTime() - start < 2_000_000_000L, () -> left + " is still there");
                LockSupport.parkNanos(5_000_000);
            }
        }
    }

    private static Process python(String... script) throws IOException {
        return new ProcessBuilder("python3", "-c", String.join("\n", script))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            return python("import _multiprocessing; _multiprocessing.SemLock._rebuild")
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void pythonOpensOurs() throws Exception {
        assumeTrue(hasPython());
        try (SemLock request = SemLock.create(0);
                SemLock reply = SemLock.create(0)) {
            Process process = python(
                    "import _multiprocessing",
                    "request = _multiprocessing.SemLock._rebuild(0, 1, 1 << 30, '" + request.name() + "')",
                    "reply = _multiprocessing.SemLock._rebuild(0, 1, 1 << 30, '" + reply.name() + "')",
                    "request.acquire()",
                    "reply.release()");
            request.release();
            assertTrue(reply.tryAcquire(SOON));
            assertEquals(0, process.waitFor());
        }
    }

    @Test
    void weOpenPythons() throws Exception {
        assumeTrue(hasPython());
        Process process = python(
                "import multiprocessing",
                "semaphore = multiprocessing.get_context('spawn').Semaphore(3)",
                "print(semaphore._semlock.name, flush=True)",
                "input()",
                "print(semaphore.get_value(), flush=True)");
        try (var out = process.inputReader();
                var in = process.outputWriter()) {
            try (SemLock semaphore = SemLock.open(out.readLine())) {
                assertEquals(3, semaphore.getValue());
                semaphore.acquire();
                assertTrue(semaphore.tryAcquire());
            }
            in.write("\n");
            in.flush();
            assertEquals("1", out.readLine());
        }
        assertEquals(0, process.waitFor());
    }

    @Test
    void whoUsesItWhileItIsClosedIsTold() throws Exception {
        for (int i = 0; i < 20; i++) {
            SemLock semaphore = SemLock.create(0);
            var waiter = new Together.Worker<>(() -> {
                semaphore.acquire();
                return true;
            });
            var asker = new Together.Worker<>(() -> {
                while (!semaphore.toString().contains("closed")) {
                    semaphore.tryAcquire();
                }
                return true;
            });
            semaphore.close();
            for (var each : List.of(waiter, asker)) {
                each.thread.join();
            }
            assertInstanceOf(
                    IllegalStateException.class,
                    assertThrows(ExecutionException.class, waiter::get).getCause());
        }
    }
}
