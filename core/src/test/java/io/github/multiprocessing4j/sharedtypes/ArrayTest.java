package io.github.multiprocessing4j.sharedtypes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.sync.RLock;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ArrayTest {
    /** CPython's TestArray.test_array. */
    @Test
    void aChildSumsUpWhatTheParentMade() {
        childSumsUp(false);
    }

    /** CPython's TestArray.test_rawarray. */
    @Test
    void aChildSumsUpWhatTheParentMadeWithoutALock() {
        childSumsUp(true);
    }

    private static void childSumsUp(boolean raw) {
        int[] sequence = {680, 626, 934, 821, 150, 233, 548, 982, 714, 831};
        try (IntArray locked = Array.ofInt(sequence)) {
            IntArray array = raw ? locked.getObj() : locked;
            assertEquals(10, array.length());
            assertEquals(sequence[3], array.get(3));
            assertArrayEquals(Arrays.copyOfRange(sequence, 2, 7), array.toArray(2, 7));
            array.copyFrom(4, new int[] {1, 2, 3, 4});
            System.arraycopy(new int[] {1, 2, 3, 4}, 0, sequence, 4, 4);
            assertArrayEquals(sequence, array.toArray());
            ChildProcess child = ShortLived.child().start(() -> {
                for (int i = 1; i < array.length(); i++) {
                    array.set(i, array.get(i) + array.get(i - 1));
                }
            });
            child.join();
            Arrays.parallelPrefix(sequence, Integer::sum);
            assertArrayEquals(sequence, array.toArray());
        }
    }

    /** CPython's TestArray.test_array_from_size. */
    @Test
    void anArrayFromASizeIsZeroAlsoWhereMemoryIsUsedAgain() {
        for (int round = 0; round < 3; round++) {
            try (IntArray array = Array.ofInt(10)) {
                assertEquals(10, array.length());
                assertArrayEquals(new int[10], array.toArray());
                int[] numbers = IntStream.range(0, 10).toArray();
                array.copyFrom(numbers);
                assertArrayEquals(numbers, array.toArray());
            }
        }
    }

    /** CPython's TestArray.test_getobj_getlock_obj. */
    @Test
    void anArrayHasALockOfItsOwnOrTheCallersOrNone() {
        try (RLock lock = RLock.create();
                IntArray own = Array.ofInt(new int[] {1, 2});
                IntArray callers = Array.ofInt(2).withLock(lock)) {
            assertSame(own.getLock(), own.getLock());
            assertArrayEquals(new int[] {1, 2}, own.getObj().toArray());
            assertSame(lock, callers.getLock());
            assertFalse(own.getObj().hasLock());
            assertThrows(UnsupportedOperationException.class, own.getObj()::getLock);
            assertThrows(NullPointerException.class, () -> own.withLock(nothing()));
        }
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a caller without NullAway may do
    private static <T> T nothing() {
        return null;
    }

    @Test
    void everyTypeCodeMakesAnArrayOfItsType() {
        List<Array<?>> arrays = new ArrayList<>();
        for (char code : "bBhHi".toCharArray()) {
            arrays.add(Array.of(code, new int[] {1, 2, 3}));
        }
        for (char code : "IlLqQ".toCharArray()) {
            arrays.add(Array.raw(code, new long[] {1, 2, 3}));
        }
        arrays.add(Array.of('f', new double[] {1, 2, 3}));
        arrays.add(Array.of('d', 3));
        arrays.add(Array.of('c', "abc"));
        arrays.add(Array.of('u', "a\uD83D\uDE00c"));
        arrays.add(Array.raw('?', new boolean[3]));
        assertEquals(
                List.of(3L, 3L, 6L, 6L, 12L, 12L, 24L, 24L, 24L, 24L, 12L, 24L, 3L, 12L, 3L),
                arrays.stream().map(array -> array.segment().byteSize()).toList());
        for (Array<?> array : arrays) {
            assertEquals(3, array.length());
            array.close();
        }
        assertThrows(IllegalArgumentException.class, () -> Array.of('x', 1));
        assertThrows(IllegalArgumentException.class, () -> Array.of('i', new long[1]));
    }

    @Test
    void narrowElementsDoNotTouchTheirNeighbours() {
        try (IntArray bytes = Array.ofUnsignedByte(new int[] {1, 2, 3, 4, 255});
                IntArray shorts = Array.ofShort(new int[] {-1, -2, -3})) {
            assertEquals(255, bytes.getAndAdd(4, 1));
            assertEquals(2, bytes.getAndSet(1, 200));
            assertTrue(bytes.compareAndSet(2, 3, 30));
            assertFalse(bytes.compareAndSet(2, 3, 31));
            assertArrayEquals(new int[] {1, 200, 30, 4, 0}, bytes.toArray());
            assertEquals(-3, shorts.addAndGet(1, -1));
            assertArrayEquals(new int[] {-1, -3, -3}, shorts.toArray());
        }
    }

    @Test
    void additionsToNeighboursFromProcessesAreNotLost() {
        try (IntArray bytes = Array.ofUnsignedByte(4)) {
            List<ChildProcess> children = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                int mine = i;
                children.add(ChildProcess.start(() -> {
                    for (int n = 0; n < 100_000 + 7; n++) {
                        bytes.getAndAdd(mine, 1);
                    }
                }));
            }
            children.forEach(ChildProcess::join);
            int expected = (100_000 + 7) % 256;
            assertArrayEquals(new int[] {expected, expected, 0, 0}, bytes.toArray());
        }
    }

    @Test
    void copiesOfManyElementsTakeTheLock() throws Exception {
        try (LongArray array = Array.ofLong(4)) {
            array.getLock().lock();
            Thread other = Thread.ofPlatform().start(array::toArray);
            array.getObj().toArray(); // which needs no lock
            assertFalse(other.join(Duration.ofMillis(200)));
            array.getLock().unlock();
            other.join();
        }
    }

    @Test
    void characters() {
        try (CharArray text = Array.ofChar(8)) {
            text.setValue("hello");
            assertEquals("hello", text.value());
            text.setRaw("J".getBytes(StandardCharsets.US_ASCII));
            assertEquals("Jello", text.value());
            text.set(7, '\u00ff');
            assertArrayEquals(new byte[] {'J', 'e', 'l', 'l', 'o', 0, 0, -1}, text.raw());
            text.setValue("12345678");
            assertEquals("12345678", text.value());
            text.setValue("a");
            assertEquals("a", text.value());
            assertEquals('3', text.get(2));
            assertThrows(IllegalArgumentException.class, () -> text.setValue("123456789"));
            assertThrows(IllegalArgumentException.class, () -> text.setRaw(new byte[9]));
            assertThrows(IllegalArgumentException.class, () -> text.setValue("z\u0100"));
            assertEquals("a", text.value());
        }
        try (UnicodeArray text = Array.ofUnicode(4)) {
            text.setValue("\u00e4\uD83D\uDE00");
            assertEquals("\u00e4\uD83D\uDE00", text.value());
            assertEquals(0x1F600, text.get(1));
            assertThrows(IllegalArgumentException.class, () -> text.setValue("12345"));
        }
    }

    @Test
    void wrongIndexesAndSizes() {
        try (IntArray array = Array.ofInt(3);
                DoubleArray empty = Array.ofDouble(0)) {
            assertThrows(IndexOutOfBoundsException.class, () -> array.get(3));
            assertThrows(IndexOutOfBoundsException.class, () -> array.get(-1));
            assertThrows(IndexOutOfBoundsException.class, () -> array.set(3, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> array.getAndAdd(3, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> array.toArray(2, 4));
            assertThrows(IndexOutOfBoundsException.class, () -> array.toArray(2, 1));
            assertThrows(IndexOutOfBoundsException.class, () -> array.copyFrom(2, new int[2]));
            assertThrows(IllegalArgumentException.class, () -> array.copyFrom(new int[2]));
            assertEquals(0, empty.length());
            assertEquals(0, empty.toArray().length);
            assertEquals(0, empty.segment().byteSize());
            assertEquals(0, array.toArray(3, 3).length);
            assertThrows(IndexOutOfBoundsException.class, () -> empty.get(0));
        }
        assertThrows(IllegalArgumentException.class, () -> Array.ofInt(-1));
        assertThrows(IllegalArgumentException.class, () -> Array.ofLong(Long.MAX_VALUE / 2));
        assertThrows(IllegalArgumentException.class, () -> Array.ofByte(new int[] {1, 128}));
        try (IntArray bytes = Array.ofByte(2)) {
            assertThrows(IllegalArgumentException.class, () -> bytes.copyFrom(new int[] {1, 128}));
            assertArrayEquals(new int[2], bytes.toArray(), "nothing is changed");
        }
    }

    @Test
    void aClosedArrayIsRefused() {
        for (DoubleArray array : List.of(Array.ofDouble(10), Array.ofDouble(100_000))) {
            array.close();
            assertThrows(IllegalStateException.class, () -> array.get(0));
            assertThrows(IllegalStateException.class, () -> array.set(0, 1));
            assertThrows(IllegalStateException.class, array::toArray);
            assertThrows(IllegalStateException.class, () -> array.getObj().toArray());
        }
    }

    @Test
    void anArrayIsCarriedByTasksAndComesBack() {
        try (Pool pool = ShortLived.pool(2);
                DoubleArray array = Array.ofDouble(1000)) {
            pool.map(
                    i -> {
                        array.set(i, i / 2.0);
                        return i;
                    },
                    IntStream.range(0, 1000).boxed().toList());
            assertEquals(499.5, array.get(999));
            try (DoubleArray back = pool.apply(array::copy)) {
                assertArrayEquals(array.toArray(), back.toArray());
                back.set(0, -1);
                assertEquals(0, array.get(0));
            }
        }
    }
}
