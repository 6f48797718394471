package io.github.multiprocessing4j.manager;

import org.jspecify.annotations.Nullable;

/** What may be in an array that has one of CPython's type codes, or none. */
enum ElementCheck {
    NONE(""),
    BOOLEAN("?", Boolean.class),
    CHAR("c", Character.class, 0, 0xff),
    UNICODE("u", Integer.class, 0, Character.MAX_CODE_POINT),
    BYTE("b", Integer.class, Byte.MIN_VALUE, Byte.MAX_VALUE),
    UNSIGNED_BYTE("B", Integer.class, 0, 0xff),
    SHORT("h", Integer.class, Short.MIN_VALUE, Short.MAX_VALUE),
    UNSIGNED_SHORT("H", Integer.class, 0, 0xffff),
    INT("i", Integer.class, Integer.MIN_VALUE, Integer.MAX_VALUE),
    UNSIGNED_INT("I", Long.class, 0, 0xffff_ffffL),
    LONG("lqLQ", Long.class, Long.MIN_VALUE, Long.MAX_VALUE),
    FLOAT("f", Double.class),
    DOUBLE("d", Double.class);

    private final String codes;

    private final Class<?> type;

    private final long min;

    private final long max;

    ElementCheck(String codes) {
        this(codes, Object.class);
    }

    ElementCheck(String codes, Class<?> type) {
        this(codes, type, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    ElementCheck(String codes, Class<?> type, long min, long max) {
        this.codes = codes;
        this.type = type;
        this.min = min;
        this.max = max;
    }

    static ElementCheck of(char code) {
        for (ElementCheck check : values()) {
            if (check.codes.indexOf(code) >= 0) {
                return check;
            }
        }
        throw new IllegalArgumentException(
                "there is no type code '" + code + "'; there are b B h H i I l L q Q f d c u and ?");
    }

    /** Throws if a value may not be an element. */
    void check(@Nullable Object value) {
        if (this == NONE) {
            return;
        } else if (!type.isInstance(value)) {
            throw new IllegalArgumentException("an element of an array of type code " + codes + " is a "
                    + type.getSimpleName() + ", and not " + value);
        }
        long number = value instanceof Character c ? c : value instanceof Number n ? n.longValue() : 0;
        if (number < min || number > max) {
            throw new IllegalArgumentException(value + " is out of range: " + min + " to " + max);
        } else if (this == FLOAT
                && value instanceof Double d
                && Double.isFinite(d)
                && Float.isInfinite(d.floatValue())) {
            throw new IllegalArgumentException(value + " is out of a float's range");
        }
    }
}
