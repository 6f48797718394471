package io.github.multiprocessing4j.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.region.WordWait;
import io.github.multiprocessing4j.sync.Interleavings.Round;
import io.github.multiprocessing4j.testkit.Alone;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Threads of one JVM do things to the words of locks, semaphores and their like in the same moment. */
@Alone("it tells who is late")
class InterleavingTest {
    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** With this many seconds for all. */
    private static final long LONG_NANOS =
            TimeUnit.SECONDS.toNanos(Long.getLong("mp4j.stress.seconds", 120)) / (2L * Case.values().length);

    enum Case {
        LOCK_MUTUAL(LockRounds.Mutual::new, "got, got, got, free, count 3"),
        LOCK_RELEASE(LockRounds.Release::new, "released, got, got, free, count 2", "released, got, not, free, count 1"),
        LOCK_TIMEOUT(LockRounds.Timeout::new, "released, got, got, free, count 2", "released, got, not, free, count 1"),
        LOCK_INTERRUPT(
                LockRounds.Interrupt::new,
                "released, got, struck, locked, count 1",
                "released, interrupted, struck, free, count 0"),
        SEMAPHORE_MUTUAL(() -> new SemaphoreRounds.Mutual(false), "got, got, got, 1 left, count 3"),
        SEMAPHORE_SIZES(() -> new SemaphoreRounds.Sizes(false), "got, got, released, 0 left"),
        SEMAPHORE_TIMEOUT(() -> new SemaphoreRounds.Timeout(false), "got, released, tried, 0 left"),
        SEMAPHORE_INTERRUPT(
                () -> new SemaphoreRounds.Interrupt(false),
                "got, got, released, 0 left",
                "got, interrupted, released, 0 left"),
        SEMAPHORE_MESSAGE(() -> new SemaphoreRounds.Message(false), "sent, 42, ", "sent, nothing, "),
        HELD_MUTUAL(() -> new SemaphoreRounds.Mutual(true), "got, got, got, 1 left, count 3"),
        HELD_SIZES(() -> new SemaphoreRounds.Sizes(true), "got, got, released, 0 left"),
        HELD_TIMEOUT(() -> new SemaphoreRounds.Timeout(true), "got, released, tried, 0 left"),
        HELD_INTERRUPT(
                () -> new SemaphoreRounds.Interrupt(true),
                "got, got, released, 0 left",
                "got, interrupted, released, 0 left"),
        HELD_MESSAGE(() -> new SemaphoreRounds.Message(true), "sent, 42, ", "sent, nothing, "),
        EVENT_MESSAGE(SignalRounds.Message::new, "sent, 42, 42, Event[set]", "sent, nothing, 42, Event[set]"),
        EVENT_CROSSWISE(
                SignalRounds.Crosswise::new,
                "true, true, Event[set] Event[set]",
                "true, false, Event[set] Event[set]",
                "false, true, Event[set] Event[set]"),
        EVENT_ALL_SET(SignalRounds.AllSet::new, "set, set, set, Event[set]"),
        CONDITION_READY(SignalRounds.Ready::new, "ready, ready, told, Lock[free]"),
        CONDITION_TIMEOUT(
                SignalRounds.SignalOrTimeout::new,
                "woken, signalled, 1, Lock[free]",
                "woken, too late, enough, Lock[free]"),
        CONDITION_INTERRUPT(
                SignalRounds.SignalOrInterrupt::new,
                "woken, signalled, 1, Lock[free]",
                "woken, interrupted, enough, Lock[free]"),
        BARRIER_ABORT(
                SignalRounds.Abort::new,
                "passed, passed, aborted, Barrier[broken]",
                "sent away, sent away, aborted, Barrier[broken]");

        private final Supplier<? extends Round> fresh;

        private final Set<String> allowed;

        Case(Supplier<? extends Round> fresh, String... allowed) {
            this.fresh = fresh;
            this.allowed = Set.copyOf(Arrays.asList(allowed));
        }

        void check(long nanos) throws Exception {
            Map<String, Integer> outcomes = Interleavings.check(fresh, allowed, nanos);
            if (nanos == LONG_NANOS) {
                System.out.println(this + ": " + outcomes);
            }
        }

        static void checkAll(long nanos) throws Exception {
            for (Case each : values()) {
                each.check(nanos);
            }
        }
    }

    @ParameterizedTest
    @Timeout(60)
    @EnumSource(Case.class)
    void onlyWhatIsAllowedComesOut(Case each) throws Exception {
        each.check(SHORT_NANOS);
    }

    @Test
    @Timeout(60)
    void norWhereSleepersPoll() {
        portably(SHORT_NANOS);
    }

    @Test
    @Tag("stress")
    @Timeout(value = 1, unit = TimeUnit.DAYS) // as long as it is told to run
    void forLong() throws Exception {
        Case.checkAll(LONG_NANOS);
        portably(LONG_NANOS);
    }

    private static void portably(long nanos) {
        ChildProcess child = ChildProcess.builder()
                .jvmOptions("-D" + WordWait.PORTABLE + "=true")
                .start(() -> Case.checkAll(nanos));
        child.join();
        assertEquals(0, child.exitStatus().exitCode());
    }

    /** A number that is counted up without any lock. */
    private static final class Careless implements Round {
        private volatile int count;

        private final CyclicBarrier bothHaveRead = new CyclicBarrier(2);

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate")
        public List<Callable<?>> actors() {
            Callable<?> actor = () -> {
                int before = count;
                bothHaveRead.await();
                count = before + 1;
                return "";
            };
            return List.of(actor, actor);
        }

        @Override
        public Object end() {
            return count;
        }

        @Override
        public void close() {}
    }

    @Test
    @Timeout(60)
    void whatIsNotAllowedIsFound() {
        AssertionError e = assertThrows(
                AssertionError.class, () -> Interleavings.check(Careless::new, Set.of(", , 2"), SHORT_NANOS));
        assertEquals(true, String.valueOf(e.getMessage()).contains(", , 1"), e::toString);
    }
}
