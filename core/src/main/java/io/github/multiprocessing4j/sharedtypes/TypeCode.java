package io.github.multiprocessing4j.sharedtypes;

import java.lang.foreign.StructLayout;

/** What an element is, by CPython's type codes. */
enum TypeCode {
    BOOLEAN("?", 1, 0, 1),
    CHAR("c", 1, 0, 0xff),
    UNICODE("u", 4, 0, Character.MAX_CODE_POINT),
    BYTE("b", 1, Byte.MIN_VALUE, Byte.MAX_VALUE),
    UNSIGNED_BYTE("B", 1, 0, 0xff),
    SHORT("h", 2, Short.MIN_VALUE, Short.MAX_VALUE),
    UNSIGNED_SHORT("H", 2, 0, 0xffff),
    INT("i", 4, Integer.MIN_VALUE, Integer.MAX_VALUE),
    UNSIGNED_INT("I", 4, 0, 0xffff_ffffL),
    LONG("ql", 8, Long.MIN_VALUE, Long.MAX_VALUE),
    /** All 64 bits are used, so nothing is out of its range. */
    UNSIGNED_LONG("QL", 8, Long.MIN_VALUE, Long.MAX_VALUE),
    FLOAT("f", 4, 0, 0),
    DOUBLE("d", 8, 0, 0),
    /** Has a {@link StructLayout}, which says how large it is. */
    STRUCT("", 0, 0, 0);

    private final String codes;

    final int bytes;

    private final long min;

    private final long max;

    TypeCode(String codes, int bytes, long min, long max) {
        this.codes = codes;
        this.bytes = bytes;
        this.min = min;
        this.max = max;
    }

    static TypeCode of(char code) {
        for (TypeCode type : values()) {
            if (type.codes.indexOf(code) >= 0) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                "there is no type code '" + code + "'; there are b B h H i I l L q Q f d c u and ?");
    }

    /** {@return whether an {@code IntValue} has it} */
    boolean isInt() {
        return this == BYTE || this == UNSIGNED_BYTE || this == SHORT || this == UNSIGNED_SHORT || this == INT;
    }

    boolean isLong() {
        return this == UNSIGNED_INT || this == LONG || this == UNSIGNED_LONG;
    }

    boolean isReal() {
        return this == FLOAT || this == DOUBLE;
    }

    boolean isUnsigned() {
        return min == 0;
    }

    /** {@return the value, which fits; throws if not} */
    int check(int value) {
        check((long) value);
        return value;
    }

    /** {@return the value, which fits; throws if not} */
    long check(long value) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(value + " is out of range: " + min + " to " + max);
        }
        return value;
    }

    /** {@return the value, which fits; throws if not} */
    double check(double value) {
        if (this == FLOAT && Double.isFinite(value) && Float.isInfinite((float) value)) {
            throw new IllegalArgumentException(value + " is out of a float's range");
        }
        return value;
    }
}
