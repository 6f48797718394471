package io.github.multiprocessing4j.sharedtypes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.sync.RLock;
import io.github.multiprocessing4j.testkit.Death;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ValueTest {
    private static void run(RemoteRunnable target) {
        ChildProcess child = ShortLived.child().start(target);
        child.join();
        assertEquals(0, child.exitCode().orElseThrow());
    }

    /** CPython's TestValue.test_value. */
    @Test
    void aChildSetsWhatTheParentGets() {
        childSets(false);
    }

    /** CPython's TestValue.test_rawvalue. */
    @Test
    void aChildSetsWhatTheParentGetsWithoutALock() {
        childSets(true);
    }

    private static void childSets(boolean raw) {
        try (IntValue i = raw(raw, Value.ofInt(4343));
                DoubleValue d = raw(raw, Value.ofDouble(3.625));
                IntValue h = raw(raw, Value.ofShort(-232));
                LongValue q = raw(raw, Value.ofLong(1L << 33));
                CharValue c = raw(raw, Value.ofChar('x'))) {
            assertEquals(
                    "4343 3.625 -232 8589934592 x",
                    i.get() + " " + d.get() + " " + h.get() + " " + q.get() + " " + c.get());
            run(() -> {
                i.set(24234);
                d.set(-4.25);
                h.set(234);
                q.set(1L << 34);
                c.set('y');
            });
            assertEquals(
                    "24234 -4.25 234 17179869184 y",
                    i.get() + " " + d.get() + " " + h.get() + " " + q.get() + " " + c.get());
        }
    }

    private static <T extends Value<T>> T raw(boolean raw, T value) {
        return raw ? value.getObj() : value;
    }

    /** CPython's TestValue.test_getobj_getlock. */
    @Test
    void aValueHasALockOfItsOwnOrTheCallersOrNone() {
        try (IntValue own = Value.ofInt(5);
                RLock lock = RLock.create();
                IntValue callers = Value.ofInt(6).withLock(lock)) {
            assertSame(own.getLock(), own.getLock());
            own.getObj().set(7);
            assertEquals(7, own.get());
            assertSame(lock, callers.getLock());
            assertSame(lock, Synchronized.of(own.getObj(), lock).getLock());
            IntValue raw = own.getObj();
            assertTrue(own.hasLock());
            assertFalse(raw.hasLock());
            assertThrows(UnsupportedOperationException.class, raw::getLock);
            assertThrows(IllegalArgumentException.class, () -> Synchronized.of(own, lock));
            assertNotSame(own.getLock(), callers.getLock());
        }
    }

    @Test
    void everyTypeCodeMakesAValueOfItsType() {
        List<String> texts = new ArrayList<>();
        for (char code : "bBhHiIlLqQ".toCharArray()) {
            texts.add(made(code, 7));
        }
        texts.add(made('f', 1.5));
        texts.add(made('d', 2.5));
        texts.add(made('c', 'x'));
        texts.add(made('u', 0x1F600));
        texts.add(made('?', true));
        assertEquals("b1 B1 h2 H2 i4 I4 l8 L8 q8 Q8 f4 d8 c1 u4 ?1", String.join(" ", texts));
        assertThrows(IllegalArgumentException.class, () -> Value.of('x', 1));
        assertThrows(IllegalArgumentException.class, () -> Value.of('i', "1"));
        assertThrows(IllegalArgumentException.class, () -> Value.of('i', 1L << 40));
        assertThrows(IllegalArgumentException.class, () -> Value.raw('?', 1));
    }

    private static String made(char code, Object initial) {
        try (Value<?> value = Value.of(code, initial);
                Value<?> raw = Value.raw(code, initial)) {
            assertTrue(value.hasLock() && !raw.hasLock());
            assertEquals(value.toString(), raw.toString());
            return code + "" + value.segment().byteSize();
        }
    }

    @Test
    void unsignedIntegersAreReadWide() {
        try (IntValue b = Value.ofUnsignedByte(255);
                IntValue h = Value.ofUnsignedShort(65535);
                LongValue i = Value.ofUnsignedInt(0xffff_ffffL);
                LongValue q = Value.ofUnsignedLong(-1)) {
            assertEquals(255, b.get());
            assertEquals(65535, h.get());
            assertEquals(0xffff_ffffL, i.get());
            assertEquals("LongValue[18446744073709551615]", q.toString());
            assertEquals(0, b.addAndGet(1));
            assertEquals(0, h.addAndGet(1));
            assertEquals(0, i.addAndGet(1));
            assertEquals(0, q.addAndGet(1));
            assertEquals(255, b.addAndGet(-1));
        }
    }

    @Test
    void whatDoesNotFitIsRefusedAndChangesNothing() {
        assertThrows(IllegalArgumentException.class, () -> Value.ofByte(128));
        assertThrows(IllegalArgumentException.class, () -> Value.ofUnsignedByte(-1));
        assertThrows(IllegalArgumentException.class, () -> Value.ofShort(-32769));
        assertThrows(IllegalArgumentException.class, () -> Value.ofUnsignedShort(65536));
        assertThrows(IllegalArgumentException.class, () -> Value.ofUnsignedInt(1L << 32));
        assertThrows(IllegalArgumentException.class, () -> Value.ofChar('\u0100'));
        assertThrows(IllegalArgumentException.class, () -> Value.ofUnicode(0x110000));
        try (IntValue value = Value.ofByte(1);
                DoubleValue real = Value.ofFloat(1)) {
            assertThrows(IllegalArgumentException.class, () -> value.set(128));
            assertThrows(IllegalArgumentException.class, () -> value.getAndSet(-129));
            assertThrows(IllegalArgumentException.class, () -> value.compareAndSet(1, 128));
            assertThrows(IllegalArgumentException.class, () -> real.set(1e300));
            assertEquals(1, value.get());
            assertEquals(1.0, real.get());
            real.set(Double.POSITIVE_INFINITY);
            assertEquals(Double.POSITIVE_INFINITY, real.get());
        }
    }

    @Test
    void atomicOperationsOfEveryWidth() {
        for (IntValue value : List.of(Value.ofByte(1), Value.ofShort(1), Value.ofInt(1))) {
            assertEquals(1, value.getAndAdd(2));
            assertEquals(-4, value.addAndGet(-7));
            assertTrue(value.compareAndSet(-4, 5));
            assertFalse(value.compareAndSet(-4, 6));
            assertEquals(5, value.getAndSet(-1));
            assertEquals(-1, value.get());
            value.close();
        }
        for (LongValue value : List.of(Value.ofUnsignedInt(1), Value.ofLong(1), Value.ofUnsignedLong(1))) {
            assertEquals(1, value.getAndAdd(2));
            assertFalse(value.compareAndSet(3 + (1L << 32), 6));
            assertTrue(value.compareAndSet(3, 5));
            assertEquals(5, value.getAndSet(9));
            assertEquals(9, value.get());
            value.close();
        }
        try (BooleanValue flag = Value.ofBoolean(false);
                DoubleValue sum = Value.ofDouble(0.5)) {
            assertTrue(flag.compareAndSet(false, true));
            assertFalse(flag.compareAndSet(false, true));
            assertTrue(flag.getAndSet(false));
            assertEquals(2.0, sum.addAndGet(1.5));
        }
    }

    @Test
    void additionsOfProcessesAreNotLost() {
        try (IntValue narrow = Value.ofShort(0);
                LongValue wide = Value.ofLong(0);
                DoubleValue real = Value.ofDouble(0);
                IntValue locked = Value.ofInt(0)) {
            List<ChildProcess> children = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                children.add(ChildProcess.start(() -> {
                    for (int n = 0; n < 10_000; n++) {
                        narrow.add(1);
                        wide.add(1);
                        real.add(1);
                        Lock lock = locked.getLock();
                        lock.lock();
                        try {
                            locked.set(locked.get() + 1);
                        } finally {
                            lock.unlock();
                        }
                    }
                }));
            }
            children.forEach(ChildProcess::join);
            assertEquals(
                    "20000 20000 20000.0 20000",
                    narrow.get() + " " + wide.get() + " " + real.get() + " " + locked.get());
        }
    }

    @Test
    void valuesAreCarriedByTasksAndComeBack() {
        try (Pool pool = ShortLived.pool(2);
                IntValue sum = Value.ofInt(0)) {
            pool.map(n -> sum.addAndGet(n), List.of(1, 2, 3, 4, 5));
            assertEquals(15, sum.get());
            try (IntValue back = pool.apply(() -> sum)) {
                back.set(16);
                assertEquals(16, sum.get());
                assertTrue(back.getLock().tryLock());
                back.getLock().unlock();
            }
            try (LongValue made = pool.apply(() -> Value.ofLong(42))) {
                assertEquals(42, made.get());
            }
            assertEquals(16, sum.get(), "closing what came back closes nothing else");
        }
    }

    @Test
    void theCallersLockIsTheSameInTheOtherProcess() {
        try (RLock lock = RLock.create();
                IntValue a = Value.ofInt(0).withLock(lock);
                IntValue b = Value.ofInt(0).withLock(lock)) {
            lock.lock();
            try {
                run(() -> a.set(a.getLock().tryLock() || b.getLock().tryLock() ? 1 : 2));
            } finally {
                lock.unlock();
            }
            assertEquals(2, a.get());
        }
    }

    @Test
    void aLockOfOneProcessIsNotSent() {
        try (IntValue value = Value.ofInt(0).withLock(new ReentrantLock())) {
            value.getLock().lock();
            value.getLock().unlock();
            RuntimeException refused =
                    assertThrows(RuntimeException.class, () -> ChildProcess.start(() -> value.set(1)));
            assertTrue(String.valueOf(refused).contains("ReentrantLock"), refused::toString);
        }
    }

    @Test
    void aClosedValueIsRefused() {
        IntValue value = Value.ofInt(1);
        Lock lock = value.getLock();
        IntValue raw = value.getObj();
        value.close();
        value.close();
        assertTrue(value.isClosed() && raw.isClosed());
        assertEquals("IntValue[closed]", value.toString());
        assertThrows(IllegalStateException.class, value::get);
        assertThrows(IllegalStateException.class, () -> value.set(1));
        assertThrows(IllegalStateException.class, () -> value.add(1));
        assertThrows(IllegalStateException.class, () -> value.compareAndSet(1, 2));
        assertThrows(IllegalStateException.class, value::getLock);
        assertThrows(IllegalStateException.class, value::getObj);
        assertThrows(IllegalStateException.class, value::segment);
        assertThrows(IllegalStateException.class, value::copy);
        assertThrows(IllegalStateException.class, raw::get);
        assertThrows(IllegalStateException.class, lock::tryLock, "its own lock is closed with it");
    }

    @Test
    void closingAValueLeavesTheCallersLockAndTheOthersMemory() {
        try (RLock lock = RLock.create();
                IntValue other = Value.ofInt(3)) {
            Value.ofInt(0).withLock(lock).close();
            assertTrue(lock.tryLock());
            lock.unlock();
            run(() -> {
                other.set(4);
                other.close();
            });
            assertEquals(4, other.get());
        }
    }

    @Test
    void aKilledHolderLeavesWhatItHadWritten() {
        try (IntValue value = Value.ofInt(1);
                LongValue counter = Value.ofLong(0)) {
            ChildProcess child = ShortLived.child().start(() -> {
                value.getLock().lock();
                value.set(2);
                counter.add(1);
                Death.SIGKILL.now();
            });
            child.join();
            assertEquals(Death.SIGKILL.exitStatus(), child.exitStatus());
            assertEquals(2, value.get(), "who only looks needs no lock");
            assertEquals(2, value.addAndGet(0));
            assertEquals(2, counter.addAndGet(1));
            run(() -> value.set(value.get() + 40));
            assertEquals(42, value.get());
        }
    }
}
