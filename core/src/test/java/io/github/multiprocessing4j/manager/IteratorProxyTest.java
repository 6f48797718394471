package io.github.multiprocessing4j.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.process.JvmSettings;
import io.github.multiprocessing4j.testkit.LeakOracle;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Iterators that stay in the server. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IteratorProxyTest {
    /** Has iterators. */
    interface Source {
        Iterator<Integer> numbers(int count);

        Iterator<Integer> failingAt(int number);
    }

    /** In the server. */
    static final class Numbers implements Source {
        private final List<Integer> numbers = new ArrayList<>(List.of(0, 1, 2));

        @Override
        public Iterator<Integer> numbers(int count) {
            return count == 3
                    ? numbers.iterator()
                    : IntStream.range(0, count).boxed().iterator();
        }

        @Override
        public Iterator<Integer> failingAt(int number) {
            return IntStream.range(0, 10)
                    .map(n -> n == number ? Integer.parseInt("no number") : n)
                    .boxed()
                    .iterator();
        }
    }

    private static final ManagedType<Source> SOURCE = ManagedType.of("source", Source.class)
            .factory(Numbers::new)
            .result("numbers", "Iterator")
            .result("failingAt", "Iterator");

    private final SyncManager manager = SharedServer.start(SyncManager.syncBuilder()
            .register(SOURCE)
            .jvm(JvmSettings.builder().jvmOptions(ShortLived.OPTIONS).build()));

    private final Source source = manager.create(SOURCE);

    @AfterAll
    void close() {
        manager.close();
    }

    private IteratorProxy<Integer> numbers(int count) {
        return (IteratorProxy<Integer>) source.numbers(count);
    }

    private long callsOf(String method) {
        return manager.statistics().stream()
                .filter(each ->
                        each.typeid().equals("Iterator") && each.method().startsWith(method + "("))
                .mapToLong(MethodStatistics::calls)
                .sum();
    }

    @Test
    void eachStepIsACall() {
        long before = callsOf("next");
        IteratorProxy<Integer> three = numbers(3);
        assertEquals(List.of(0, 1, 2), List.of(three.next(), three.next(), three.next()));
        assertFalse(three.hasNext());
        assertThrows(NoSuchElementException.class, three::next);
        assertEquals(4, callsOf("next") - before);
    }

    @Test
    void theRestIsFetchedManyAtATime() {
        List<Integer> expected = IntStream.range(0, 10_000).boxed().toList();
        long before = callsOf("take");
        assertEquals(expected, numbers(10_000).stream().toList());
        List<Integer> come = new ArrayList<>();
        numbers(10_000).forEachRemaining(come::add);
        numbers(3).forEach(come::add);
        for (int n : numbers(10_000)) {
            come.add(n);
        }
        assertEquals(20_003, come.size());
        long calls = callsOf("take") - before;
        assertTrue(
                calls < 3000,
                () -> calls + " calls for 30,003 elements"); // 33, were it not for the time that they may take
    }

    @Test
    @LeakOracle.Exempt("the server looks for memory that a client's process had when it needs some again")
    void elementsGoToOneOfThoseWhoShareIt() {
        IteratorProxy<Integer> shared = numbers(10);
        assertEquals(List.of(0, 1), shared.take(2));
        Together.inChild(() -> assertEquals(2, shared.next()));
        assertEquals(3, shared.next());
        assertThrows(IllegalArgumentException.class, () -> shared.take(0));
    }

    @Test
    void aFailureHasItsPlace() {
        Iterator<Integer> rest = ((IteratorProxy<Integer>) source.failingAt(2)).iterator();
        assertEquals(0, rest.next());
        assertEquals(1, rest.next());
        assertThrows(NumberFormatException.class, rest::next);
    }

    @Test
    void elementsCanBeRemovedFromWhatItGoesThrough() {
        Source own = manager.create(SOURCE);
        Iterator<Integer> three = own.numbers(3);
        assertEquals(0, three.next());
        three.remove();
        assertEquals(1, own.numbers(3).next());
    }
}
