package io.github.multiprocessing4j.sharedtypes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;

/**
 * Shared integers of 64 bits, or unsigned ones of 32. Unsigned ones of 64 bits are {@code long}s that are understood so.
 *
 * <p>All methods throw {@link IllegalStateException} if this is closed, and {@link IndexOutOfBoundsException} for an index that there
 * is not; a negative one is no index from the end, as it is in Python. The effects on memory are those that the package tells.
 */
public final class LongArray extends Array<LongArray> {
    private static final long serialVersionUID = 1;

    LongArray(State state) {
        super(state);
    }

    /** {@return a new array of these values} */
    static LongArray of(TypeCode type, long[] initial) {
        checkAll(type, initial);
        LongArray array = new LongArray(allocate(type, initial.length));
        array.write(0, initial);
        return array;
    }

    private static void checkAll(TypeCode type, long[] values) {
        for (long value : values) {
            type.check(value);
        }
    }

    @Override
    LongArray create(State other) {
        return new LongArray(other);
    }

    /**
     * {@return an element}
     *
     * @param index its index
     */
    public long get(long index) {
        try {
            return Cells.getLong(type, memory(), at(index));
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
    public void set(long index, long value) {
        try {
            Cells.setLong(type, memory(), at(index), value);
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
    public long getAndSet(long index, long value) {
        try {
            return Cells.getAndSetLong(type, memory(), at(index), value);
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
    public boolean compareAndSet(long index, long expected, long value) {
        try {
            return Cells.compareAndSetLong(type, memory(), at(index), expected, value);
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
    public long getAndAdd(long index, long delta) {
        try {
            return Cells.getAndAddLong(type, memory(), at(index), delta);
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
    public long addAndGet(long index, long delta) {
        return Cells.narrowed(type, getAndAdd(index, delta) + delta);
    }

    /** {@return a copy of all elements} It is made under the lock, unless this is raw. */
    public long[] toArray() {
        return toArray(0, length());
    }

    /**
     * {@return a copy of some elements} It is made under the lock, unless this is raw.
     *
     * @param from the first one's index
     * @param to the index behind the last one
     */
    public long[] toArray(long from, long to) {
        long[] values = new long[count(from, to)];
        underLock(() -> read(from, values));
        return values;
    }

    private void read(long from, long[] values) {
        MemorySegment memory = memory();
        if (type != TypeCode.UNSIGNED_INT) {
            MemorySegment.copy(memory, ValueLayout.JAVA_LONG, startAt(from), values, 0, values.length);
        } else {
            for (int i = 0; i < values.length; i++) {
                values[i] = Cells.getLong(type, memory, at(from + i));
            }
        }
    }

    /**
     * Sets all elements, under the lock, unless this is raw.
     *
     * @param values as many as there are elements
     * @throws IllegalArgumentException if there are more or less, or one is out of the type's range; nothing is changed then
     */
    public void copyFrom(long[] values) {
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
    public void copyFrom(long index, long[] values) {
        checkFits(index, values.length);
        checkAll(type, values);
        underLock(() -> write(index, values));
    }

    private void write(long index, long[] values) {
        MemorySegment memory = memory();
        if (type != TypeCode.UNSIGNED_INT) {
            MemorySegment.copy(values, 0, memory, ValueLayout.JAVA_LONG, startAt(index), values.length);
        } else {
            for (int i = 0; i < values.length; i++) {
                Cells.setLong(type, memory, at(index + i), values[i]);
            }
        }
    }
}
