package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.TaskFailedException;
import io.github.multiprocessing4j.pool.PoolStats.Usage;
import io.github.multiprocessing4j.testkit.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What every pool tells of its work. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SeeingContract {
    private Pool pool = Pool.over(InMemoryBackend.running(1));

    abstract Pool newPool(int workers);

    @BeforeAll
    void open() {
        pool = newPool(1);
        pool.apply(() -> 1);
    }

    @AfterAll
    void close() {
        pool.close();
    }

    /** A task that takes so long. */
    private static int take(long millis) {
        try {
            Work.millis(millis);
            return 0;
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts it", e);
        }
    }

    // -- stats

    @Test
    void whatItsWorkersHaveDoneIsAddedUp() {
        Usage before = pool.stats().total();
        pool.map(_ -> take(20), IntStream.range(0, 10).boxed().toList(), 5);
        Usage after = pool.stats().total();
        assertEquals(10, after.items() - before.items());
        assertEquals(2, after.chunks() - before.chunks());
        long worked = after.working().minus(before.working()).toMillis();
        assertTrue(worked >= 200 && worked < 20_000, () -> worked + " ms");
        assertEquals(before.startUp(), after.startUp());
        assertTrue(after.startUp().isPositive());
    }

    @Test
    void anItemThatFailsHasTakenTimeToo() {
        Usage before = pool.stats().total();
        assertThrows(
                TaskFailedException.class,
                () -> pool.apply(() -> {
                    take(30);
                    throw new IllegalStateException();
                }));
        Usage after = pool.stats().total();
        assertEquals(before.items(), after.items());
        assertEquals(before.chunks() + 1, after.chunks());
        assertTrue(after.working().minus(before.working()).toMillis() >= 30);
    }

    @Test
    void theSlowestTasksAreNamed() {
        try (Pool fresh = newPool(1)) {
            fresh.map(n -> take(n == 3 ? 200 : 10 + n), List.of(0, 1, 2, 3, 4, 5, 6, 7), 1);
            PoolStats stats = fresh.stats();
            assertEquals(5, stats.slowest().size());
            assertEquals("item 3 of map", stats.slowest().getFirst().task());
            assertTrue(stats.slowest().getFirst().time().toMillis() >= 200);
            List<Duration> times =
                    stats.slowest().stream().map(PoolStats.SlowTask::time).toList();
            assertEquals(times.stream().sorted(Collections.reverseOrder()).toList(), times);
            WorkerId worker = stats.workers().getFirst().worker();
            assertEquals(worker, stats.slowest().getFirst().worker());
            assertTrue(stats.toString().contains(worker.toString()), stats::toString);
            assertTrue(stats.toString().contains("item 3 of map took 0."), stats::toString);
        }
    }

    /** Whoever looks when a pool seems to hang must see who works and who does not. */
    @Test
    void whoHasNothingToDoWaitsAndWhoRunsSomethingWorks() {
        Usage before = pool.stats().total();
        take(50);
        Usage idle = pool.stats().total();
        assertEquals(before.working(), idle.working());
        assertTrue(idle.waiting().minus(before.waiting()).toMillis() >= 50);
        var running = pool.applyAsync(() -> take(500));
        take(50);
        Usage busy = pool.stats().total();
        assertFalse(running.ready());
        assertTrue(busy.working().minus(idle.working()).toMillis() >= 40, busy::toString);
        running.join();
    }

    @Test
    void whoHasEndedIsNotForgotten() throws Exception {
        try (Pool fresh = newPool(2)) {
            fresh.map(n -> n, IntStream.range(0, 100).boxed().toList(), 1);
            fresh.resize(1);
            while (fresh.stats().endedWorkers() == 0) {
                Thread.onSpinWait();
            }
            PoolStats stats = fresh.stats();
            assertEquals(1, stats.workers().size());
            assertEquals(100, stats.total().items());
            assertTrue(stats.toString().contains("1 that ended"), stats::toString);
            fresh.close();
            assertEquals(2, fresh.stats().endedWorkers());
            assertEquals(100, fresh.stats().ended().items());
        }
    }

    // -- progress

    /** What the listener was told. */
    private static final class Heard implements ProgressListener {
        final List<Progress> all = Collections.synchronizedList(new ArrayList<>());

        final Semaphore permits = new Semaphore(0);

        @Override
        public void progressed(Progress progress) {
            assertEquals(CallbackThread.THREAD_NAME, Thread.currentThread().getName());
            all.add(progress);
            permits.release();
        }

        void assertAscending() {
            List<Long> done = all.stream().map(Progress::done).toList();
            assertEquals(done.stream().sorted().toList(), done);
        }
    }

    @Test
    void theListenerHasHeardOfTheLastItemWhenTheResultIsThere() {
        for (int round = 0; round < 50; round++) {
            Heard heard = new Heard();
            pool.map(
                    n -> n,
                    Collections.nCopies(30, 1),
                    TaskOptions.none().chunkSize(2).onProgress(heard));
            assertEquals(new Progress("map", 30, 30), heard.all.getLast());
            heard.assertAscending();
            assertTrue(heard.all.size() <= 15, heard.all::toString);
        }
    }

    @Test
    void itHearsOfEachStepIfItIsQuickEnough() throws Exception {
        Heard heard = new Heard();
        var result = pool.mapAsync(
                n -> take(20 * n),
                List.of(1, 2, 3),
                TaskOptions.none().chunkSize(1).onProgress(heard));
        heard.permits.acquire(3);
        assertEquals(3, heard.all.getLast().done());
        assertEquals("map: 1 of 3 items", heard.all.getFirst().toString());
        result.join();
    }

    @Test
    void itHearsOfItemsThatFailAndOfASingleTask() {
        Heard heard = new Heard();
        var options = TaskOptions.none().chunkSize(2).onProgress(heard);
        assertThrows(TaskFailedException.class, () -> pool.map(n -> 1 / n, List.of(1, 0, 1, 1), options));
        assertEquals(4, heard.all.getLast().done());
        assertEquals("single", pool.apply(() -> "single", TaskOptions.none().onProgress(heard)));
        assertEquals(new Progress("apply", 1, 1), heard.all.getLast());
    }

    @Test
    void ofAnInputWithoutALengthTheEndIsNotKnown() throws Exception {
        Heard heard = new Heard();
        Iterable<Integer> input = List.of(1, 2, 3, 4)::iterator;
        pool.imap(n -> n, input, TaskOptions.none().onProgress(heard)).forEachRemaining(_ -> {});
        while (heard.all.isEmpty() || heard.all.getLast().done() < 4) {
            heard.permits.acquire();
        }
        assertEquals(new Progress("imap", 4, Progress.UNKNOWN), heard.all.getLast());
        assertEquals("imap: 4 items", heard.all.getLast().toString());
    }

    @Test
    void oneThatThrowsHarmsNobody() {
        var options = TaskOptions.none().onProgress(_ -> {
            throw new IllegalStateException("meant to be thrown");
        });
        assertEquals(List.of(1, 2), pool.map(n -> n, List.of(1, 2), options));
    }

    @Test
    void aSlowOneIsToldLessOften() {
        Heard heard = new Heard();
        var options = TaskOptions.none().chunkSize(1).onProgress(progress -> {
            heard.progressed(progress);
            take(50);
        });
        long start = System.nanoTime();
        pool.map(n -> n, Collections.nCopies(200, 1), options);
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertTrue(millis < 5000, () -> millis + " ms, and not 200 times 50");
        assertEquals(200, heard.all.getLast().done());
    }
}
