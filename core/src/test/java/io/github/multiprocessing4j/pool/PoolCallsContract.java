package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.Context;
import io.github.multiprocessing4j.failure.TaskFailedException;
import io.github.multiprocessing4j.testkit.Forgotten;
import io.github.multiprocessing4j.testkit.Told;
import java.io.FileNotFoundException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The counterparts of CPython's tests of pools, for a context's pool. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PoolCallsContract {
    static final List<Integer> TEN = IntStream.range(0, 10).boxed().toList();

    static final List<Integer> SQUARES = TEN.stream().map(n -> n * n).toList();

    private Pool pool = Pool.over(InMemoryBackend.running(1));

    /** {@return the context that is tested} */
    abstract Context context();

    /** {@return a pool of it} */
    Pool newPool(int workers) {
        return context().pool(workers);
    }

    @BeforeAll
    void open() {
        pool.close();
        pool = newPool(2);
        while (!pool.toString().contains("2 ready")) { // or one that comes up later would look like a leak
            Thread.onSpinWait();
        }
    }

    /** The one with two workers that all tests share. */
    final Pool pool() {
        return pool;
    }

    @AfterAll
    void close() {
        pool.close();
    }

    @Test
    void starmapAsyncSpreadsEntries() throws Exception {
        var result = pool.starmapAsync((a, b) -> a + b, List.of(Map.entry("x", 1), Map.entry("y", 2)), 1);
        assertEquals(List.of("x1", "y2"), result.get());
    }

    static int failing(int n) throws FileNotFoundException {
        throw new FileNotFoundException("number " + n);
    }

    @Test
    void emptyInputGivesAnEmptyResultAtOnce() throws Exception {
        assertEquals(List.of(), pool.map(n -> n, List.of()));
        assertEquals(List.of(), pool.mapAsync(n -> n, List.of(), 1).get(1, TimeUnit.SECONDS));
        assertEquals(List.of(), pool.starmap((a, b) -> a, List.<Map.Entry<Integer, Integer>>of()));
        assertFalse(pool.imap(n -> n, List.of()).hasNext());
    }

    /** {@return an input that throws when so many items were read} */
    private static Iterable<Integer> throwingAfter(int items) {
        return () -> Stream.iterate(0, n -> n + 1)
                .peek(n -> {
                    if (n == items) {
                        throw new IllegalCallerException("of the input");
                    }
                })
                .iterator();
    }

    @Test
    void anExceptionOfTheInputIsTheCallers() {
        for (int items : new int[] {0, 0, 3}) { // twice, since the pool must be as before
            assertOfTheInput(() -> pool.map(n -> n * n, throwingAfter(items), 1));
        }
        assertEquals(SQUARES, pool.map(n -> n * n, TEN));
    }

    private static void assertOfTheInput(org.junit.jupiter.api.function.Executable call) {
        assertEquals(
                "of the input", assertThrows(IllegalCallerException.class, call).getMessage());
    }

    @Test
    void imapGivesResultsInOrderAndThenTheInputsException() {
        for (int chunk : new int[] {1, 2}) {
            IMapIterator<Integer> results = pool.imap(n -> n * n, throwingAfter(3), chunk);
            assertEquals(List.of(0, 1, 4), List.of(results.next(), results.next(), results.next()));
            assertOfTheInput(results::next);
            assertFalse(results.hasNext());
        }
        assertEquals(SQUARES, pool.imap(n -> n * n, TEN).stream().toList());
    }

    @Test
    void imapUnorderedGivesResultsAndThenTheInputsException() {
        for (int chunk : new int[] {1, 2}) {
            IMapIterator<Integer> results = pool.imapUnordered(n -> n * n, throwingAfter(7), chunk);
            var come = new HashSet<Integer>();
            assertOfTheInput(() -> results.forEachRemaining((Consumer<Integer>) come::add));
            assertTrue(SQUARES.containsAll(come), come::toString);
        }
        assertOfTheInput(pool.imapUnordered(n -> n, throwingAfter(0))::next);
        assertEquals(
                new HashSet<>(SQUARES),
                new HashSet<>(pool.imapUnordered(n -> n * n, TEN).stream().toList()));
    }

    @Test
    void imapEndsAsAnIterator() {
        IMapIterator<Integer> results = pool.imap(n -> n, List.of(1));
        assertEquals(1, results.next());
        assertThrows(NoSuchElementException.class, results::next);
    }

    /** What a task has thrown is the cause, as itself. */
    @Test
    void whatATaskThrowsIsTheCause() {
        var thrown = assertThrows(TaskFailedException.class, () -> pool.apply(() -> failing(1)));
        assertEquals(
                FileNotFoundException.class,
                Told.cause(FileNotFoundException.class, thrown).getClass());
    }

    @Test
    void itemsAndResultsAreNotKept() {
        Forgotten seen = Forgotten.mapped(items -> pool.map(item -> item, items));
        pool.map(n -> n, TEN, 1); // whatever a worker had last
        seen.await();
    }
}
