package io.github.multiprocessing4j.sync;

import static io.github.multiprocessing4j.testkit.Together.ONE_SECOND;
import static io.github.multiprocessing4j.testkit.Together.diesAt;
import static io.github.multiprocessing4j.testkit.Together.endsWell;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together;
import io.github.multiprocessing4j.testkit.Together.Worker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventTest {
    /** CPython's test_event. */
    @Test
    void itIsSetAndClearedAndAwaited() throws Exception {
        try (Event event = Event.create()) {
            assertFalse(event.isSet());
            assertFalse(event.await(Duration.ZERO));
            long start = System.nanoTime();
            assertFalse(event.await(Duration.ofMillis(120)));
            long took = System.nanoTime() - start;
            assertTrue(took >= 120_000_000 && took < ONE_SECOND, () -> "took " + took);
            event.set();
            event.set();
            assertTrue(event.isSet());
            assertTrue(event.await(Duration.ZERO));
            event.await();
            event.clear();
            event.clear();
            assertFalse(event.isSet());
            ChildProcess child = ShortLived.child().start(event::set);
            event.await();
            assertTrue(event.isSet());
            endsWell(child);
        }
    }

    /** CPython's test_repr. */
    @Test
    void itsTextSaysWhetherItIsSet() {
        Event event = Event.create();
        assertEquals("Event[unset]", event.toString());
        event.set();
        assertEquals("Event[set]", event.toString());
        event.close();
        event.close();
        assertEquals("Event[closed]", event.toString());
        assertThrows(IllegalStateException.class, event::isSet);
        assertThrows(IllegalStateException.class, event::set);
    }

    @Test
    void whoWaitedSeesItEvenIfItIsClearedAtOnce() throws Exception {
        try (Event event = Event.create();
                Semaphore ready = Semaphore.create(0);
                Semaphore passed = Semaphore.create(0)) {
            ChildProcess child = ShortLived.child().start(() -> {
                for (int i = 0; i < 100; i++) {
                    ready.release();
                    event.await();
                    passed.release();
                }
            });
            for (int i = 0; i < 100; i++) {
                ready.acquire();
                boolean seen = false;
                while (!seen) { // the child may not have begun to wait
                    event.set();
                    event.clear();
                    seen = passed.tryAcquire(1, TimeUnit.MILLISECONDS);
                }
            }
            endsWell(child);
        }
    }

    @Test
    void anInterruptEndsAWaitSoon() throws Exception {
        try (Event event = Event.create()) {
            Worker<Boolean> waiter = new Worker<>(() -> {
                assertThrows(InterruptedException.class, event::await);
                return Thread.currentThread().isInterrupted();
            });
            Together.awaitTrue(() -> waiter.thread.getState() != Thread.State.NEW);
            waiter.thread.interrupt();
            assertFalse(waiter.get());
        }
    }

    @Test
    void itMayDieBeforeItWakesAnybody() throws Exception {
        try (Event event = Event.create()) {
            Worker<Boolean> waiter = new Worker<>(() -> event.await(20, TimeUnit.SECONDS));
            diesAt("event.changes", event::set);
            long dead = System.nanoTime();
            assertTrue(waiter.get());
            assertTrue(System.nanoTime() - dead < ONE_SECOND);
        }
    }

    @Test
    void itMayDieAsItClears() throws Exception {
        try (Event event = Event.create()) {
            event.set();
            diesAt("event.changes", event::clear);
            assertFalse(event.isSet());
            assertFalse(event.await(1, TimeUnit.MILLISECONDS));
            event.set();
            assertTrue(event.await(1, TimeUnit.MILLISECONDS));
        }
    }
}
