package io.github.multiprocessing4j.wire;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/** Arrays that can travel beside a value. The codes are part of the message format. */
enum ArrayKind {
    BYTES(1, byte.class, 1),
    SHORTS(2, short.class, Short.BYTES),
    CHARS(3, char.class, Character.BYTES),
    INTS(4, int.class, Integer.BYTES),
    LONGS(5, long.class, Long.BYTES),
    FLOATS(6, float.class, Float.BYTES),
    DOUBLES(7, double.class, Double.BYTES);

    private static final ArrayKind[] ALL = values();

    private final int code;

    private final Class<?> element;

    private final int width;

    ArrayKind(int code, Class<?> element, int width) {
        this.code = code;
        this.element = element;
        this.width = width;
    }

    /** {@return the kind of a code; null if there is none} */
    static @Nullable ArrayKind withCode(int code) {
        return code < 1 || code > ALL.length ? null : ALL[code - 1];
    }

    int code() {
        return code;
    }

    static ArrayKind of(Object array) {
        for (ArrayKind kind : ALL) {
            if (array.getClass().getComponentType() == kind.element) {
                return kind;
            }
        }
        throw new IllegalArgumentException(array.getClass() + " can't travel beside a value");
    }

    int length(Object array) {
        return Array.getLength(array);
    }

    long bytes(int length) {
        return (long) length * width;
    }

    Object allocate(int length) {
        return Array.newInstance(element, length);
    }

    static MemorySegment bytesOf(Object array) {
        return switch (array) {
            case byte[] bytes -> MemorySegment.ofArray(bytes);
            case short[] shorts -> MemorySegment.ofArray(shorts);
            case char[] chars -> MemorySegment.ofArray(chars);
            case int[] ints -> MemorySegment.ofArray(ints);
            case long[] longs -> MemorySegment.ofArray(longs);
            case float[] floats -> MemorySegment.ofArray(floats);
            case double[] doubles -> MemorySegment.ofArray(doubles);
            default -> throw new IllegalArgumentException(array.getClass() + " can't travel beside a value");
        };
    }
}
