package io.github.multiprocessing4j.sharedtypes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;

/**
 * Shared integers of 8, 16 or 32 bits, signed or unsigned as they were made.
 *
 * <p>All methods throw {@link IllegalStateException} if this is closed, and {@link IndexOutOfBoundsException} for an index that there
 * is not; a negative one is no index from the end, as it is in Python. The effects on memory are those that the package tells.
 */
public final class IntArray extends Array<IntArray> {
    private static final long serialVersionUID = 1;

    IntArray(State state) {
        super(state);
    }

    /** {@return a new array of these values} */
    static IntArray of(TypeCode type, int[] initial) {
        checkAll(type, initial);
        IntArray array = new IntArray(allocate(type, initial.length));
        array.write(0, initial);
        return array;
    }

    private static void checkAll(TypeCode type, int[] values) {
        for (int value : values) {
            type.check(value);
        }
    }

    @Override
    IntArray create(State other) {
        return new IntArray(other);
    }

    /**
     * {@return an element}
     *
     * @param index its index
     */
    public int get(long index) {
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
    public void set(long index, int value) {
        try {
            Cells.setInt(type, memory(), at(index), value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Sets an element, atomically.
     *
     * @param index its index
     * @param value the new value
     * @return the old value
     * @throws IllegalArgumentException if the value is out of the type's range
     */
    public int getAndSet(long index, int value) {
        try {
            return Cells.getAndSetInt(type, memory(), at(index), value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Sets an element if it is the expected one, atomically.
     *
     * @param index its index
     * @param expected the expected value
     * @param value the new value
     * @return whether it was
     * @throws IllegalArgumentException if the new value is out of the type's range
     */
    public boolean compareAndSet(long index, int expected, int value) {
        try {
            return Cells.compareAndSetInt(type, memory(), at(index), expected, value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Adds to an element, atomically. Beyond the type's range it wraps around, as in Java.
     *
     * @param index its index
     * @param delta what to add
     * @return the old value
     */
    public int getAndAdd(long index, int delta) {
        try {
            return Cells.getAndAddInt(type, memory(), at(index), delta);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Adds to an element, atomically. Beyond the type's range it wraps around, as in Java.
     *
     * @param index its index
     * @param delta what to add
     * @return the new value
     */
    public int addAndGet(long index, int delta) {
        return Cells.narrowed(type, getAndAdd(index, delta) + delta);
    }

    /** {@return a copy of all elements} It is made under the lock, unless this is raw. */
    public int[] toArray() {
        return toArray(0, length());
    }

    /**
     * {@return a copy of some elements} It is made under the lock, unless this is raw.
     *
     * @param from the first one's index
     * @param to the index behind the last one
     */
    public int[] toArray(long from, long to) {
        int[] values = new int[count(from, to)];
        underLock(() -> read(from, values));
        return values;
    }

    private void read(long from, int[] values) {
        MemorySegment memory = memory();
        if (type == TypeCode.INT) {
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
    public void copyFrom(int[] values) {
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
    public void copyFrom(long index, int[] values) {
        checkFits(index, values.length);
        checkAll(type, values);
        underLock(() -> write(index, values));
    }

    private void write(long index, int[] values) {
        MemorySegment memory = memory();
        if (type == TypeCode.INT) {
            MemorySegment.copy(values, 0, memory, ValueLayout.JAVA_INT, startAt(index), values.length);
        } else {
            for (int i = 0; i < values.length; i++) {
                Cells.setInt(type, memory, at(index + i), values[i]);
            }
        }
    }
}
