package io.github.multiprocessing4j.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.ChildProcessBuilder;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.io.EOFException;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Threads and processes at the other end. */
final class Peers {
    /** Within what a death must be noticed. */
    static final long ONE_SECOND = TimeUnit.SECONDS.toNanos(1);

    private Peers() {}

    /** Runs it in a child, which must end well. */
    static void inChild(RemoteRunnable work) {
        endsWell(ChildProcess.start(work));
    }

    static void endsWell(ChildProcess child) {
        child.join();
        assertEquals(0, child.exitStatus().exitCode());
    }

    static void killed(ChildProcess child) {
        child.kill();
        child.join();
        assertEquals(-9, child.exitStatus().exitCode());
    }

    /** For a child that dies when it comes to a point. */
    static ChildProcessBuilder armed(String point) {
        return ChildProcess.builder().jvmOptions(ShortLived.and("-D" + FaultPoint.PROPERTY + "=" + point));
    }

    static void diedThere(ChildProcess child, String point) {
        child.join();
        assertEquals(FaultPoint.EXIT_CODE, child.exitStatus().exitCode(), () -> "did not come to " + point);
    }

    /** The end comes, and within a second. */
    static void findsTheEnd(Connection connection) {
        long start = System.nanoTime();
        assertThrows(EOFException.class, connection::recv);
        long taken = System.nanoTime() - start;
        assertTrue(taken < ONE_SECOND, () -> "the end showed after " + taken / 1_000_000 + " ms");
    }

    /** A child dies when it comes to a point, and the end comes within a second. */
    static void findsTheEnd(Connection connection, ChildProcess child, String point) throws Exception {
        Worker<Long> reader = new Worker<>(() -> {
            assertThrows(EOFException.class, connection::recv);
            return System.nanoTime();
        });
        diedThere(child, point);
        long dead = System.nanoTime();
        assertTrue(reader.get() - dead < ONE_SECOND);
    }

    static void awaitTrue(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            assertTrue(!Thread.currentThread().isInterrupted(), "took too long");
            Thread.onSpinWait();
        }
    }

    /** Waits until a thread sleeps, at whatever. */
    static void awaitBlocked(Thread thread) {
        awaitTrue(() -> thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.TIMED_WAITING
                || inFutex(thread));
    }

    private static boolean inFutex(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().endsWith(".os.Futex")) {
                return true;
            }
        }
        return false;
    }

    /** A thread with a result. */
    static final class Worker<T> {
        final Thread thread;

        private final FutureTask<T> result;

        Worker(Callable<T> work) {
            result = new FutureTask<>(work);
            thread = Thread.ofPlatform().name("worker").start(result);
        }

        T get() throws Exception {
            return result.get(40, TimeUnit.SECONDS);
        }

        boolean isDone() {
            return result.isDone();
        }
    }
}
