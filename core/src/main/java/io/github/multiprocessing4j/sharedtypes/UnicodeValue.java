package io.github.multiprocessing4j.sharedtypes;

/**
 * A shared Unicode character, a code point of four bytes, as CPython's {@code c_wchar} is on Linux.
 *
 * <p>All methods throw {@link IllegalStateException} if this is closed. The effects on memory are those that the package
 * tells.
 */
public final class UnicodeValue extends Int32Value<UnicodeValue> {
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
}
