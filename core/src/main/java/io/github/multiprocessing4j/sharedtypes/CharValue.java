package io.github.multiprocessing4j.sharedtypes;

import java.lang.ref.Reference;

/**
 * A shared character of one byte, 0 to 255 (ISO 8859-1), as CPython's {@code c_char} is.
 *
 * <p>All methods throw {@link IllegalStateException} if this is closed. The effects on memory are those that the package
 * tells.
 */
public final class CharValue extends Value<CharValue> {
    private static final long serialVersionUID = 1;

    CharValue(State state) {
        super(state);
    }

    @Override
    CharValue create(State other) {
        return new CharValue(other);
    }

    @Override
    String contents() {
        return String.valueOf(get());
    }

    /** {@return the value} */
    public char get() {
        try {
            return (char) Cells.getInt(type, memory(), 0);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Sets the value.
     *
     * @param value the new value
     * @throws IllegalArgumentException if it is above 255
     */
    public void set(char value) {
        try {
            Cells.setInt(type, memory(), 0, value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
