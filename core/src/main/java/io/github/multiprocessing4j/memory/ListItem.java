package io.github.multiprocessing4j.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/*
 * A text's format is its slot's size and an s, as CPython writes it, and the NULs that fill the slot are no part of it. A text
 * that itself ends in NULs gets the format of its exact length, which is less than the slot's; CPython never writes such a
 * format, so that one is told from the other. CPython reads it, without the NULs.
 */
/**
 * An item of a {@link ShareableList} as it is in memory.
 *
 * @param format how CPython's struct reads it
 * @param code what CPython makes of that
 * @param bytes all of its slot, or as much as it takes
 */
record ListItem(String format, byte code, byte[] bytes) {
    private static final String LONG = "q";

    private static final String DOUBLE = "d";

    private static final String BOOLEAN = "xxxxxxx?";

    private static final int BOOLEAN_AT = 7;

    private static final String NULL = "xxxxxx?x";

    private static final byte AS_IS = 0;

    private static final byte CODE_STRING = 1;

    private static final byte CODE_BYTES = 2;

    private static final byte CODE_NULL = 3;

    /** A format has 8 characters. */
    static final int LARGEST_SLOT = 9_999_992;

    /** {@return a new list's item, which has as large a slot as it needs} */
    static ListItem of(@Nullable Object value) {
        return switch (value) {
            case String s -> of(s, slotFor(utf8(s)));
            case byte[] b -> of(b, slotFor(b));
            case null, default -> fixed(value);
        };
    }

    /** {@return what is put into a slot that is there} */
    static ListItem of(@Nullable Object value, int slot) {
        return switch (value) {
            case String s -> of(utf8(s), CODE_STRING, slot);
            case byte[] b -> of(b, CODE_BYTES, slot);
            case null, default -> fixed(value);
        };
    }

    private static int slotFor(byte[] bytes) {
        long slot = ListLayout.UNIT * (bytes.length / ListLayout.UNIT + 1L);
        if (slot > LARGEST_SLOT) {
            throw new IllegalArgumentException("a string or bytes of a ShareableList may have " + (LARGEST_SLOT - 1)
                    + " bytes, not " + bytes.length);
        }
        return (int) slot;
    }

    private static ListItem of(byte[] bytes, byte code, int slot) {
        boolean endsInNul = bytes.length > 0 && bytes[bytes.length - 1] == 0;
        if (bytes.length > slot) {
            throw new IllegalArgumentException(
                    "an item of " + bytes.length + " bytes does not fit into its place of " + slot + " bytes");
        }
        if (endsInNul && bytes.length == slot) {
            throw new IllegalArgumentException("an item that ends in NUL must be shorter than its place of " + slot
                    + " bytes, where its end could not be told");
        }
        return new ListItem((endsInNul ? bytes.length : slot) + "s", code, Arrays.copyOf(bytes, slot));
    }

    private static ListItem fixed(@Nullable Object value) {
        return switch (value) {
            case null -> new ListItem(NULL, CODE_NULL, eight(0));
            case Boolean b -> {
                byte[] bytes = eight(0);
                bytes[BOOLEAN_AT] = (byte) (b ? 1 : 0);
                yield new ListItem(BOOLEAN, AS_IS, bytes);
            }
            case Long n -> new ListItem(LONG, AS_IS, eight(n));
            case Integer n -> new ListItem(LONG, AS_IS, eight(n));
            case Short n -> new ListItem(LONG, AS_IS, eight(n));
            case Byte n -> new ListItem(LONG, AS_IS, eight(n));
            case Double d -> new ListItem(DOUBLE, AS_IS, eight(Double.doubleToRawLongBits(d)));
            case Float f -> new ListItem(DOUBLE, AS_IS, eight(Double.doubleToRawLongBits(f)));
            default ->
                throw new IllegalArgumentException(
                        "a ShareableList holds Long, Double, Boolean, String, byte[] and null," + " no "
                                + value.getClass().getName());
        };
    }

    private static byte[] eight(long value) {
        byte[] bytes = new byte[ListLayout.UNIT];
        buffer(bytes).putLong(value);
        return bytes;
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    private static byte[] utf8(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a string with half a surrogate pair has no UTF-8", e);
        }
    }

    /** {@return how many bytes it takes} */
    int slot() {
        return bytes.length;
    }

    /** {@return what it means} */
    @Nullable
    Object value() {
        return switch (format) {
            case LONG -> buffer(bytes).getLong();
            case DOUBLE -> buffer(bytes).getDouble();
            case BOOLEAN -> bytes[BOOLEAN_AT] != 0;
            case NULL -> null;
            default -> textOrBytes();
        };
    }

    /** {@return what it means, or null if nothing} */
    @Nullable
    Object valueOrNull() {
        try {
            return value();
        } catch (IllegalStateException e) {
            return null;
        }
    }

    private Object textOrBytes() {
        byte[] exact = Arrays.copyOf(bytes, length());
        return code == CODE_STRING ? decoded(exact) : exact;
    }

    private int length() {
        int count;
        try {
            count = format.endsWith("s") ? Integer.parseInt(format.substring(0, format.length() - 1)) : -1;
        } catch (NumberFormatException e) {
            throw unknown(e);
        }
        if (count < 0 || count > bytes.length) {
            throw unknown(null);
        }
        return count == bytes.length ? withoutNuls(count) : count;
    }

    private int withoutNuls(int count) {
        int end = count;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private IllegalStateException unknown(@Nullable Throwable cause) {
        return new IllegalStateException(
                "an item's format is \"" + format + "\", which neither CPython nor this library writes", cause);
    }

    private static String decoded(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalStateException(
                    "an item is no UTF-8: CPython cuts a string that has more bytes than characters", e);
        }
    }

    /** {@return whether two values are the same in a list, where a whole number is a Long and any other a Double} */
    static boolean same(@Nullable Object one, @Nullable Object other) {
        return one instanceof byte[] a && other instanceof byte[] b
                ? Arrays.equals(a, b)
                : Objects.equals(widened(one), widened(other));
    }

    private static @Nullable Object widened(@Nullable Object value) {
        return switch (value) {
            case Integer n -> n.longValue();
            case Short n -> n.longValue();
            case Byte n -> n.longValue();
            case Float f -> f.doubleValue();
            case null, default -> value;
        };
    }
}
