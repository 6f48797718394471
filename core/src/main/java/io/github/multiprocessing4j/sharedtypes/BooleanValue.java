package io.github.multiprocessing4j.sharedtypes;

import java.lang.ref.Reference;

/**
 * A shared boolean.
 *
 * <p>All methods throw {@link IllegalStateException} if this is closed. The effects on memory are those that the package
 * tells.
 */
public final class BooleanValue extends Value<BooleanValue> {
    private static final long serialVersionUID = 1;

    BooleanValue(State state) {
        super(state);
    }

    @Override
    BooleanValue create(State other) {
        return new BooleanValue(other);
    }

    @Override
    String contents() {
        return Boolean.toString(get());
    }

    /** {@return the value} */
    public boolean get() {
        try {
            return Cells.getInt(type, memory(), 0) != 0;
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Sets the value.
     *
     * @param value the new value
     */
    public void set(boolean value) {
        try {
            Cells.setInt(type, memory(), 0, value ? 1 : 0);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Sets the value, atomically.
     *
     * @param value the new value
     * @return the old one
     */
    public boolean getAndSet(boolean value) {
        try {
            return Cells.getAndSetInt(type, memory(), 0, value ? 1 : 0) != 0;
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
     */
    public boolean compareAndSet(boolean expected, boolean value) {
        try {
            return Cells.compareAndSetInt(type, memory(), 0, expected ? 1 : 0, value ? 1 : 0);
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
