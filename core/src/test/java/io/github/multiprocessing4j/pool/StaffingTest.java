package io.github.multiprocessing4j.pool;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.WorkerDiedException;
import io.github.multiprocessing4j.pool.PoolBackend.Load;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Work;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many workers there are, and how long they stay. */
@Timeout(60)
class StaffingTest {
    private static PoolBuilder builder(int processes) {
        return Pool.builder().processes(processes).jvmOptions(ShortLived.OPTIONS);
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    private static void awaitLoad(Pool pool, Predicate<Load> condition) {
        awaitTrue(() -> condition.test(pool.load()));
    }

    @Test
    void workersAreStartedForWorkAndEndWithoutIt() {
        try (Pool pool =
                builder(2).minProcesses(0).idleTimeout(Duration.ofMillis(300)).build()) {
            assertEquals(new Load(0, 0, 0, 0), pool.load());
            long first = pool.apply(StaffingTest::pid);
            awaitLoad(pool, load -> load.ready() == 0);
            long second = pool.apply(StaffingTest::pid);
            assertNotEquals(first, second);
        }
    }

    @Test
    void someStayThoughThereIsNothingToDo() throws Exception {
        try (Pool pool = builder(3)
                        .minProcesses(1)
                        .idleTimeout(Duration.ofMillis(200))
                        .build();
                Queue<Integer> there = Queue.create();
                Queue<Integer> go = Queue.create()) {
            awaitLoad(pool, load -> load.ready() == 1);
            var running = pool.mapAsync(
                    n -> {
                        there.put(n);
                        return go.take();
                    },
                    List.of(1, 2, 3),
                    1);
            for (int i = 0; i < 3; i++) {
                there.take();
            }
            assertEquals(3, pool.load().ready());
            for (int i = 0; i < 3; i++) {
                go.put(i);
            }
            running.get();
            awaitLoad(pool, load -> load.ready() == 1);
            long one = pool.apply(StaffingTest::pid);
            Work.millis(400);
            assertEquals(one, (long) pool.apply(StaffingTest::pid), "the last one stays");
        }
    }

    @Test
    void aPoolGrowsAndShrinks() throws Exception {
        try (Pool pool = builder(1).build();
                Queue<Integer> there = Queue.create();
                Queue<Integer> go = Queue.create()) {
            pool.resize(3);
            assertTrue(pool.toString().contains("3 workers"), pool::toString);
            var running = pool.mapAsync(
                    n -> {
                        there.put(n);
                        return go.take();
                    },
                    List.of(1, 2, 3, 4),
                    1);
            for (int i = 0; i < 3; i++) {
                there.take();
            }
            pool.resize(1);
            for (int i = 0; i < 4; i++) {
                go.put(i);
            }
            assertEquals(4, running.get().size(), "nobody was disturbed");
            awaitLoad(pool, load -> load.ready() == 1 && load.starting() == 0);
            assertThrows(IllegalArgumentException.class, () -> pool.resize(0));
        }
    }

    @Test
    void aWorkerThatIsTooLargeIsReplaced() {
        try (Pool pool = builder(1).maxMemoryPerChild(1 << 20).build()) {
            Set<Long> pids = new HashSet<>();
            for (int i = 0; i < 2; i++) {
                pids.add(pool.apply(() -> {
                    Work.millis(150);
                    return pid();
                }));
            }
            assertEquals(2, pids.size());
        }
        try (Pool pool = builder(1).maxMemoryPerChild(10L << 30).build()) {
            long first = pool.apply(StaffingTest::pid);
            assertEquals(first, (long) pool.apply(() -> {
                Work.millis(150);
                return pid();
            }));
            assertEquals(first, (long) pool.apply(StaffingTest::pid));
        }
    }

    @Test
    void aWorkerThatIsTooOldIsReplacedWhenItHasRunWhatItHadBegun() {
        try (Pool pool = builder(1).maxAgePerChild(Duration.ofNanos(1)).build()) {
            long first = pool.apply(StaffingTest::pid);
            assertNotEquals(first, (long) pool.apply(StaffingTest::pid));
        }
    }

    @Test
    void aSpareTakesThePlaceOfWhoDies() throws Exception {
        try (Pool pool = builder(1).spareProcesses(1).build();
                Queue<Long> pids = Queue.create()) {
            awaitLoad(pool, load -> load.ready() == 2);
            assertEquals(
                    1, Set.copyOf(pool.map(_ -> pid(), List.of(1, 2, 3, 4), 1)).size(), "a spare does not work");
            Set<Long> ready = Set.copyOf(
                    ProcessHandle.current().children().map(ProcessHandle::pid).toList());
            assertThrows(
                    WorkerDiedException.class,
                    () -> pool.apply(() -> {
                        pids.put(pid());
                        Runtime.getRuntime().halt(1);
                        return 0;
                    }));
            long next = pool.apply(StaffingTest::pid);
            assertNotEquals(pids.take(), next);
            assertTrue(ready.contains(next), "nobody waited for a JVM to come up");
            awaitLoad(pool, load -> load.ready() == 2);
        }
    }

    @Test
    void workersHaveNumbersAndKeepWhatTheInitializerHasMade() {
        try (Pool pool = builder(2)
                .initializer(() -> WorkerContext.current().put(String.class, "made by " + pid()))
                .build()) {
            List<String> made = pool.map(_ -> WorkerContext.current().get(String.class), List.of(1, 2, 3, 4));
            List<Long> pids = pool.map(_ -> WorkerContext.current().pid(), List.of(1));
            assertTrue(made.contains("made by " + pids.getFirst()) || made.size() == 4);
            Set<Integer> numbers =
                    Set.copyOf(pool.map(_ -> WorkerContext.current().index(), List.of(1, 2, 3, 4), 1));
            assertTrue(Set.of(0, 1).containsAll(numbers), numbers::toString);
            var e = assertThrows(
                    io.github.multiprocessing4j.failure.TaskFailedException.class,
                    () -> pool.apply(() -> WorkerContext.current().get(Integer.class)));
            assertInstanceOf(NoSuchElementException.class, e.getCause());
        }
        assertThrows(IllegalStateException.class, WorkerContext::current);
    }

    @Test
    void aWorkerThatEndsInGoodOrderDoesWhatItWasToldTo() throws Exception {
        try (Queue<String> said = Queue.create()) {
            try (Pool pool = builder(1)
                    .initializer(() -> {
                        WorkerContext.current().onExit(() -> said.put("first"));
                        WorkerContext.current().onExit(() -> {
                            throw new IllegalStateException("harms nobody");
                        });
                        WorkerContext.current().onExit(() -> said.put("last"));
                    })
                    .build()) {
                pool.apply(() -> 1);
            }
            assertEquals("last", said.take());
            assertEquals("first", said.take());
        }
    }

    @Test
    void nonsenseIsRefused() {
        PoolBuilder builder = Pool.builder();
        assertThrows(IllegalArgumentException.class, () -> builder.minProcesses(-1));
        assertThrows(IllegalArgumentException.class, () -> builder.spareProcesses(-1));
        assertThrows(IllegalArgumentException.class, () -> builder.maxMemoryPerChild(0));
        assertThrows(IllegalArgumentException.class, () -> builder.maxAgePerChild(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> builder.idleTimeout(Duration.ZERO));
    }
}
