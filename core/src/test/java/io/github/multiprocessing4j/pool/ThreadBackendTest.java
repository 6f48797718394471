package io.github.multiprocessing4j.pool;

import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.pool.PoolBackend.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the back of threads owes the front. */
@Timeout(60)
class ThreadBackendTest {
    private static final long SEED = Long.getLong("mp4j.stress.seed", System.nanoTime());

    private static final int CHUNKS = 2000;

    private static final List<TaskOptions> OPTIONS = List.of(
            TaskOptions.none(),
            TaskOptions.timeout(ofNanos(100_000)),
            TaskOptions.none().softTimeout(ofNanos(50_000)).grace(ofNanos(50_000)),
            TaskOptions.none().stallTimeout(ofNanos(80_000)));

    private final Random random = new Random(SEED);

    private final AtomicIntegerArray ends = new AtomicIntegerArray(CHUNKS);

    private final CountDownLatch left = new CountDownLatch(CHUNKS);

    /** Interrupts that were not meant for the task that they hit. */
    private final AtomicInteger stray = new AtomicInteger();

    private static ThreadBackend start(int threads) {
        return ThreadBackend.start(new ThreadSettings(
                threads, Thread.ofPlatform().daemon().name("mp4j-test-", 1).factory(), null, /* grace= */ 1_000_000));
    }

    private static Chunk chunk(ThreadBackend backend, TaskOptions options, Task task, CompletableFuture<Outcome> end) {
        return backend.prepare(task, options).chunk(CallSite.ofCall("test"), List.of(0), end::complete);
    }

    /** Limits, cancelling, taking back and the end of all meet tasks that end by themselves at about the same time. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyChunkEndsExactlyOnceWhateverComesOverIt(boolean terminate) throws Exception {
        ThreadBackend backend = start(4);
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < CHUNKS; i++) {
            chunks.add(chunk(backend, i, random.nextInt(100_000)));
        }
        backend.submit(chunks);
        for (int i = 0; i < CHUNKS; i += 1 + random.nextInt(5)) {
            meddle(backend, chunks.get(i), i);
        }
        if (terminate) {
            backend.terminate();
        }
        assertTrue(left.await(30, TimeUnit.SECONDS), () -> left.getCount() + " chunks never ended, seed " + SEED);
        backend.stop();
        assertTrue(backend.awaitTermination(ofSeconds(30)));
        for (int i = 0; i < CHUNKS; i++) {
            assertEquals(1, ends.get(i), "ends of chunk " + i + ", seed " + SEED);
        }
        assertEquals(0, stray.get(), "seed " + SEED);
    }

    private Chunk chunk(ThreadBackend backend, int index, long nanos) {
        Task task = new Task.Call(() -> {
            noteStrayInterrupt();
            LockSupport.parkNanos(nanos);
            noteStrayInterrupt();
            return index;
        });
        TaskOptions options = OPTIONS.get(random.nextInt(OPTIONS.size()));
        return backend.prepare(task, options).chunk(CallSite.ofCall("test"), List.of(index), outcome -> {
            if (outcome instanceof Outcome.Done done) {
                assertEquals(List.of(index), done.values());
            }
            ended(index);
        });
    }

    private void noteStrayInterrupt() {
        if (Thread.currentThread().isInterrupted() && !TaskContext.current().isCancelled()) {
            stray.incrementAndGet();
        }
    }

    private void ended(int index) {
        ends.incrementAndGet(index);
        left.countDown();
    }

    private void meddle(ThreadBackend backend, Chunk chunk, int index) {
        switch (random.nextInt(4)) {
            case 0 -> {
                if (backend.withdraw(chunk)) {
                    ended(index);
                }
            }
            case 1 -> backend.interrupt(chunk);
            case 2 -> backend.resize(1 + random.nextInt(6));
            default -> LockSupport.parkNanos(random.nextLong(50_000));
        }
    }

    @Test
    void onlyWhatHasNotBegunCanBeTakenBack() throws Exception {
        ThreadBackend backend = start(1);
        var began = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var first = new CompletableFuture<Outcome>();
        var second = new CompletableFuture<Outcome>();
        Task.Call waits = new Task.Call(() -> {
            began.countDown();
            go.await();
            return 0;
        });
        Chunk running = chunk(backend, TaskOptions.none(), waits, first);
        Chunk queued = chunk(backend, TaskOptions.none(), waits, second);
        assertFalse(backend.withdraw(queued), "it was not submitted");
        backend.submit(List.of(running, queued));
        began.await();
        assertEquals(new PoolBackend.Load(0, 1, 1, 1), backend.load());
        assertFalse(backend.withdraw(running));
        assertTrue(backend.withdraw(queued));
        assertFalse(backend.withdraw(queued));
        go.countDown();
        assertInstanceOf(Outcome.Done.class, first.get());
        assertFalse(backend.withdraw(running));
        backend.stop();
        assertTrue(backend.awaitTermination(ofSeconds(30)));
        assertFalse(second.isDone());
    }

    @Test
    void whatIsSubmittedAfterTheEndIsDiscarded() throws Exception {
        ThreadBackend backend = start(1);
        backend.terminate();
        var end = new CompletableFuture<Outcome>();
        backend.submit(List.of(chunk(backend, TaskOptions.none(), new Task.Call(() -> 0), end)));
        assertEquals(new Outcome.Discarded(), end.getNow(new Outcome.Interrupted(new WorkerId("nobody", 0))));
        assertTrue(backend.awaitTermination(ofSeconds(30)));
    }

    @Test
    void theRestOfAChunkWithAFailureIsNotRun() throws Exception {
        ThreadBackend backend = start(1);
        var end = new CompletableFuture<Outcome>();
        List<@Nullable Object> seen = new ArrayList<>();
        Task task = new Task.Apply(n -> {
            seen.add(n);
            if (Objects.equals(n, 0)) {
                throw new IllegalStateException("for the test");
            }
            return n;
        });
        backend.submit(List.of(backend.prepare(task, TaskOptions.none())
                .chunk(CallSite.ofCall("test"), List.of(5, 0, 1), end::complete)));
        Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, end.get());
        assertEquals(List.of(5), failed.values());
        assertEquals(List.of(5, 0), seen);
        assertTrue(failed.worker().name().startsWith("mp4j-test-"), failed::toString);
        backend.kill();
        assertTrue(backend.awaitTermination(ofSeconds(30)));
    }
}
