package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.sync.Lock;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class InheritedTest {
    private static final Inherited<List<Integer>> LIST = Inherited.of(new ArrayList<>());

    private static final Inherited<String> NAME = Inherited.of("initial");

    private static final Inherited<@Nullable Object> ANYTHING = Inherited.of(null);

    /** Is initialized where it is used. */
    static final class Other {
        static final Inherited<String> VALUE = Inherited.of("other's");

        private Other() {}
    }

    /** Is initialized in children only. */
    static final class Unknown {
        static final Inherited<String> VALUE = Inherited.of("unknown");

        private Unknown() {}
    }

    @AfterEach
    void restore() {
        LIST.set(new ArrayList<>());
        NAME.set("initial");
        ANYTHING.set(null);
        StockForTests.clear();
    }

    private static ChildProcessBuilder builder(StartMethod method) {
        return ChildProcess.builder()
                .jvm(JvmSettings.builder()
                        .startMethod(method)
                        .jvmOptions(ShortLived.OPTIONS)
                        .build());
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void theClassicExample(StartMethod method) throws InterruptedException {
        try (Queue<List<Integer>> seen = Queue.create()) {
            ChildProcess child = builder(method).start(() -> {
                LIST.get().add(1);
                seen.put(LIST.get());
            });
            assertEquals(List.of(1), seen.take());
            child.join();
            assertEquals(List.of(), LIST.get());
        }
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void theValueAtTheTimeOfTheStart(StartMethod method) throws InterruptedException {
        try (Queue<String> seen = Queue.create()) {
            NAME.set("first");
            Other.VALUE.set("second");
            ChildProcess child = builder(method)
                    .start(() -> seen.put(NAME.get() + " " + Other.VALUE.get() + " " + Unknown.VALUE.get()));
            NAME.set("third");
            assertEquals("first second unknown", seen.take());
            child.join();
            ChildProcess next = builder(method).start(() -> seen.put(NAME.get()));
            assertEquals("third", seen.take());
            next.join();
        }
    }

    /** What was loaded ahead was initialized before anybody knew of the value. */
    @Test
    void ofAClassThatWasLoadedAhead() throws InterruptedException {
        JvmSettings settings = JvmSettings.builder()
                .startMethod(StartMethod.FORKSERVER)
                .preload(Other.class)
                .jvmOptions(ShortLived.OPTIONS)
                .build();
        ChildProcess.builder().jvm(settings).start(() -> {}).join();
        StockForTests.awaitOne();
        Other.VALUE.set("changed");
        try (Queue<String> seen = Queue.create()) {
            ChildProcess child = ChildProcess.builder().jvm(settings).start(() -> seen.put(Other.VALUE.get()));
            assertEquals("changed", seen.take());
            child.join();
        }
    }

    @Test
    void goesDownTwoLevelsPastOneThatDoesNotUseIt() throws InterruptedException {
        NAME.set("from the top");
        try (Queue<String> seen = Queue.create()) {
            ChildProcess child = ChildProcess.start(new Passing(seen));
            assertEquals("from the top", seen.take());
            child.join();
        }
    }

    /** In a class of its own, so that a child does not initialize the test's. */
    record Passing(Queue<String> seen) implements RemoteRunnable {
        @Override
        public void run() {
            ChildProcess grandchild = ChildProcess.start(new Reading(seen));
            grandchild.join();
        }
    }

    record Reading(Queue<String> seen) implements RemoteRunnable {
        @Override
        public void run() throws InterruptedException {
            seen.put(NAME.get());
        }
    }

    @Test
    void workersOfAPoolHaveIt() {
        NAME.set("in the pool");
        try (Pool pool = Pool.create(2)) {
            assertEquals(List.of("in the pool 1", "in the pool 2"), pool.map(x -> NAME.get() + " " + x, List.of(1, 2)));
        }
    }

    @Test
    void mayHoldWhatIsShared() throws InterruptedException {
        try (Lock lock = Lock.create();
                Queue<Boolean> seen = Queue.create()) {
            ANYTHING.set(lock);
            lock.lock();
            ChildProcess child =
                    ChildProcess.start(() -> seen.put(((Lock) Objects.requireNonNull(ANYTHING.get())).tryLock()));
            assertEquals(false, seen.take());
            lock.unlock();
            child.join();
        }
    }

    @Test
    void whatCanNotBeSentIsNamed() {
        ANYTHING.set(new Object());
        var e = assertThrows(SerializationException.class, () -> ChildProcess.start(() -> {}));
        assertTrue(String.valueOf(e.getMessage()).contains(InheritedTest.class.getName() + "#3"), e::getMessage);
    }

    @Test
    void isMadeInAStaticInitializerOnly() {
        var e = assertThrows(IllegalStateException.class, () -> Inherited.of(1));
        assertTrue(String.valueOf(e.getMessage()).contains("isMadeInAStaticInitializerOnly"), e::getMessage);
    }

    @Test
    void tellsItsValue() {
        assertEquals("Inherited[initial]", NAME.toString());
    }
}
