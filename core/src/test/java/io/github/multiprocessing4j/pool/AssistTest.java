package io.github.multiprocessing4j.pool;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.WaitInterruptedException;
import io.github.multiprocessing4j.failure.WorkerDiedException;
import io.github.multiprocessing4j.sync.Semaphore;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A caller that waits for its result takes in what its worker sends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AssistTest {
    private static final int CALLS = 3000;

    private Pool pool;

    @BeforeAll
    void start() {
        pool = ShortLived.pool(2);
        awaitTrue(() -> pool.toString().contains("2 ready")); // or one that comes up later would look like a leak
    }

    @AfterAll
    void end() {
        pool.close();
    }

    /** Several look at the same time, of whom one at a time may; and others' results come in between. */
    @Test
    void callersOfAllKindsGetTheirOwnResults() throws Exception {
        List<CompletableFuture<Integer>> callers = new ArrayList<>();
        List<AsyncResult<Integer>> others = new ArrayList<>();
        for (int caller = 0; caller < 4; caller++) {
            CompletableFuture<Integer> done = new CompletableFuture<>();
            callers.add(done);
            int number = caller;
            Thread.Builder kind = caller % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
            kind.name("test-caller-" + caller).start(() -> done.completeAsync(() -> wrongOnes(number), Runnable::run));
        }
        for (int i = 0; i < CALLS; i++) {
            int n = i;
            others.add(pool.applyAsync(() -> -n));
        }
        for (int i = 0; i < CALLS; i++) {
            assertEquals(-i, others.get(i).get(60, TimeUnit.SECONDS));
        }
        for (CompletableFuture<Integer> each : callers) {
            assertEquals(0, each.get(60, TimeUnit.SECONDS));
        }
    }

    private int wrongOnes(int caller) {
        int wrong = 0;
        for (int i = 0; i < CALLS; i++) {
            int n = caller * CALLS + i;
            wrong += pool.<Integer>apply(() -> n) == n ? 0 : 1;
        }
        return wrong;
    }

    /** It does not come as a whole, so it is left to the receiver. */
    @Test
    void aLargeResultArrives() {
        for (int length : new int[] {100, 300_000, 3_000_000}) {
            assertArrayEquals(
                    IntStream.range(0, length).toArray(),
                    pool.apply(() -> IntStream.range(0, length).toArray()));
        }
    }

    @Test
    void whoIsInterruptedWhileHeLooksIsToldAndNothingElseIsLost() {
        try (Semaphore go = Semaphore.create(0);
                Pool own = ShortLived.pool(1)) {
            for (int i = 0; i < 100; i++) {
                int n = i;
                AsyncResult<Integer> earlier = own.applyAsync(() -> n);
                Thread.currentThread().interrupt();
                assertThrows(
                        WaitInterruptedException.class,
                        () -> own.apply(() -> {
                            go.acquire();
                            return n;
                        }));
                assertTrue(Thread.interrupted(), "the status stays set");
                assertEquals(n, earlier.join());
                go.release();
            }
            assertEquals(-1, own.<Integer>apply(() -> -1));
        }
    }

    @Test
    void aDeathShowsToWhoLooks() {
        try (Pool own = ShortLived.pool(1)) {
            assertThrows(
                    WorkerDiedException.class,
                    () -> own.apply(() -> {
                        Runtime.getRuntime().halt(7);
                        return 0;
                    }));
            assertEquals(1, own.<Integer>apply(() -> 1));
        }
    }

    @Test
    void aPoolThatIsTerminatedEndsTheLook() throws Exception {
        try (Pool own = ShortLived.pool(1);
                Semaphore begun = Semaphore.create(0);
                Semaphore never = Semaphore.create(0)) {
            CompletableFuture<@Nullable Throwable> thrown = new CompletableFuture<>();
            Thread.ofPlatform().name("test-caller").start(() -> {
                try {
                    own.apply(() -> {
                        begun.release();
                        never.acquire();
                        return 0;
                    });
                    thrown.complete(null);
                } catch (RuntimeException e) {
                    thrown.complete(e);
                }
            });
            begun.acquire();
            own.terminate();
            assertEquals(
                    CancellationException.class,
                    thrown.get(60, TimeUnit.SECONDS).getClass());
        }
    }

    /** What reads a result can do anything. */
    private static final class Curious implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private transient @Nullable ClassLoader seen;

        @Serial
        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            seen = Thread.currentThread().getContextClassLoader();
        }
    }

    @Test
    void theCallersContextClassLoaderIsNeitherUsedNorChanged() {
        Thread caller = Thread.currentThread();
        ClassLoader own = caller.getContextClassLoader();
        ClassLoader other = new ClassLoader(own) {};
        caller.setContextClassLoader(other);
        try {
            for (int i = 0; i < 200; i++) {
                assertSame(own, pool.apply(Curious::new).seen);
                assertSame(other, caller.getContextClassLoader());
            }
        } finally {
            caller.setContextClassLoader(own);
        }
    }

    @Test
    void aCallbackThatWaitsForAnotherCallIsServed() throws Exception {
        AtomicInteger sum = new AtomicInteger();
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        pool.applyAsync(() -> 1).onSuccess(one -> {
            sum.addAndGet(one + pool.<Integer>apply(() -> 2));
            done.complete(true);
        });
        assertTrue(done.get(60, TimeUnit.SECONDS));
        assertEquals(3, sum.get());
        assertFalse(Thread.currentThread().isInterrupted());
    }
}
