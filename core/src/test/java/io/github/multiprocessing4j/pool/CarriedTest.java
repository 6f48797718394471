package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.multiprocessing4j.connection.Pipe;
import io.github.multiprocessing4j.process.Carried;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

/** What of the calling thread goes along with a task. */
@Timeout(60)
class CarriedTest {
    private static final ScopedValue<String> USER = ScopedValue.newInstance();

    private static final TaskOptions CARRYING =
            TaskOptions.none().carrying(Carried.scopedValue(() -> USER), Carried.mdc());

    @AfterEach
    void clear() {
        MDC.clear();
    }

    private static String seen() {
        return USER.orElse("nobody") + " " + MDC.get("request");
    }

    private static void eachCallCarries(Pool pool) throws Exception {
        MDC.put("request", "r7");
        List<String> results = ScopedValue.where(USER, "ada").call(() -> {
            try (Stream<String> streamed = pool.imap(x -> seen() + x, List.of(2), CARRYING).stream()) {
                return Stream.of(
                                List.of(pool.applyAsync(() -> seen(), CARRYING).get()),
                                pool.map(x -> seen() + x, List.of(1), CARRYING),
                                streamed.toList())
                        .flatMap(List::stream)
                        .toList();
            }
        });
        assertEquals(List.of("ada r7", "ada r71", "ada r72"), results);
        assertEquals("nobody null", pool.apply(() -> seen())); // nothing has stayed in the worker
        MDC.clear();
        assertEquals(List.of("nobody null"), pool.map(_ -> seen(), List.of(1), CARRYING));
    }

    @Test
    void aPoolOfProcessesCarries() throws Exception {
        try (Pool pool = ShortLived.pool(1)) {
            eachCallCarries(pool);
        }
    }

    @Test
    void aPoolOfThreadsCarries() throws Exception {
        try (Pool pool = ThreadPool.create(1)) {
            eachCallCarries(pool);
        }
    }

    @Test
    void aProcessCarries() throws Exception {
        try (Pipe pipe = Pipe.create()) {
            var there = pipe.second();
            MDC.put("request", "r8");
            ChildProcess child = ScopedValue.where(USER, "bob")
                    .call(() -> ShortLived.child()
                            .carrying(Carried.mdc(), Carried.scopedValue(() -> USER))
                            .start(() -> there.send(seen())));
            assertEquals("bob r8", pipe.first().recv());
            Together.endsWell(child);
        }
    }

    /** The MDC that the thread had before, and what the task throws. */
    @Test
    void aBindingLeavesNothingBehindAndHidesNothing() throws Exception {
        MDC.put("request", "outer");
        Carried.Binding binding = Carried.mdc().capture();
        MDC.put("request", "other");
        assertThrows(
                NoSuchElementException.class,
                () -> binding.around(() -> {
                    assertEquals("outer", MDC.get("request"));
                    throw new NoSuchElementException("the task's");
                }));
        assertEquals("other", MDC.get("request"));
        assertFalse(USER.isBound());
    }

    /** One of the program's own kind. */
    private static final ThreadLocal<@Nullable String> SPAN = new ThreadLocal<>();

    private record Span(String name) implements Carried.Binding {
        @Override
        public <T extends @Nullable Object> T around(io.github.multiprocessing4j.function.RemoteCallable<T> call)
                throws Exception {
            SPAN.set(name);
            try {
                return call.call();
            } finally {
                SPAN.remove();
            }
        }
    }

    @Test
    void aProgramMayCarryWhatItLikes() {
        try (Pool pool = ShortLived.pool(1)) {
            SPAN.set("span-1");
            TaskOptions options = TaskOptions.none().carrying(() -> new Span(String.valueOf(SPAN.get())));
            assertEquals(List.of("span-1"), pool.map(_ -> SPAN.get(), List.of(1), options));
            assertNull(pool.apply(() -> SPAN.get()));
        } finally {
            SPAN.remove();
        }
    }
}
