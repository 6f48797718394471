package io.github.multiprocessing4j.sharedtypes;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;

/**
 * Shared characters of one byte, 0 to 255 (ISO 8859-1). CPython's counterpart is {@code Array('c', ...)}, a
 * {@code SynchronizedString}.
 *
 * <p>All methods throw {@link IllegalStateException} if this is closed, and {@link IndexOutOfBoundsException} for an index that there
 * is not; a negative one is no index from the end, as it is in Python. The effects on memory are those that the package tells.
 */
public final class CharArray extends Array<CharArray> {
    private static final long serialVersionUID = 1;

    private static final char NUL = 0;

    CharArray(State state) {
        super(state);
    }

    /** {@return a new array of these values} */
    static CharArray of(TypeCode type, char[] initial) {
        checkAll(type, initial);
        CharArray array = new CharArray(allocate(type, initial.length));
        array.write(0, initial);
        return array;
    }

    private static void checkAll(TypeCode type, char[] values) {
        for (char value : values) {
            type.check(value);
        }
    }

    @Override
    CharArray create(State other) {
        return new CharArray(other);
    }

    /**
     * {@return an element}
     *
     * @param index its index
     */
    public char get(long index) {
        try {
            return (char) Cells.getInt(type, memory(), at(index));
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
    public void set(long index, char value) {
        try {
            Cells.setInt(type, memory(), at(index), value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** {@return a copy of all elements} It is made under the lock, unless this is raw. */
    public char[] toArray() {
        return toArray(0, length());
    }

    /**
     * {@return a copy of some elements} It is made under the lock, unless this is raw.
     *
     * @param from the first one's index
     * @param to the index behind the last one
     */
    public char[] toArray(long from, long to) {
        char[] values = new char[count(from, to)];
        underLock(() -> read(from, values));
        return values;
    }

    private void read(long from, char[] values) {
        MemorySegment memory = memory();
        for (int i = 0; i < values.length; i++) {
            values[i] = (char) Cells.getInt(type, memory, at(from + i));
        }
    }

    /**
     * Sets all elements, under the lock, unless this is raw.
     *
     * @param values as many as there are elements
     * @throws IllegalArgumentException if there are more or less, or one is out of the type's range; nothing is changed then
     */
    public void copyFrom(char[] values) {
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
    public void copyFrom(long index, char[] values) {
        checkFits(index, values.length);
        checkAll(type, values);
        underLock(() -> write(index, values));
    }

    private void write(long index, char[] values) {
        MemorySegment memory = memory();
        for (int i = 0; i < values.length; i++) {
            Cells.setInt(type, memory, at(index + i), values[i]);
        }
    }

    /** {@return all bytes} They are read under the lock, unless this is raw. */
    public byte[] raw() {
        String all = String.valueOf(toArray());
        return all.getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Sets the first bytes, under the lock, unless this is raw.
     *
     * @param bytes the new ones; what is behind them stays
     * @throws IllegalArgumentException if there are more than this has room for
     */
    public void setRaw(byte[] bytes) {
        checkRoom(bytes.length);
        copyFrom(0, new String(bytes, StandardCharsets.ISO_8859_1).toCharArray());
    }

    /** {@return the characters up to the first NUL, or all} They are read under the lock, unless this is raw. */
    public String value() {
        String all = String.valueOf(toArray());
        int end = all.indexOf(0);
        return end < 0 ? all : all.substring(0, end);
    }

    /**
     * Sets the first characters, and a NUL behind them where there is room; under the lock, unless this is raw.
     *
     * @param text the new ones
     * @throws IllegalArgumentException if there are more than this has room for, or one is above 255; nothing is changed then
     */
    public void setValue(String text) {
        checkRoom(text.length());
        copyFrom(0, (text.length() < length() ? text + NUL : text).toCharArray());
    }
}
