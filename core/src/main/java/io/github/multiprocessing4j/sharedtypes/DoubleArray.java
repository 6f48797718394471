package io.github.multiprocessing4j.sharedtypes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;

/**
 * Shared floating-point numbers of 64 bits, or of 32 if they were made so.
 *
 * <p>All methods throw {@link IllegalStateException} if this is closed, and {@link IndexOutOfBoundsException} for an index that there
 * is not; a negative one is no index from the end, as it is in Python. The effects on memory are those that the package tells.
 */
public final class DoubleArray extends Array<DoubleArray> {
    private static final long serialVersionUID = 1;

    DoubleArray(State state) {
        super(state);
    }

    /** {@return a new array of these values} */
    static DoubleArray of(TypeCode type, double[] initial) {
        checkAll(type, initial);
        DoubleArray array = new DoubleArray(allocate(type, initial.length));
        array.write(0, initial);
        return array;
    }

    private static void checkAll(TypeCode type, double[] values) {
        for (double value : values) {
            type.check(value);
        }
    }

    @Override
    DoubleArray create(State other) {
        return new DoubleArray(other);
    }

    /**
     * {@return an element}
     *
     * @param index its index
     */
    public double get(long index) {
        try {
            return Cells.getDouble(type, memory(), at(index));
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
    public void set(long index, double value) {
        try {
            Cells.setDouble(type, memory(), at(index), value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Adds to an element, atomically.
     *
     * @param index its index
     * @param delta what to add
     * @return the new value
     */
    public double addAndGet(long index, double delta) {
        try {
            return Cells.addAndGetDouble(type, memory(), at(index), delta);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** {@return a copy of all elements} It is made under the lock, unless this is raw. */
    public double[] toArray() {
        return toArray(0, length());
    }

    /**
     * {@return a copy of some elements} It is made under the lock, unless this is raw.
     *
     * @param from the first one's index
     * @param to the index behind the last one
     */
    public double[] toArray(long from, long to) {
        double[] values = new double[count(from, to)];
        underLock(() -> read(from, values));
        return values;
    }

    private void read(long from, double[] values) {
        MemorySegment memory = memory();
        if (type == TypeCode.DOUBLE) {
            MemorySegment.copy(memory, ValueLayout.JAVA_DOUBLE, startAt(from), values, 0, values.length);
        } else {
            for (int i = 0; i < values.length; i++) {
                values[i] = Cells.getDouble(type, memory, at(from + i));
            }
        }
    }

    /**
     * Sets all elements, under the lock, unless this is raw.
     *
     * @param values as many as there are elements
     * @throws IllegalArgumentException if there are more or less, or one is out of the type's range; nothing is changed then
     */
    public void copyFrom(double[] values) {
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
    public void copyFrom(long index, double[] values) {
        checkFits(index, values.length);
        checkAll(type, values);
        underLock(() -> write(index, values));
    }

    private void write(long index, double[] values) {
        MemorySegment memory = memory();
        if (type == TypeCode.DOUBLE) {
            MemorySegment.copy(values, 0, memory, ValueLayout.JAVA_DOUBLE, startAt(index), values.length);
        } else {
            for (int i = 0; i < values.length; i++) {
                Cells.setDouble(type, memory, at(index + i), values[i]);
            }
        }
    }
}
