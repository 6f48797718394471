package io.github.multiprocessing4j.sharedtypes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** CPython's TestSharedCTypes, and what belongs to structures. */
@Timeout(60)
class SharedTypesTest {
    private static final StructLayout FOO = MemoryLayout.structLayout(
                    ValueLayout.JAVA_INT.withName("x"),
                    MemoryLayout.paddingLayout(4),
                    ValueLayout.JAVA_DOUBLE.withName("y"),
                    ValueLayout.JAVA_LONG.withName("z"))
            .withName("Foo");

    private static final VarHandle X = FOO.varHandle(PathElement.groupElement("x"));
    private static final VarHandle Y = FOO.varHandle(PathElement.groupElement("y"));
    private static final VarHandle Z = FOO.varHandle(PathElement.groupElement("z"));

    /** CPython's TestSharedCTypes.test_sharedctypes. */
    @Test
    void aChildDoublesEverything() {
        childDoubles(false);
    }

    /** CPython's TestSharedCTypes.test_synchronize. */
    @Test
    void aChildDoublesEverythingThatHasLocks() {
        childDoubles(true);
    }

    private static void childDoubles(boolean lock) {
        try (IntValue x = with(lock, Value.ofInt(7));
                DoubleValue y = with(lock, Value.ofDouble(1.0 / 3.0));
                LongValue z = with(lock, Value.ofLong(1L << 33));
                StructValue foo = with(lock, Value.ofStruct(FOO));
                DoubleArray array = with(lock, Array.ofDouble(10));
                CharArray string = with(lock, Array.ofChar(20))) {
            X.set(foo.segment(), 0L, 3);
            Y.set(foo.segment(), 0L, 2.0);
            for (int i = 0; i < 10; i++) {
                array.set(i, i);
            }
            string.setValue("hello");
            ChildProcess child = ShortLived.child().start(() -> {
                x.set(2 * x.get());
                y.set(2 * y.get());
                z.set(2 * z.get());
                X.set(foo.segment(), 0L, 2 * (int) X.get(foo.segment(), 0L));
                Y.set(foo.segment(), 0L, 2 * (double) Y.get(foo.segment(), 0L));
                string.setValue(string.value().repeat(2));
                for (int i = 0; i < array.length(); i++) {
                    array.set(i, 2 * array.get(i));
                }
            });
            child.join();
            assertEquals(14, x.get());
            assertEquals(2.0 / 3.0, y.get());
            assertEquals(1L << 34, z.get());
            assertEquals(6, (int) X.get(foo.segment(), 0L));
            assertEquals(4.0, (double) Y.get(foo.segment(), 0L));
            assertArrayEquals(new double[] {0, 2, 4, 6, 8, 10, 12, 14, 16, 18}, array.toArray());
            assertEquals("hellohello", string.value());
        }
    }

    private static <T extends Synchronized<T>> T with(boolean lock, T object) {
        return lock ? object : object.getObj();
    }

    /** CPython's TestSharedCTypes.test_copy. */
    @Test
    void aCopyHasMemoryOfItsOwn() {
        try (StructValue foo = Value.ofStruct(FOO)) {
            X.set(foo.segment(), 0L, 2);
            Y.set(foo.segment(), 0L, 5.0);
            Z.set(foo.segment(), 0L, 1L << 33);
            try (StructValue bar = foo.copy()) {
                foo.segment().fill((byte) 0);
                assertEquals(2, (int) X.get(bar.segment(), 0L));
                assertEquals(5.0, (double) Y.get(bar.segment(), 0L));
                assertEquals(1L << 33, (long) Z.get(bar.segment(), 0L));
            }
        }
    }

    @Test
    void aLayoutArrivesAsItWas() {
        StructLayout odd = MemoryLayout.structLayout(
                MemoryLayout.sequenceLayout(3, ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN))
                        .withName("s"),
                MemoryLayout.unionLayout(ValueLayout.JAVA_CHAR.withName("c"), ValueLayout.JAVA_BYTE)
                        .withName("u"),
                ValueLayout.JAVA_FLOAT_UNALIGNED.withName("f"),
                ValueLayout.JAVA_BOOLEAN,
                MemoryLayout.paddingLayout(3));
        assertEquals(odd, LayoutForm.of(odd).layout());
        try (StructArray points = Array.ofStruct(FOO, 5)) {
            ChildProcess child = ShortLived.child().start(() -> {
                if (points.layout().equals(FOO)) {
                    X.set(points.get(4), 0L, 42);
                }
            });
            child.join();
            assertEquals(42, (int) X.get(points.get(4), 0L));
            assertThrows(IndexOutOfBoundsException.class, () -> points.get(5));
        }
    }

    @Test
    void layoutsThatCanNotBeSharedAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Value.ofStruct(MemoryLayout.structLayout(ValueLayout.ADDRESS.withName("p"))));
        assertThrows(
                IllegalArgumentException.class,
                () -> Value.ofStruct(MemoryLayout.structLayout(ValueLayout.JAVA_LONG.withByteAlignment(64))));
        assertThrows(
                IllegalArgumentException.class,
                () -> Array.ofStruct(MemoryLayout.structLayout(ValueLayout.JAVA_LONG, ValueLayout.JAVA_BYTE), 2));
    }
}
