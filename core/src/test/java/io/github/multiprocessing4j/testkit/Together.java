package io.github.multiprocessing4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.ChildProcessBuilder;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Threads and processes that these tests wait with. */
public final class Together {
    /** Within what a death must be noticed. */
    public static final long ONE_SECOND = TimeUnit.SECONDS.toNanos(1);

    private Together() {}

    /** Runs it in a child, which must end well. */
    public static void inChild(RemoteRunnable work) {
        endsWell(ShortLived.child().start(work));
    }

    public static void endsWell(ChildProcess child) {
        child.join();
        assertEquals(0, child.exitStatus().exitCode());
    }

    public static void killed(ChildProcess child) {
        child.kill();
        child.join();
        assertEquals(-9, child.exitStatus().exitCode());
    }

    /** Starts a child that dies when it comes to a point, and waits for that. */
    public static void diesAt(String point, RemoteRunnable work) {
        diedThere(armed(point).start(work), point);
    }

    /** For a child that dies when it comes to a point. */
    public static ChildProcessBuilder armed(String point) {
        return ChildProcess.builder().jvmOptions(ShortLived.and("-D" + FaultPoint.PROPERTY + "=" + point));
    }

    public static void diedThere(ChildProcess child, String point) {
        child.join();
        assertEquals(FaultPoint.EXIT_CODE, child.exitStatus().exitCode(), () -> "did not come to " + point);
    }

    /** Looks all the time at first, and then ten times in a millisecond: a JVM that comes up needs the processor. */
    public static void awaitTrue(BooleanSupplier condition) {
        for (int looks = 0; !condition.getAsBoolean(); looks++) {
            assertTrue(!Thread.currentThread().isInterrupted(), "took too long");
            if (looks < 10_000) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(100_000);
            }
        }
    }

    /** A thread with a result. */
    public static final class Worker<T> {
        /** Runs it. */
        public final Thread thread;

        private final FutureTask<T> result;

        /** Starts a thread. */
        public Worker(Callable<T> work) {
            result = new FutureTask<>(work);
            thread = Thread.ofPlatform().name("worker").start(result);
        }

        /** {@return its result, waiting for 20 s at most} */
        public T get() throws Exception {
            return result.get(20, TimeUnit.SECONDS);
        }

        /** {@return whether it has one} */
        public boolean isDone() {
            return result.isDone();
        }
    }

    /** {@return the same shared object, as it arrives in a process} */
    @SuppressWarnings("unchecked")
    public static <T> T sent(T object) throws IOException, ClassNotFoundException {
        return (T) Serialized.object(Serialized.bytes(Objects.requireNonNull(object)));
    }
}
