package io.github.multiprocessing4j.queue;

import static io.github.multiprocessing4j.testkit.Together.endsWell;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.Context;
import io.github.multiprocessing4j.connection.Waitable;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.testkit.OverThreads;
import io.github.multiprocessing4j.testkit.Together.Worker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is special to a queue between threads. */
@OverThreads
class ThreadQueueTest extends QueueContract {
    @Override
    Context context() {
        return Context.threads();
    }

    @Test
    void theVeryElementIsHandedOver() throws Exception {
        try (Queue<Object> queue = context().queue()) {
            Object element = new Object(); // is not serializable
            endsWell(context().process(() -> queue.put(element)).start());
            assertSame(element, queue.take());
        }
    }

    @Test
    void sizeTellsHowManyThereAre() throws Exception {
        try (Queue<Integer> queue = context().queue(3)) {
            assertEquals(3, queue.remainingCapacity());
            for (int i = 1; i <= 3; i++) {
                queue.put(i);
                assertEquals(i, queue.size());
                assertEquals(3 - i, queue.remainingCapacity());
            }
            assertTrue(queue.isFull());
            assertEquals("Queue[3 of at most 3, between threads]", queue.toString());
            assertEquals(3, queue.drainTo(new java.util.ArrayList<>()));
            assertEquals(0, queue.size());
            assertThrows(IllegalArgumentException.class, () -> context().queue(0));
        }
    }

    @Test
    void closingEndsWaits() throws Exception {
        Queue<Integer> queue = context().queue(1);
        Worker<Integer> taker = new Worker<>(queue::take);
        queue.close();
        queue.close();
        var thrown = assertThrows(ExecutionException.class, taker::get);
        assertInstanceOf(IllegalStateException.class, thrown.getCause());
        assertThrows(IllegalStateException.class, () -> queue.put(1));
        assertThrows(IllegalStateException.class, queue::poll);
        assertThrows(IllegalStateException.class, queue::isEmpty);
        assertTrue(queue.isReady(), "since taking would not wait");
        assertEquals("Queue[closed]", queue.toString());
    }

    @Test
    void whoWaitsForSeveralIsWokenByAnElement() throws Exception {
        try (Queue<String> one = context().queue();
                SimpleQueue<String> other = context().simpleQueue()) {
            List<Waitable> both = List.of(one, other);
            assertEquals(List.of(), Waitable.awaitAny(both, Duration.ZERO));
            Worker<List<Waitable>> waiter = new Worker<>(() -> Waitable.awaitAny(both));
            other.put("here");
            assertEquals(List.of(other), waiter.get());
            assertEquals("here", other.take());
            assertFalse(other.isReady());
            one.shutdown();
            assertEquals(List.of(one), Waitable.awaitAny(both));
        }
    }

    @Test
    void whoHasChangedHisMindIsToldNoMore() throws Exception {
        try (Queue<Integer> queue = context().queue()) {
            AtomicInteger told = new AtomicInteger();
            var registration = queue.whenReady(told::incrementAndGet);
            queue.put(1);
            assertEquals(1, told.get());
            registration.close();
            registration.close();
            queue.put(2);
            assertEquals(1, told.get());
            var _ = queue.whenReady(told::incrementAndGet);
            assertEquals(2, told.get(), "at once, since there is something");
        }
    }

    @Test
    void aSimpleQueueHoldsNullsToo() throws Exception {
        try (SimpleQueue<@Nullable String> queue = context().simpleQueue()) {
            queue.put(null);
            assertFalse(queue.isEmpty());
            assertNull(queue.take());
            assertTrue(queue.isEmpty());
            queue.close();
            assertThrows(IllegalStateException.class, queue::isEmpty);
            assertThrows(IllegalStateException.class, queue::take);
        }
    }

    @Test
    void itCanNotBeSentToAnotherProcess() throws Exception {
        try (Queue<Object> here = context().queue();
                SimpleQueue<String> simple = context().simpleQueue();
                Queue<Object> between = Queue.create()) {
            for (Object stays : List.of(here, simple)) {
                var e = assertThrows(SerializationException.class, () -> between.put(List.of(stays)));
                assertTrue(String.valueOf(e.getMessage()).contains("Context.processes()"), e::getMessage);
            }
            assertTrue(between.isEmpty());
        }
    }

    /** The one who takes is a virtual thread, of which any number may wait. */
    @ParameterizedTest
    @ValueSource(ints = {1, 1_000})
    void virtualThreadsMayWait(int takers) throws Exception {
        try (Queue<Integer> queue = context().queue();
                Queue<Integer> back = context().queue(1)) {
            var context = Context.virtualThreads();
            var waiting = java.util.stream.Stream.generate(() -> context.process(() -> back.put(queue.take())))
                    .limit(takers)
                    .toList();
            waiting.forEach(taker -> taker.start());
            long sum = 0;
            for (int i = 1; i <= takers; i++) {
                queue.put(i);
                sum += back.take();
            }
            assertEquals(takers * (takers + 1L) / 2, sum);
            waiting.forEach(taker -> endsWell(taker));
        }
    }
}
