package io.github.multiprocessing4j.pool;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.testkit.ShortLived;
import java.io.Serial;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pool keeps nothing of what went through it, neither here nor in its workers, though it stays open. */
@Timeout(60)
class ReleasedTest {
    private static @Nullable Pool pool;

    @BeforeAll
    static void open() {
        Pool opened = ShortLived.pool(1);
        awaitTrue(() -> opened.load().ready() == 1);
        pool = opened;
    }

    @AfterAll
    static void close() {
        pool().close();
    }

    private static Pool pool() {
        return Objects.requireNonNull(pool);
    }

    /** Something that is known by who it is. */
    static final class Thing implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        int answer() {
            return 42;
        }
    }

    private static void assertReleased(List<WeakReference<?>> things) {
        assertTrue(!things.isEmpty());
        awaitTrue(() -> {
            System.gc();
            return things.stream().allMatch(thing -> thing.refersTo(null));
        });
    }

    /** Its arguments, and what came back. */
    @Test
    void whatACallWasGivenAndWhatItReturned() {
        List<WeakReference<?>> things = new ArrayList<>();
        mapThings(things);
        assertEquals(20, things.size());
        assertReleased(things);
    }

    private static void mapThings(List<WeakReference<?>> things) {
        List<Thing> given = IntStream.range(0, 10).mapToObj(_ -> new Thing()).toList();
        List<Thing> returned = pool().map(thing -> thing, given);
        given.forEach(thing -> things.add(new WeakReference<>(thing)));
        returned.forEach(thing -> things.add(new WeakReference<>(thing)));
    }

    @Test
    void whatCodeHasCapturedWhoseResultNobodyWants() {
        List<WeakReference<?>> things = new ArrayList<>();
        submitThing(things);
        assertReleased(things);
    }

    private static void submitThing(List<WeakReference<?>> things) {
        Thing thing = new Thing();
        things.add(new WeakReference<>(thing));
        AsyncResult<Integer> ignored = pool().applyAsync(() -> thing.answer());
        things.add(new WeakReference<>(ignored));
    }

    /** What the iterator has given away is no longer its. */
    @Test
    void whatAnIteratorHasGivenAway() {
        IMapIterator<Thing> results = pool().imap(_ -> new Thing(), IntStream.range(0, 10)::iterator);
        for (int i = 0; i < 10; i++) {
            List<WeakReference<?>> things = new ArrayList<>();
            takeThing(results, things);
            assertReleased(things);
        }
        assertTrue(!results.hasNext());
    }

    private static void takeThing(IMapIterator<Thing> results, List<WeakReference<?>> things) {
        things.add(new WeakReference<>(results.next()));
    }

    /** Of those that were awaited together some have ended and some have not. */
    @Test
    void whatWasAwaitedAndHasCome() throws Exception {
        InMemoryBackend backend = InMemoryBackend.stepwise(1);
        try (Pool stepwise = Pool.over(backend)) {
            List<AsyncResult<Thing>> results = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                results.add(stepwise.applyAsync(Thing::new));
            }
            CompletionIterator<Thing> completed = Futures.asCompleted(results);
            results.clear();
            for (int i = 0; i < 3; i++) {
                assertThrows(TimeoutException.class, () -> completed.next(Duration.ZERO));
                backend.runNext();
                List<WeakReference<?>> things = new ArrayList<>();
                things.add(new WeakReference<>(completed.next()));
                assertReleased(things);
            }
        }
    }

    private static WeakReference<?> inWorker = new WeakReference<>(null);

    @Test
    void whatAWorkerHasBeenGiven() {
        pool().map(
                        thing -> {
                            inWorker = new WeakReference<>(thing);
                            return 0;
                        },
                        List.of(new Thing()));
        assertTrue(pool().apply(() -> {
            assertReleased(List.of(inWorker));
            return true;
        }));
    }
}
