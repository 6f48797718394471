package io.github.multiprocessing4j.pool;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.TaskFailedException;
import io.github.multiprocessing4j.function.RemoteCallable;
import io.github.multiprocessing4j.testkit.Told;
import java.io.FileNotFoundException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What every pool does while nobody dies, whatever its workers are. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PoolContract {
    private Pool pool = Pool.over(InMemoryBackend.running(1));

    /** {@return a pool of the kind that is tested} */
    abstract Pool newPool(int workers);

    /** {@return one with two workers that many tests share} */
    Pool newSharedPool() {
        return newPool(2);
    }

    /** The one with two workers that all tests share which don't close it. */
    final Pool pool() {
        return pool;
    }

    @BeforeAll
    void open() {
        pool = newSharedPool();
        awaitTrue(() -> pool.toString().contains("2 ready")); // or one that comes up later would look like a leak
    }

    @AfterAll
    void close() {
        pool.close();
    }

    final Throwable causeOf(RemoteCallable<Object> code) {
        return Told.cause(Throwable.class, assertThrows(TaskFailedException.class, () -> pool.apply(code)));
    }

    @Test
    void mapsInTheInputsOrder() {
        List<Integer> items = IntStream.range(0, 1000).boxed().toList();
        List<Integer> squares = items.stream().map(n -> n * n).toList();
        assertEquals(squares, pool.map(n -> n * n, items));
        assertEquals(squares, pool.map(n -> n * n, items, 1));
    }

    @Test
    void everyCallWorks() throws Exception {
        assertEquals(List.of(3, 7), pool.starmap((a, b) -> a + b, List.of(Map.entry(1, 2), Map.entry(3, 4))));
        assertEquals("one call", pool.apply(() -> "one call"));
        assertEquals(42, pool.applyAsync(() -> 6 * 7).get());
        List<Integer> results = new ArrayList<>();
        pool.imap(n -> n + 1, List.of(1, 2, 3)).forEachRemaining(results::add);
        pool.imapUnordered(n -> n + 1, List.of(4), 5).forEachRemaining(results::add);
        assertEquals(List.of(2, 3, 4, 5), results);
        assertEquals(
                Arrays.asList(null, null),
                pool.<@Nullable Integer, @Nullable Object>map(n -> null, Arrays.asList(null, 1)));
    }

    @Test
    void aFailureHasTheTasksOwnFrames() {
        TaskFailedException e =
                assertThrows(TaskFailedException.class, () -> pool.map(PoolContract::failing, List.of(1)));
        FileNotFoundException cause = Told.cause(FileNotFoundException.class, e);
        assertEquals("number 1", cause.getMessage());
        assertEquals("failing", cause.getStackTrace()[0].getMethodName());
        assertEquals(PoolContract.class.getName(), cause.getStackTrace()[0].getClassName());
        Told.assertTells(e, "item 0 of map", "(pid " + e.pid() + ")");
    }

    private static int failing(int n) throws FileNotFoundException {
        throw new FileNotFoundException("number " + n);
    }

    @Test
    void errorsAreFailuresLikeOthers() {
        assertInstanceOf(StackOverflowError.class, causeOf(() -> deeper(0)));
        assertInstanceOf(AssertionError.class, causeOf(() -> {
            throw new AssertionError("x");
        }));
        assertInstanceOf(LinkageError.class, causeOf(() -> Unloadable.VALUE));
    }

    private static int deeper(int depth) {
        return depth < 0 ? 0 : deeper(depth + 1) + 1;
    }

    private static final class Unloadable {
        static final Integer VALUE = Integer.valueOf("no number");
    }

    @Test
    void aTaskMayLeaveItsThreadInterrupted() {
        List<Boolean> interrupted = pool.map(
                n -> {
                    boolean before = Thread.currentThread().isInterrupted();
                    Thread.currentThread().interrupt();
                    return before;
                },
                IntStream.range(0, 20).boxed().toList(),
                1);
        assertTrue(interrupted.stream().noneMatch(b -> b), interrupted::toString);
    }

    @Test
    void manySmallItemsCross() {
        List<Long> items = LongStream.range(0, 200_000).boxed().toList();
        assertEquals(items, pool.map(n -> n, items));
        List<Long> some = items.subList(0, 20_000);
        assertEquals(some, pool.map(n -> n, some, 1));
        long sum = 0;
        for (long n : pool.imapUnordered(n -> n, items, 100)) {
            sum += n;
        }
        assertEquals(200_000L * 199_999 / 2, sum);
    }

    @Test
    void severalThreadsShareAPool() throws Exception {
        List<Integer> items = IntStream.range(0, 500).boxed().toList();
        List<AsyncResult<List<Integer>>> results = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int shift = i;
            results.add(pool.mapAsync(n -> n + shift, items, 10));
        }
        for (int i = 0; i < 8; i++) {
            int shift = i;
            assertEquals(
                    items.stream().map(n -> n + shift).toList(), results.get(i).get());
        }
    }

    // -- with a pool of its own

    @Test
    void anUnusedPoolClosesAtOnce() {
        newPool(2).close();
    }

    @Test
    void closingWaitsForTheWork() throws Exception {
        AsyncResult<List<Integer>> result;
        try (Pool own = newPool(2)) {
            result = own.mapAsync(n -> n, IntStream.range(0, 1000).boxed().toList(), 3);
        }
        assertTrue(result.successful());
        assertEquals(1000, result.get().size());
    }

    @Test
    void terminatingUnderLoadEndsEverything() {
        Pool own = newPool(2);
        AsyncResult<List<Integer>> result = own.mapAsync(
                PoolContract::endless, IntStream.range(0, 1000).boxed().toList(), 1);
        IMapIterator<Integer> results =
                own.imap(n -> n, IntStream.range(0, 1000).boxed()::iterator);
        own.terminate();
        assertThrows(CancellationException.class, result::get);
        assertThrows(CancellationException.class, results::next);
        own.join();
        own.close();
        assertTrue(own.toString().contains("0 ready, 0 starting"), own::toString);
    }

    private static Integer endless(Integer n) throws InterruptedException {
        new CountDownLatch(1).await();
        return n;
    }

    @Test
    void closingWhenInterruptedTerminates() {
        Pool own = newPool(1);
        AsyncResult<Integer> result = own.applyAsync(() -> endless(1));
        Thread.currentThread().interrupt();
        own.close();
        assertTrue(Thread.interrupted());
        assertThrows(CancellationException.class, result::get);
    }

    @Test
    void anInterruptedThreadCanCreateAPool() {
        Thread.currentThread().interrupt();
        try (Pool own = newPool(1)) {
            assertTrue(Thread.interrupted());
            assertEquals(1, own.apply(() -> 1));
        }
    }

    @Test
    void anAbandonedIteratorKeepsNothingOpen() {
        try (Pool own = newPool(2)) {
            IMapIterator<Integer> results = own.imap(
                    n -> n, () -> IntStream.iterate(0, n -> n + 1).boxed().iterator());
            assertEquals(0, results.next());
        }
    }

    @Test
    void callbacksAreCalledBeforeItIsClosed() {
        List<Integer> values = Collections.synchronizedList(new ArrayList<>());
        try (Pool own = newPool(2)) {
            for (int i = 0; i < 10; i++) {
                own.applyAsync(() -> 1).onSuccess(values::add);
            }
        }
        assertEquals(Collections.nCopies(10, 1), values);
    }

    @Test
    void whatHasNotBegunCanBeCancelled() throws Exception {
        try (Pool own = newPool(1)) {
            List<AsyncResult<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                all.add(own.applyAsync(() -> endless(1)));
            }
            for (AsyncResult<Integer> each : all) {
                assertTrue(each.cancel(true));
            }
            assertEquals(2, own.applyAsync(() -> 2).get(30, TimeUnit.SECONDS));
            assertFalse(all.getLast().successful());
        }
    }
}
