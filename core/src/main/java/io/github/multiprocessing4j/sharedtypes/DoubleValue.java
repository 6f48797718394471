package io.github.multiprocessing4j.sharedtypes;

import java.lang.ref.Reference;

/**
 * A shared floating-point number of 64 bits, or of 32 if it was made so.
 *
 * <p>All methods throw {@link IllegalStateException} if this is closed. The effects on memory are those that the package
 * tells.
 */
public final class DoubleValue extends Value<DoubleValue> {
    private static final long serialVersionUID = 1;

    DoubleValue(State state) {
        super(state);
    }

    @Override
    DoubleValue create(State other) {
        return new DoubleValue(other);
    }

    @Override
    String contents() {
        return Double.toString(get());
    }

    /** {@return the value} */
    public double get() {
        try {
            return Cells.getDouble(type, memory(), 0);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Sets the value.
     *
     * @param value the new value; of 32 bits it is rounded
     * @throws IllegalArgumentException if it is finite, but too large for 32 bits if this has so many; in CPython it becomes infinite
     */
    public void set(double value) {
        try {
            Cells.setDouble(type, memory(), 0, value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Adds to the value, atomically.
     *
     * @param delta what to add
     * @return the new value
     */
    public double addAndGet(double delta) {
        try {
            return Cells.addAndGetDouble(type, memory(), 0, delta);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Adds to the value, atomically.
     *
     * @param delta what to add
     */
    public void add(double delta) {
        addAndGet(delta);
    }
}
