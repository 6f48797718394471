package io.github.multiprocessing4j.sharedtypes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;

/** Elements that fit into an {@code int}, whatever they mean. */
abstract sealed class Int32Array<S extends Int32Array<S>> extends Array<S> permits IntArray, UnicodeArray {
    private static final long serialVersionUID = 1;

    Int32Array(State state) {
        super(state);
    }

    private boolean isWholeInt() {
        return type == TypeCode.INT || type == TypeCode.UNICODE;
    }

    static void checkAll(TypeCode type, int[] values) {
        for (int value : values) {
            type.check(value);
        }
    }

    /**
     * {@return an element}
     *
     * @param index its index
     */
    public final int get(long index) {
        try {
            return Cells.getInt(type, memory(), at(index));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Sets an element.
     *
     * @param index its index
     * @param value the new value
     * @throws IllegalArgumentException if the value is out of the type's range
     */
    public final void set(long index, int value) {
        try {
            Cells.setInt(type, memory(), at(index), value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** {@return a copy of all elements} It is made under the lock, unless this is raw. */
    public final int[] toArray() {
        return toArray(0, length());
    }

    /**
     * {@return a copy of some elements} It is made under the lock, unless this is raw.
     *
     * @param from the first one's index
     * @param to the index behind the last one
     */
    public final int[] toArray(long from, long to) {
        int[] values = new int[count(from, to)];
        underLock(() -> read(from, values));
        return values;
    }

    private void read(long from, int[] values) {
        MemorySegment memory = memory();
        if (isWholeInt()) {
            MemorySegment.copy(memory, ValueLayout.JAVA_INT, startAt(from), values, 0, values.length);
        } else {
            for (int i = 0; i < values.length; i++) {
                values[i] = Cells.getInt(type, memory, at(from + i));
            }
        }
    }

    /**
     * Sets all elements, under the lock, unless this is raw.
     *
     * @param values as many as there are elements
     * @throws IllegalArgumentException if there are more or less, or one is out of the type's range; nothing is changed then
     */
    public final void copyFrom(int[] values) {
        checkSameLength(values.length);
        copyFrom(0, values);
    }

    /**
     * Sets some elements, under the lock, unless this is raw.
     *
     * @param index of the first one
     * @param values the new values
     * @throws IllegalArgumentException if one is out of the type's range; nothing is changed then
     */
    public final void copyFrom(long index, int[] values) {
        checkFits(index, values.length);
        checkAll(type, values);
        underLock(() -> write(index, values));
    }

    /** Sets elements that are there to values that are right, without the lock. */
    final void write(long index, int[] values) {
        MemorySegment memory = memory();
        if (isWholeInt()) {
            MemorySegment.copy(values, 0, memory, ValueLayout.JAVA_INT, startAt(index), values.length);
        } else {
            for (int i = 0; i < values.length; i++) {
                Cells.setInt(type, memory, at(index + i), values[i]);
            }
        }
    }
}
