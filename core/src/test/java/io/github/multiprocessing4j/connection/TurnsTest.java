package io.github.multiprocessing4j.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TurnsTest {
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(50);

    private final Turns turns = new Turns();

    private final ExecutorService second = Executors.newSingleThreadExecutor();

    @AfterEach
    void end() {
        second.shutdownNow();
    }

    private static <T> FutureTask<T> inAnotherThread(Callable<T> action) {
        var task = new FutureTask<>(action);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    /** Whoever has been first: later all are equal. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whileOneHasItNoOtherDoes(boolean afterOthers) throws Exception {
        if (afterOthers) {
            inAnotherThread(() -> {
                        turns.enter();
                        turns.leave();
                        return true;
                    })
                    .get();
        }
        turns.enter();
        assertFalse(inAnotherThread(turns::tryEnter).get());
        assertFalse(inAnotherThread(() -> turns.tryEnter(1_000_000)).get());
        turns.leave();
        assertTrue(inAnotherThread(turns::tryEnter).get());
        assertFalse(turns.tryEnter());
    }

    @Test
    void whoWaitsGetsItWhenTheFirstOneLeaves() throws Exception {
        turns.enter();
        var waits = inAnotherThread(() -> {
            turns.enter();
            turns.leave();
            return true;
        });
        var waitsForATime = inAnotherThread(() -> {
            boolean entered = turns.tryEnter(LONG_NANOS);
            turns.leave();
            return entered;
        });
        var waitsToBeTheLast = inAnotherThread(() -> {
            turns.last(() -> assertFalse(waits.isCancelled()));
            return true;
        });
        assertFalse(waits.isDone() || waitsForATime.isDone() || waitsToBeTheLast.isDone());
        turns.leave();
        assertTrue(waits.get() && waitsForATime.get() && waitsToBeTheLast.get());
        assertTrue(turns.tryEnter());
        turns.leave();
    }

    @Test
    void whoWaitsIsInterrupted() throws Exception {
        turns.enter();
        var interrupted = inAnotherThread(() -> {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedIOException.class, turns::enter);
            assertTrue(Thread.interrupted());
            Thread.currentThread().interrupt();
            assertThrows(InterruptedIOException.class, () -> turns.tryEnter(LONG_NANOS));
            return Thread.interrupted();
        });
        assertTrue(interrupted.get());
        turns.leave();
        assertTrue(inAnotherThread(turns::tryEnter).get());
    }

    /** What they count without order is right only if they never are inside together, also as the first one's favour ends. On one processor a round takes long. */
    @Test
    void twoAreNeverInsideTogether() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        for (int round = 0; round < 1_000 || round < 20_000 && System.nanoTime() < end; round++) {
            var count = new Count();
            second.submit(() -> count.upAsTheOther(20));
            count.upUntilTheOtherIsDone();
            assertEquals(count.first + 20, count.all, "in round " + round);
        }
    }

    private static final class Count {
        private final Turns turns = new Turns();

        private int all;

        private int first;

        private volatile boolean firstIsThere;

        private volatile boolean otherIsDone;

        void upUntilTheOtherIsDone() throws InterruptedIOException {
            while (!otherIsDone) {
                up();
                first++;
                firstIsThere = true;
            }
        }

        boolean upAsTheOther(int times) throws InterruptedIOException {
            while (!firstIsThere) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < times; i++) {
                up();
            }
            otherIsDone = true;
            return true;
        }

        private void up() throws InterruptedIOException {
            turns.enter();
            all++;
            turns.leave();
        }
    }
}
