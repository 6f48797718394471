package io.github.multiprocessing4j.sharedtypes;

import java.lang.ref.Reference;

/**
 * A shared Unicode character, a code point of four bytes, as CPython's {@code c_wchar} is on Linux.
 *
 * <p>All methods throw {@link IllegalStateException} if this is closed. The effects on memory are those that the package
 * tells.
 */
public final class UnicodeValue extends Value<UnicodeValue> {
    private static final long serialVersionUID = 1;

    UnicodeValue(State state) {
        super(state);
    }

    @Override
    UnicodeValue create(State other) {
        return new UnicodeValue(other);
    }

    @Override
    String contents() {
        return String.format("U+%04X", get());
    }

    /** {@return the value} */
    public int get() {
        try {
            return Cells.getInt(type, memory(), 0);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Sets the value.
     *
     * @param value the new value
     * @throws IllegalArgumentException if it is no code point
     */
    public void set(int value) {
        try {
            Cells.setInt(type, memory(), 0, value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
