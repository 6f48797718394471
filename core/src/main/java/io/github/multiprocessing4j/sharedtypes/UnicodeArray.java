package io.github.multiprocessing4j.sharedtypes;

import java.util.Arrays;

/**
 * Shared Unicode characters, code points of four bytes. CPython's counterpart is {@code Array('u', ...)}.
 *
 * <p>All methods throw {@link IllegalStateException} if this is closed, and {@link IndexOutOfBoundsException} for an index that there
 * is not; a negative one is no index from the end, as it is in Python. The effects on memory are those that the package tells.
 */
public final class UnicodeArray extends Int32Array<UnicodeArray> {
    private static final long serialVersionUID = 1;

    /** For what others wrote through the segment and is no code point. */
    private static final int REPLACEMENT = 0xfffd;

    UnicodeArray(State state) {
        super(state);
    }

    /** {@return a new array of these values} */
    static UnicodeArray of(int[] initial) {
        checkAll(TypeCode.UNICODE, initial);
        UnicodeArray array = new UnicodeArray(allocate(TypeCode.UNICODE, initial.length));
        array.write(0, initial);
        return array;
    }

    @Override
    UnicodeArray create(State other) {
        return new UnicodeArray(other);
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
