package io.github.multiprocessing4j.sharedtypes;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;

/**
 * Shared Unicode characters, code points of four bytes. CPython's counterpart is {@code Array('u', ...)}.
 *
 * <p>All methods throw {@link IllegalStateException} if this is closed, and {@link IndexOutOfBoundsException} for an index that there
 * is not; a negative one is no index from the end, as it is in Python. The effects on memory are those that the package tells.
 */
public final class UnicodeArray extends Array<UnicodeArray> {
    private static final long serialVersionUID = 1;

    /** For what others wrote through the segment and is no code point. */
    private static final int REPLACEMENT = 0xfffd;

    UnicodeArray(State state) {
        super(state);
    }

    /** {@return a new array of these values} */
    static UnicodeArray of(TypeCode type, int[] initial) {
        checkAll(type, initial);
        UnicodeArray array = new UnicodeArray(allocate(type, initial.length));
        array.write(0, initial);
        return array;
    }

    private static void checkAll(TypeCode type, int[] values) {
        for (int value : values) {
            type.check(value);
        }
    }

    @Override
    UnicodeArray create(State other) {
        return new UnicodeArray(other);
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
        for (int i = 0; i < values.length; i++) {
            values[i] = Cells.getInt(type, memory, at(from + i));
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
        for (int i = 0; i < values.length; i++) {
            Cells.setInt(type, memory, at(index + i), values[i]);
        }
    }

    /** {@return the characters up to the first NUL, or all} They are read under the lock, unless this is raw. */
    public String value() {
        StringBuilder text = new StringBuilder();
        for (int codePoint : toArray()) {
            if (codePoint == 0) {
                break;
            }
            text.appendCodePoint(Character.isValidCodePoint(codePoint) ? codePoint : REPLACEMENT);
        }
        return text.toString();
    }

    /**
     * Sets the first characters, and a NUL behind them where there is room; under the lock, unless this is raw.
     *
     * @param text the new ones
     * @throws IllegalArgumentException if it has more code points than this has room for; nothing is changed then
     */
    public void setValue(String text) {
        int[] codePoints = text.codePoints().toArray();
        checkRoom(codePoints.length);
        copyFrom(0, codePoints.length < length() ? Arrays.copyOf(codePoints, codePoints.length + 1) : codePoints);
    }
}
