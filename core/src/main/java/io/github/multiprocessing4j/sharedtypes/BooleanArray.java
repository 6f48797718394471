package io.github.multiprocessing4j.sharedtypes;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * Shared booleans.
 *
 * <p>All methods throw {@link IllegalStateException} if this is closed, and {@link IndexOutOfBoundsException} for an index that there
 * is not; a negative one is no index from the end, as it is in Python. The effects on memory are those that the package tells.
 */
public final class BooleanArray extends Array<BooleanArray> {
    private static final long serialVersionUID = 1;

    BooleanArray(State state) {
        super(state);
    }

    /** {@return a new array of these values} */
    static BooleanArray of(TypeCode type, boolean[] initial) {
        BooleanArray array = new BooleanArray(allocate(type, initial.length));
        array.write(0, initial);
        return array;
    }

    @Override
    BooleanArray create(State other) {
        return new BooleanArray(other);
    }

    /**
     * {@return an element}
     *
     * @param index its index
     */
    public boolean get(long index) {
        try {
            return Cells.getInt(type, memory(), at(index)) != 0;
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
    public void set(long index, boolean value) {
        try {
            Cells.setInt(type, memory(), at(index), value ? 1 : 0);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** {@return a copy of all elements} It is made under the lock, unless this is raw. */
    public boolean[] toArray() {
        return toArray(0, length());
    }

    /**
     * {@return a copy of some elements} It is made under the lock, unless this is raw.
     *
     * @param from the first one's index
     * @param to the index behind the last one
     */
    public boolean[] toArray(long from, long to) {
        boolean[] values = new boolean[count(from, to)];
        underLock(() -> read(from, values));
        return values;
    }

    private void read(long from, boolean[] values) {
        MemorySegment memory = memory();
        for (int i = 0; i < values.length; i++) {
            values[i] = Cells.getInt(type, memory, at(from + i)) != 0;
        }
    }

    /**
     * Sets all elements, under the lock, unless this is raw.
     *
     * @param values as many as there are elements
     * @throws IllegalArgumentException if there are more or less, or one is out of the type's range; nothing is changed then
     */
    public void copyFrom(boolean[] values) {
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
    public void copyFrom(long index, boolean[] values) {
        checkFits(index, values.length);
        underLock(() -> write(index, values));
    }

    private void write(long index, boolean[] values) {
        MemorySegment memory = memory();
        for (int i = 0; i < values.length; i++) {
            Cells.setInt(type, memory, at(index + i), values[i] ? 1 : 0);
        }
    }
}
