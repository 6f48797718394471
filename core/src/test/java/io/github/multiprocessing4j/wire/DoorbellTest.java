package io.github.multiprocessing4j.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DoorbellTest {
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final MemorySegment memory = Arena.ofAuto().allocate(Integer.BYTES, Integer.BYTES);

    private final Doorbell bell = new Doorbell(memory, 0);

    @Test
    void isMarkedUntilItRings() {
        assertFalse(bell.isMarked());
        bell.mark();
        assertTrue(bell.isMarked());
        bell.ring();
        assertFalse(bell.isMarked());
    }

    /** Otherwise who has looked, and finds the word as it was, sleeps although there was something. */
    @Test
    void neverIsWhatItWas() {
        int first = bell.mark();
        assertEquals(first, bell.mark());
        bell.ring();
        assertTrue(first != bell.mark());
    }

    @Test
    void whoHasLookedNoticesThatItRangAndWasMarkedAnewBeforeTheSleep() {
        assertTimeout(
                Duration.ofSeconds(30),
                () -> bell.sleep(
                        () -> {
                            bell.ring();
                            bell.mark();
                            return false;
                        },
                        LONG_NANOS,
                        LONG_NANOS));
    }

    /** As it is where a process takes part that can't wake others. */
    @Test
    void whoMayNotBeWokenLooksByHimself() {
        memory.set(ValueLayout.JAVA_INT, 0, Integer.MIN_VALUE);
        var ready = new AtomicBoolean();
        var looked = new CountDownLatch(2);
        Thread.ofVirtual().start(() -> setWhenOpen(ready, looked));
        assertTimeout(
                Duration.ofSeconds(30),
                () -> bell.sleep(
                        () -> {
                            looked.countDown();
                            return ready.get();
                        },
                        LONG_NANOS,
                        LONG_NANOS));
        assertTrue(bell.isMarked());
        bell.ring();
        assertEquals(Integer.MIN_VALUE, bell.mark() & Integer.MIN_VALUE, "for good");
    }

    private static void setWhenOpen(AtomicBoolean flag, CountDownLatch latch) {
        try {
            latch.await();
            flag.set(true);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void howOftenItHasRungSaysNothingOfWhoTakesPart() {
        memory.set(ValueLayout.JAVA_INT, 0, Integer.MAX_VALUE);
        bell.ring();
        assertEquals(0, memory.get(ValueLayout.JAVA_INT, 0));
    }

    @Test
    void whoWatchesIsTold() throws InterruptedException {
        var told = new CountDownLatch(1);
        bell.watch(told::countDown);
        bell.ring(1);
        assertTrue(told.await(30, TimeUnit.SECONDS));
    }
}
