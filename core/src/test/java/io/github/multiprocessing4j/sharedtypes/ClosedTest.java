package io.github.multiprocessing4j.sharedtypes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.memory.ShareableList;
import io.github.multiprocessing4j.memory.SharedMemory;
import io.github.multiprocessing4j.sync.Barrier;
import io.github.multiprocessing4j.sync.BoundedSemaphore;
import io.github.multiprocessing4j.sync.Condition;
import io.github.multiprocessing4j.sync.Event;
import io.github.multiprocessing4j.sync.Lock;
import io.github.multiprocessing4j.sync.RLock;
import io.github.multiprocessing4j.sync.Semaphore;
import io.github.multiprocessing4j.testkit.Serialized;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever uses what was closed is told what it was and what to do; he reads and writes nobody else's memory. */
@Timeout(60)
class ClosedTest {
    private static final Duration SHORT = Duration.ofMillis(1);

    private static final StructLayout LAYOUT = MemoryLayout.structLayout(ValueLayout.JAVA_INT.withName("x"));

    /** What is done to an object. */
    private interface Use<T> {
        void on(T object) throws Exception;
    }

    /** Closes it and uses it in this thread, and then in another. */
    @SafeVarargs
    private static <T extends AutoCloseable> void refuses(T object, Use<T>... uses) throws Exception {
        object.close();
        object.close();
        for (Use<T> use : uses) {
            assertRefused(object, use);
            var failure = new AtomicReference<Throwable>();
            Thread other = Thread.ofPlatform().start(() -> {
                try {
                    assertRefused(object, use);
                } catch (Throwable t) {
                    failure.set(t);
                }
            });
            other.join();
            assertEquals(null, failure.get());
        }
        assertTrue(object.toString().contains("closed"), object::toString);
    }

    private static <T> void assertRefused(T object, Use<T> use) {
        var e = assertThrows(IllegalStateException.class, () -> use.on(object), object::toString);
        assertTrue(String.valueOf(e.getMessage()).contains("was closed in this process"), e::toString);
    }

    @Test
    void values() throws Exception {
        refuses(
                Value.ofInt(1),
                IntValue::get,
                value -> value.set(2),
                value -> value.add(1),
                value -> value.compareAndSet(1, 2),
                value -> value.getAndSet(3),
                Synchronized::getLock,
                Synchronized::getObj,
                Synchronized::copy,
                Synchronized::segment,
                Serialized::bytes);
        refuses(Value.ofLong(1), LongValue::get, value -> value.set(1), value -> value.add(1), Serialized::bytes);
        refuses(Value.ofDouble(1), DoubleValue::get, value -> value.set(1), Serialized::bytes);
        refuses(Value.ofBoolean(true), BooleanValue::get, value -> value.set(false), Serialized::bytes);
        refuses(Value.ofChar('a'), CharValue::get, value -> value.set('b'), Serialized::bytes);
        refuses(Value.ofUnicode('a'), UnicodeValue::get, value -> value.set('b'), Serialized::bytes);
        refuses(Value.ofStruct(LAYOUT), Synchronized::segment, Serialized::bytes);
        refuses(Value.ofInt(1).getObj(), IntValue::get, value -> value.set(2), Serialized::bytes);
    }

    @Test
    void arrays() throws Exception {
        refuses(
                Array.ofInt(1),
                array -> array.get(0),
                array -> array.set(0, 1),
                array -> array.copyFrom(new int[1]),
                IntArray::toArray,
                Synchronized::getLock,
                Synchronized::copy,
                Serialized::bytes);
        refuses(Array.ofLong(1), array -> array.get(0), array -> array.set(0, 1), Serialized::bytes);
        refuses(Array.ofDouble(1), array -> array.get(0), array -> array.set(0, 1), Serialized::bytes);
        refuses(Array.ofBoolean(1), array -> array.get(0), array -> array.set(0, true), Serialized::bytes);
        refuses(Array.ofChar(1), array -> array.get(0), array -> array.set(0, 'a'), Serialized::bytes);
        refuses(Array.ofUnicode(1), array -> array.get(0), array -> array.set(0, 'a'), Serialized::bytes);
        refuses(Array.ofStruct(LAYOUT, 1), Synchronized::segment, Serialized::bytes);
    }

    @Test
    void whatTakesAClosedOnesPlaceIsLeftAlone() {
        IntValue closed = Value.ofInt(1);
        closed.close();
        try (IntValue next = Value.ofInt(99)) {
            assertThrows(IllegalStateException.class, closed::get);
            assertThrows(IllegalStateException.class, () -> closed.set(7));
            assertThrows(IllegalStateException.class, () -> closed.add(7));
            closed.close();
            assertEquals(99, next.get());
        }
        Event unused = Event.create();
        unused.close();
        try (Event next = Event.create()) {
            assertThrows(IllegalStateException.class, unused::set);
            assertEquals(false, next.isSet());
        }
    }

    @Test
    void locks() throws Exception {
        refuses(
                Lock.create(),
                Lock::lock,
                Lock::lockInterruptibly,
                Lock::tryLock,
                lock -> lock.tryLock(SHORT),
                Lock::unlock,
                Lock::locked,
                Lock::owner,
                Lock::recover,
                Serialized::bytes);
        refuses(
                RLock.create(),
                RLock::lock,
                RLock::tryLock,
                lock -> lock.tryLock(SHORT),
                RLock::unlock,
                RLock::owner,
                RLock::holdCount,
                Serialized::bytes);
    }

    @Test
    void theRest() throws Exception {
        refuses(
                Semaphore.create(1),
                Semaphore::acquire,
                Semaphore::tryAcquire,
                semaphore -> semaphore.tryAcquire(SHORT),
                Semaphore::release,
                Semaphore::getValue,
                Serialized::bytes);
        refuses(BoundedSemaphore.create(1), BoundedSemaphore::acquire, BoundedSemaphore::release, Serialized::bytes);
        refuses(
                Condition.create(),
                condition -> condition.await(SHORT),
                Condition::signal,
                Condition::signalAll,
                Serialized::bytes);
        refuses(Event.create(), Event::set, Event::clear, Event::isSet, event -> event.await(SHORT), Serialized::bytes);
        refuses(
                Barrier.create(2),
                barrier -> barrier.await(SHORT),
                Barrier::abort,
                Barrier::reset,
                Barrier::isBroken,
                Barrier::getNumberWaiting,
                Serialized::bytes);
    }

    @Test
    void lists() throws Exception {
        ShareableList list = ShareableList.create(List.of("text", 1));
        list.unlink();
        refuses(
                list,
                closed -> closed.get(0),
                closed -> closed.set(0, "other"),
                closed -> closed.indexOf("text"),
                closed -> closed.count(1),
                ShareableList::format);
    }

    /** Its memory is the JDK's, and so are the words. */
    @Test
    void blocks() {
        SharedMemory block = SharedMemory.create(10);
        block.unlink();
        var buffer = block.buffer();
        block.close();
        assertThrows(IllegalStateException.class, () -> buffer.get(0));
        assertThrows(IllegalStateException.class, () -> block.segment().get(ValueLayout.JAVA_BYTE, 0));
        assertThrows(IllegalStateException.class, () -> block.buffer().get(0));
        Reference.reachabilityFence(block);
    }
}
