package io.github.multiprocessing4j.sharedtypes;

import java.lang.ref.Reference;

/** What fits into an {@code int}, whatever it means. */
abstract sealed class Int32Value<S extends Int32Value<S>> extends Value<S> permits IntValue, UnicodeValue {
    private static final long serialVersionUID = 1;

    Int32Value(State state) {
        super(state);
    }

    /** {@return the value} */
    public final int get() {
        try {
            return Cells.getInt(type, memory(), 0);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Sets the value. For one that depends on the old one, use the lock, or the atomic operations if there are any.
     *
     * @param value the new value
     * @throws IllegalArgumentException if it is out of the type's range; for a Unicode character, if it is no code point
     */
    public final void set(int value) {
        try {
            Cells.setInt(type, memory(), 0, value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
