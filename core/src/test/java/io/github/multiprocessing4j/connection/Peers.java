package io.github.multiprocessing4j.connection;

import static io.github.multiprocessing4j.testkit.Together.ONE_SECOND;
import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static io.github.multiprocessing4j.testkit.Together.diedThere;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.process.ChildProcess;
import java.io.EOFException;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Threads and processes at the other end. */
final class Peers {
    private Peers() {}

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
