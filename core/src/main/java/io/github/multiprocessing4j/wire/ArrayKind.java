package io.github.multiprocessing4j.wire;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;

/** Arrays that can travel beside a value. Their order is part of the message format. */
enum ArrayKind {
    BYTES(byte.class, 1),
    SHORTS(short.class, Short.BYTES),
    CHARS(char.class, Character.BYTES),
    INTS(int.class, Integer.BYTES),
    LONGS(long.class, Long.BYTES),
    FLOATS(float.class, Float.BYTES),
    DOUBLES(double.class, Double.BYTES);

    private static final ArrayKind[] ALL = values();

    private final Class<?> element;

    private final int width;

    ArrayKind(Class<?> element, int width) {
        this.element = element;
        this.width = width;
    }

    /** {@return the number of kinds} */
    static int count() {
        return ALL.length;
    }

    static ArrayKind at(int ordinal) {
        return ALL[ordinal];
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
