package io.github.multiprocessing4j.sharedtypes;

import java.lang.ref.Reference;

/**
 * A shared integer of 8, 16 or 32 bits, signed or unsigned as it was made.
 *
 * <p>All methods throw {@link IllegalStateException} if this is closed. The effects on memory are those that the package
 * tells.
 */
public final class IntValue extends Int32Value<IntValue> {
    private static final long serialVersionUID = 1;

    IntValue(State state) {
        super(state);
    }

    @Override
    IntValue create(State other) {
        return new IntValue(other);
    }

    @Override
    String contents() {
        return Integer.toString(get());
    }

    /**
     * Sets the value, atomically.
     *
     * @param value the new value
     * @return the old one
     * @throws IllegalArgumentException if it is out of the type's range
     */
    public int getAndSet(int value) {
        try {
            return Cells.getAndSetInt(type, memory(), 0, value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Sets the value if it is the expected one, atomically.
     *
     * @param expected the expected value
     * @param value the new value
     * @return whether it was
     * @throws IllegalArgumentException if the new value is out of the type's range
     */
    public boolean compareAndSet(int expected, int value) {
        try {
            return Cells.compareAndSetInt(type, memory(), 0, expected, value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Adds to the value, atomically. Beyond the type's range it wraps around, as in Java.
     *
     * @param delta what to add
     * @return the old value
     */
    public int getAndAdd(int delta) {
        try {
            return Cells.getAndAddInt(type, memory(), 0, delta);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Adds to the value, atomically. Beyond the type's range it wraps around, as in Java.
     *
     * @param delta what to add
     * @return the new value
     */
    public int addAndGet(int delta) {
        return Cells.narrowed(type, getAndAdd(delta) + delta);
    }

    /**
     * Adds to the value, atomically. Beyond the type's range it wraps around, as in Java.
     *
     * @param delta what to add
     */
    public void add(int delta) {
        getAndAdd(delta);
    }
}
