package io.github.multiprocessing4j.sync;

import static io.github.multiprocessing4j.testkit.Together.ONE_SECOND;
import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static io.github.multiprocessing4j.testkit.Together.diesAt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.testkit.Together.Worker;
import java.util.concurrent.BrokenBarrierException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process dies between any two stores of a barrier's protocol. */
@Timeout(60)
class BarrierFaultPointsTest {
    /** A thread that waits inside, until the barrier breaks. */
    private static Worker<Long> inside(Barrier barrier) {
        Worker<Long> waiter = new Worker<>(() -> {
            assertThrows(BrokenBarrierException.class, barrier::await);
            return System.nanoTime();
        });
        awaitTrue(() -> barrier.getNumberWaiting() == 1);
        return waiter;
    }

    private static void assertBreaksWithinASecond(Worker<Long> waiter) throws Exception {
        long dead = System.nanoTime();
        assertTrue(waiter.get() - dead < ONE_SECOND);
    }

    /** It is broken for whoever comes, and as good as new after a reset. */
    private static void assertBrokenUntilReset(Barrier barrier) throws Exception {
        assertThrows(BrokenBarrierException.class, barrier::await);
        assertTrue(barrier.isBroken());
        barrier.reset();
        for (int i = 0; i < 2; i++) {
            Worker<Integer> other = new Worker<>(barrier::await);
            int index = barrier.await();
            assertEquals(1, index + other.get());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"arrive.pid", "arrive.seat", "arrive.arrived", "round.history", "round.arrived"})
    void asTheLastOneArrives(String point) throws Exception {
        try (Barrier barrier = Barrier.create(2)) {
            Worker<Long> waiter = inside(barrier);
            diesAt(point, barrier::await);
            assertBreaksWithinASecond(waiter);
            assertBrokenUntilReset(barrier);
        }
    }

    /** The others pass: all had arrived. */
    @Test
    void afterTheRoundIsOver() throws Exception {
        try (Barrier barrier = Barrier.create(2)) {
            Worker<Integer> waiter = new Worker<>(barrier::await);
            awaitTrue(() -> barrier.getNumberWaiting() == 1);
            diesAt("round.round", barrier::await);
            long dead = System.nanoTime();
            assertEquals(0, waiter.get());
            assertTrue(System.nanoTime() - dead < ONE_SECOND);
            assertBrokenUntilReset(barrier);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"arrive.pid", "arrive.seat", "arrive.arrived", "arrive.looked"})
    void asTheFirstOneArrives(String point) throws Exception {
        try (Barrier barrier = Barrier.create(2)) {
            diesAt(point, barrier::await);
            assertBrokenUntilReset(barrier);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"break.broken", "round.history", "round.arrived", "round.round"})
    void asItAborts(String point) throws Exception {
        try (Barrier barrier = Barrier.create(2)) {
            Worker<Long> waiter = inside(barrier);
            diesAt(point, barrier::abort);
            assertBreaksWithinASecond(waiter);
            assertBrokenUntilReset(barrier);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset.broken", "round.history", "round.arrived", "round.round"})
    void asItResets(String point) throws Exception {
        try (Barrier barrier = Barrier.create(2)) {
            Worker<Long> waiter = inside(barrier);
            diesAt(point, barrier::reset);
            assertBreaksWithinASecond(waiter);
            assertBrokenUntilReset(barrier);
        }
    }

    /** It waits, and looks now and then whether somebody has died. */
    @Test
    void asItLooks() throws Exception {
        try (Barrier barrier = Barrier.create(2)) {
            diesAt("watch.looked", barrier::await);
            assertBrokenUntilReset(barrier);
        }
    }

    /** Somebody died before, and it breaks the barrier for that. */
    @ParameterizedTest
    @ValueSource(strings = {"bury.broken", "round.history", "round.arrived", "round.round"})
    void asItNoticesADeath(String point) throws Exception {
        try (Barrier barrier = Barrier.create(2)) {
            diesAt("arrive.seat", barrier::await);
            diesAt(point, barrier::await);
            assertBrokenUntilReset(barrier);
        }
    }
}
