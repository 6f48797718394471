package io.github.multiprocessing4j.sharedtypes;

import java.lang.ref.Reference;

/**
 * Shared integers of 8, 16 or 32 bits, signed or unsigned as they were made.
 *
 * <p>All methods throw {@link IllegalStateException} if this is closed, and {@link IndexOutOfBoundsException} for an index that there
 * is not; a negative one is no index from the end, as it is in Python. The effects on memory are those that the package tells.
 */
public final class IntArray extends Int32Array<IntArray> {
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

    @Override
    IntArray create(State other) {
        return new IntArray(other);
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
}
