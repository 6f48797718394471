package io.github.multiprocessing4j.sync;

import static io.github.multiprocessing4j.testkit.Together.ONE_SECOND;
import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static io.github.multiprocessing4j.testkit.Together.killed;
import static io.github.multiprocessing4j.testkit.Together.sent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.region.WordWait;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Stopped;
import io.github.multiprocessing4j.testkit.Together.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who has waited longest for a lock gets it next, unless he can't. */
@Timeout(60)
class LockLineTest {
    private static final int ROUNDS = 20;

    private final List<String> order = new ArrayList<>();

    /**
     * The holder releases the lock and acquires it again at once, so the first one has been woken in vain, and the second one has slept for
     * longer. Handles of the same lock do not meet at the gate, as if they were other processes'. Rounds that took longer than anybody's
     * patience do not count.
     */
    @Test
    void whoWasWokenInVainKeepsHisPlace() throws Exception {
        for (int counted = 0; counted < ROUNDS; ) {
            order.clear();
            long begun = System.nanoTime();
            try (Lock lock = Lock.create();
                    Lock firsts = sent(lock);
                    Lock seconds = sent(lock)) {
                lock.lock();
                Worker<Boolean> first = new Worker<>(() -> gets(firsts, "first"));
                Marks.awaitMark(lock);
                Worker<Boolean> second = new Worker<>(() -> gets(seconds, "second"));
                Marks.awaitLine(lock);
                takeAnotherTurn(lock);
                awaitTrue(() -> Marks.isMarked(lock) || first.isDone());
                lock.unlock();
                assertTrue(first.get());
                assertTrue(second.get());
            }
            if (System.nanoTime() - begun < WordWait.SLICE_NANOS) {
                assertEquals(List.of("first", "second"), order);
                counted++;
            }
        }
    }

    /** A turn begins with the handle. */
    private static void takeAnotherTurn(Lock lock) throws Exception {
        try (Lock again = sent(lock)) {
            again.unlock();
            again.lock();
        }
    }

    private boolean gets(Lock lock, String who) throws InterruptedException {
        boolean got = lock.tryLock(20, TimeUnit.SECONDS);
        if (got) {
            order.add(who);
            lock.unlock();
        }
        return got;
    }

    @Test
    void whoIsNextIsKilled() throws Exception {
        try (Lock lock = Lock.create()) {
            lock.lock();
            ChildProcess next = ShortLived.child().start(lock::lock);
            Marks.awaitMark(lock);
            Worker<Boolean> waiter = new Worker<>(() -> gets(lock, "waiter"));
            Marks.awaitLine(lock);
            killed(next);
            assertTheWaiterGetsIt(lock, waiter);
            assertFalse(lock.locked());
        }
    }

    @Test
    void whoIsNextIsStopped() throws Exception {
        try (Lock lock = Lock.create()) {
            lock.lock();
            ChildProcess next = ShortLived.child().start(lock::lock);
            Marks.awaitMark(lock);
            Worker<Boolean> waiter = new Worker<>(() -> gets(lock, "waiter"));
            Marks.awaitLine(lock);
            try (var _ = new Stopped(next)) {
                assertTheWaiterGetsIt(lock, waiter);
                killed(next);
            }
        }
    }

    private static void assertTheWaiterGetsIt(Lock lock, Worker<Boolean> waiter) throws Exception {
        lock.unlock();
        long released = System.nanoTime();
        assertTrue(waiter.get());
        assertTrue(System.nanoTime() - released < ONE_SECOND);
    }

    /** A release after a turn does not reserve the lock for him. */
    @Test
    void nobodyWaitsForOneWhoHasLeft() throws Exception {
        try (Lock lock = Lock.create()) {
            lock.lock();
            Worker<Boolean> left = new Worker<>(() -> lock.tryLock(1, TimeUnit.MILLISECONDS));
            assertFalse(left.get());
            lock.unlock();
            assertTrue(lock.word().line().isEmpty());
            assertFalse(Marks.isMarked(lock));
        }
    }
}
