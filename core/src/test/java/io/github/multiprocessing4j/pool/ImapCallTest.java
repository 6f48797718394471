package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.TaskFailedException;
import io.github.multiprocessing4j.function.RemoteFunction;
import io.github.multiprocessing4j.pool.PoolBackend.Preparation;
import io.github.multiprocessing4j.testkit.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ImapCallTest {
    private static final int WORKERS = 2;

    private static final int WINDOW = WORKERS * Window.CHUNKS_PER_WORKER;

    private final InMemoryBackend backend = InMemoryBackend.stepwise(WORKERS);

    private final Pool pool = Pool.over(backend);

    private final Pool runningPool = Pool.over(InMemoryBackend.running(WORKERS));

    private final AtomicInteger read = new AtomicInteger();

    @AfterEach
    void terminate() {
        pool.terminate();
        runningPool.terminate();
    }

    /** 0, 1, 2 and so on for ever, counting how many were read. */
    private Iterable<Integer> endless() {
        return () -> Stream.generate(read::getAndIncrement).iterator();
    }

    @Test
    void resultsAreAStreamAsLazyAsTheInput() throws Exception {
        try (Pool running = Pool.over(InMemoryBackend.running(2));
                Stream<Integer> squares = running.<Integer, Integer>imap(n -> n * n, endless()).stream()) {
            assertEquals(List.of(0, 1, 4, 9), squares.limit(4).toList());
        }
    }

    @Test
    void resultsComeInTheInputsOrder() throws Exception {
        IMapIterator<Integer> results = pool.imap(n -> n * n, List.of(1, 2, 3));
        backend.take(2).run();
        assertThrows(TimeoutException.class, () -> results.next(Duration.ofMillis(1)));
        backend.runNext();
        assertEquals(1, results.next());
        assertThrows(TimeoutException.class, () -> results.next(Duration.ZERO));
        backend.runNext();
        assertEquals(List.of(4, 9), rest(results));
        assertThrows(NoSuchElementException.class, results::next);
    }

    @Test
    void unorderedResultsComeAsTheyArrive() throws Exception {
        IMapIterator<Integer> results = pool.imapUnordered(n -> n * n, List.of(1, 2, 3));
        backend.take(2).run();
        assertEquals(9, results.next());
        backend.runNext();
        backend.runNext();
        assertEquals(List.of(1, 4), rest(results));
    }

    @Test
    void emptyInputHasNoResults() {
        assertFalse(pool.imap(n -> n, List.of()).hasNext());
        assertThrows(
                NoSuchElementException.class,
                () -> pool.imapUnordered(n -> n, List.of()).next());
    }

    @Test
    void endlessInputIsReadNoFurtherThanTheWindow() throws Exception {
        IMapIterator<Integer> results = pool.imap(n -> n, endless());
        backend.take(WINDOW - 1).run(); // is there only when the window is full
        assertEquals(WINDOW, read.get());
        for (int taken = 0; taken < 1000; taken++) {
            backend.runNext();
            assertEquals(taken, results.next());
            assertTrue(read.get() <= taken + 1 + WINDOW, () -> read + " were read");
        }
        results.close();
    }

    @Test
    void chunksOfEndlessInputAreBoundedToo() {
        IMapIterator<Integer> results = runningPool.imap(n -> n, endless(), 10);
        for (int taken = 0; taken < 1000; taken++) {
            assertEquals(taken, results.next());
            assertTrue(read.get() <= taken + 1 + 10 * WINDOW, () -> read + " were read");
        }
        results.close();
        assertFalse(results.hasNext());
    }

    @Test
    void allResultsOfALongInputCome() {
        List<Integer> items = IntStream.range(0, 50_000).boxed().toList();
        assertEquals(items, rest(runningPool.imap(n -> n, items)));
        assertEquals(items, rest(runningPool.imap(n -> n, items, 7)));
        assertEquals(
                items,
                rest(runningPool.imapUnordered(n -> n, items, 7)).stream()
                        .sorted()
                        .toList());
    }

    @Test
    void aFailureTakesItsItemsPlaceAndTheRestFollows() {
        IMapIterator<Integer> results = runningPool.imap(n -> 6 / n, List.of(1, 0, 2));
        assertEquals(6, results.next());
        TaskFailedException e = assertThrows(TaskFailedException.class, results::next);
        Told.assertTells(e, "item 1 of imap failed");
        assertEquals(List.of(3), rest(results));
    }

    @Test
    void theResultsBeforeAFailureInItsChunkAreDelivered() {
        IMapIterator<Integer> results = runningPool.imap(n -> 6 / n, List.of(1, 2, 0, 3, 6), 4);
        assertEquals(6, results.next());
        assertEquals(3, results.next());
        assertThrows(TaskFailedException.class, results::next);
        assertEquals(List.of(1), rest(results));
    }

    @Test
    void anExceptionOfTheInputComesAfterTheResultsBeforeIt() {
        Iterable<Integer> failing = () -> Stream.iterate(1, n -> {
                    if (n == 3) {
                        throw new IllegalStateException("input");
                    }
                    return n + 1;
                })
                .iterator();
        for (int chunkSize = 1; chunkSize < 5; chunkSize++) {
            IMapIterator<Integer> results = runningPool.imap(n -> n, failing, chunkSize);
            for (int i = 1; i <= 3; i++) {
                assertEquals(i, results.next());
            }
            assertTrue(results.hasNext());
            assertEquals(
                    "input",
                    assertThrows(IllegalStateException.class, results::next).getMessage());
            assertFalse(results.hasNext());
        }
    }

    /** When it comes among the results nobody knows, but it comes, and those before it, each once. */
    @Test
    void anExceptionOfTheInputComesAmongUnorderedResults() {
        for (int chunkSize = 1; chunkSize < 4; chunkSize++) {
            IMapIterator<Integer> none = runningPool.imapUnordered(n -> n, failingAfter(0), chunkSize);
            assertThrows(IllegalStateException.class, none::next);
            assertFalse(none.hasNext());

            IMapIterator<Integer> seven = runningPool.imapUnordered(n -> n, failingAfter(7), chunkSize);
            List<Integer> come = new ArrayList<>();
            int failures = 0;
            while (seven.hasNext()) {
                try {
                    come.add(seven.next());
                } catch (IllegalStateException e) {
                    assertEquals("input", e.getMessage());
                    failures++;
                }
            }
            assertEquals(1, failures);
            assertEquals(List.of(0, 1, 2, 3, 4, 5, 6), come.stream().sorted().toList());
        }
    }

    private Iterable<Integer> failingAfter(int items) {
        return () -> IntStream.iterate(0, n -> n + 1)
                .mapToObj(n -> {
                    if (n == items) {
                        throw new IllegalStateException("input");
                    }
                    return n;
                })
                .iterator();
    }

    @Test
    void aBlockedInputDelaysNoResultThatIsThere() throws Exception {
        LinkedBlockingQueue<Integer> input = new LinkedBlockingQueue<>(List.of(1));
        IMapIterator<Integer> results = runningPool.imapUnordered(n -> n + 1, () -> blocking(input));
        for (int expected = 2; expected < 100; expected++) {
            int result = results.next();
            assertEquals(expected, result);
            input.add(result); // nothing more would come if the result were not there before the input goes on
        }
        input.add(-1);
        assertEquals(100, results.next());
        assertFalse(results.hasNext());
    }

    private static Iterator<Integer> blocking(LinkedBlockingQueue<Integer> queue) {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                try {
                    next = queue.take();
                    return next >= 0;
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public Integer next() {
                return next;
            }
        };
    }

    @Test
    void aPoolClosesThoughAnIteratorWasAbandoned() {
        IMapIterator<Integer> results = runningPool.imap(n -> n, endless());
        assertEquals(0, results.next());
        runningPool.close();
        IllegalStateException end = assertThrows(IllegalStateException.class, () -> {
            for (int next = 1; true; next++) {
                assertEquals(next, results.next());
            }
        });
        Told.assertTells(end, "closed before the input of imap was read to its end");
        assertFalse(results.hasNext());
    }

    @Test
    void aPoolJoinsThoughAnIteratorThatNobodyBeganToReadIsThere() {
        runningPool.imap(n -> n, endless());
        runningPool.shutdown();
        runningPool.join();
    }

    @Test
    void anIteratorGoesOnAfterShutdown() {
        List<Integer> items = IntStream.range(0, 1000).boxed().toList();
        IMapIterator<Integer> results = runningPool.imap(n -> n, items);
        runningPool.shutdown();
        assertEquals(items, rest(results));
        runningPool.join();
    }

    @Test
    void closingTakesBackWhatHasNotBegun() throws Exception {
        IMapIterator<Integer> results = pool.imap(n -> n, endless());
        backend.take(WINDOW - 1).run();
        results.close();
        results.close();
        assertEquals(0, backend.waiting());
        assertFalse(results.hasNext());
        assertThrows(NoSuchElementException.class, results::next);
        pool.close();
        assertTrue(backend.isStopped());
    }

    @Test
    void terminatingCancelsWhatIsWaitedFor() throws Exception {
        IMapIterator<Integer> results = pool.imap(n -> n, List.of(1, 2));
        backend.take(1).run();
        pool.terminate();
        assertThrows(CancellationException.class, results::next);
        assertEquals(2, results.next());
    }

    private static <T> List<T> rest(IMapIterator<T> results) {
        List<T> all = new ArrayList<>();
        results.forEachRemaining(all::add);
        return all;
    }

    /** An input whose end never comes: its iterator waits for an element for ever. */
    private static Iterable<Integer> blocked(LinkedBlockingQueue<Integer> elements) {
        return () -> Stream.generate(() -> {
                    try {
                        return elements.take();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .iterator();
    }

    @Test
    void whoWaitsForABlockedInputIsToldOfTheEndOfThePool() {
        LinkedBlockingQueue<Integer> elements = new LinkedBlockingQueue<>();
        IMapIterator<Integer> results = pool.imap(n -> n, blocked(elements));
        pool.terminate();
        assertThrows(CancellationException.class, results::next);

        IMapIterator<Integer> others = runningPool.imap(n -> n, blocked(elements));
        runningPool.close();
        assertThrows(IllegalStateException.class, others::next);
        elements.addAll(List.of(1, 2)); // lets the readers go
    }

    /** Helper threads that are not always to be had. */
    private static final class Scarce implements Executor {
        volatile boolean none;

        /** A permit for each piece of work that has ended. */
        final Semaphore ended = new Semaphore(0);

        @Override
        public void execute(Runnable work) {
            if (none) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            HelperThreads.all().execute(() -> {
                work.run();
                ended.release();
            });
        }
    }

    private ImapCall<Integer> imapWith(Scarce threads, Iterable<Integer> items) {
        Front front = new Front(backend, new Lifecycle(backend), threads, new CallbackThread());
        Window window = Window.of(WINDOW, true);
        RemoteFunction<@Nullable Object, @Nullable Object> same = n -> n;
        Preparation code = backend.prepare(new Task.Apply(same), TaskOptions.none());
        ProgressTeller progress = front.newTeller("imap", Progress.UNKNOWN, TaskOptions.none());
        return new ImapCall<>("imap", front, code, progress, new InputReader(items.iterator(), 1), window);
    }

    @Test
    void aReaderThatGotNoThreadGetsOneLaterAndNothingIsLost() throws Exception {
        Scarce threads = new Scarce();
        ImapCall<Integer> results = imapWith(threads, endless()).start();
        threads.ended.acquire(); // the reader has filled the window
        backend.take(WINDOW - 1).run();
        threads.none = true;
        for (int taken = 0; taken < WINDOW - 1; taken++) {
            backend.runNext();
            assertEquals(taken, results.next());
        }
        assertEquals(WINDOW - 1, results.next());
        assertThrows(OutOfMemoryError.class, results::next, "nobody reads and nothing is left");
        assertThrows(OutOfMemoryError.class, results::hasNext);
        threads.none = false;
        assertTrue(results.hasNext());
        backend.runNext();
        assertEquals(WINDOW, results.next());
        results.close();
    }

    @Test
    void aCallThatGetsNoThreadFailsAndLeavesNothingOpen() throws Exception {
        Scarce threads = new Scarce();
        threads.none = true;
        ImapCall<Integer> results = imapWith(threads, List.of(1));
        assertThrows(OutOfMemoryError.class, results::start);
        assertFalse(results.hasNext());
    }

    @Test
    void whatTheReaderItselfCannotDoIsTheEndOfTheInput() {
        Front front = new Front(backend);
        Preparation broken = (_, _, _) -> {
            throw new OutOfMemoryError("Java heap space");
        };
        InputReader reader = new InputReader(List.of(1).iterator(), 1);
        ProgressTeller progress = front.newTeller("imap", 1, TaskOptions.none());
        var results = new ImapCall<Integer>("imap", front, broken, progress, reader, Window.of(1, true)).start();
        assertThrows(OutOfMemoryError.class, results::next);
        assertThrows(NoSuchElementException.class, results::next);
    }
}
