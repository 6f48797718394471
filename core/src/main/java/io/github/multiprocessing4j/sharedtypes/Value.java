package io.github.multiprocessing4j.sharedtypes;

import io.github.multiprocessing4j.sharedtypes.State.Locking;
import java.io.UncheckedIOException;
import java.lang.foreign.StructLayout;
import org.jspecify.annotations.Nullable;

/**
 * One number, character, boolean or structure in memory that processes share. CPython's counterparts are
 * {@code multiprocessing.Value} and {@code RawValue}.
 *
 * <pre>{@code
 * try (var counter = Value.ofInt(0)) {
 *     var child = ChildProcess.start(() -> counter.add(1));
 *     child.join();
 *     System.out.println(counter.get());   // 1
 * }
 * }</pre>
 *
 * <p>Each has a lock of its own, made when it is first needed. {@link #getObj()} is the raw form without one (CPython's
 * {@code RawValue}), {@link #withLock} the form with a lock of the caller's. {@code get} and {@code set} take no lock; what is
 * read, changed and written must be done under it, or by the atomic operations.
 *
 * <p>Small values share their memory's pages and descriptors: a hundred thousand of them cost some megabytes and few descriptors.
 *
 * <p>The factories throw {@link UncheckedIOException} if there is no room in shared memory.
 *
 * @param <S> the type itself
 */
public abstract sealed class Value<S extends Value<S>> extends Synchronized<S>
        permits BooleanValue, CharValue, Int32Value, LongValue, DoubleValue, StructValue {
    private static final long serialVersionUID = 1;

    Value(State state) {
        super(state);
    }

    private static State allocate(TypeCode type) {
        return new State(Piece.allocate(type, null, 1), Locking.OWN);
    }

    private static IntValue integer(TypeCode type, int initial) {
        type.check(initial);
        IntValue value = new IntValue(allocate(type));
        value.set(initial);
        return value;
    }

    private static LongValue integer(TypeCode type, long initial) {
        type.check(initial);
        LongValue value = new LongValue(allocate(type));
        value.set(initial);
        return value;
    }

    private static DoubleValue real(TypeCode type, double initial) {
        type.check(initial);
        DoubleValue value = new DoubleValue(allocate(type));
        value.set(initial);
        return value;
    }

    /**
     * {@return a new boolean, type code ?}
     *
     * @param initial its value
     */
    public static BooleanValue ofBoolean(boolean initial) {
        BooleanValue value = new BooleanValue(allocate(TypeCode.BOOLEAN));
        value.set(initial);
        return value;
    }

    /**
     * {@return a new character of one byte, type code c}
     *
     * @param initial its value
     * @throws IllegalArgumentException if it is above 255
     */
    public static CharValue ofChar(char initial) {
        TypeCode.CHAR.check(initial);
        CharValue value = new CharValue(allocate(TypeCode.CHAR));
        value.set(initial);
        return value;
    }

    /**
     * {@return a new Unicode character, type code u}
     *
     * @param initial a code point
     * @throws IllegalArgumentException if it is none
     */
    public static UnicodeValue ofUnicode(int initial) {
        TypeCode.UNICODE.check(initial);
        UnicodeValue value = new UnicodeValue(allocate(TypeCode.UNICODE));
        value.set(initial);
        return value;
    }

    /**
     * {@return a new signed integer of 8 bits, type code b}
     *
     * @param initial its value
     * @throws IllegalArgumentException if it does not fit
     */
    public static IntValue ofByte(int initial) {
        return integer(TypeCode.BYTE, initial);
    }

    /**
     * {@return a new unsigned integer of 8 bits, type code B}
     *
     * @param initial its value
     * @throws IllegalArgumentException if it does not fit
     */
    public static IntValue ofUnsignedByte(int initial) {
        return integer(TypeCode.UNSIGNED_BYTE, initial);
    }

    /**
     * {@return a new signed integer of 16 bits, type code h}
     *
     * @param initial its value
     * @throws IllegalArgumentException if it does not fit
     */
    public static IntValue ofShort(int initial) {
        return integer(TypeCode.SHORT, initial);
    }

    /**
     * {@return a new unsigned integer of 16 bits, type code H}
     *
     * @param initial its value
     * @throws IllegalArgumentException if it does not fit
     */
    public static IntValue ofUnsignedShort(int initial) {
        return integer(TypeCode.UNSIGNED_SHORT, initial);
    }

    /**
     * {@return a new signed integer of 32 bits, type code i}
     *
     * @param initial its value
     */
    public static IntValue ofInt(int initial) {
        return integer(TypeCode.INT, initial);
    }

    /**
     * {@return a new unsigned integer of 32 bits, type code I}
     *
     * @param initial its value
     * @throws IllegalArgumentException if it does not fit
     */
    public static LongValue ofUnsignedInt(long initial) {
        return integer(TypeCode.UNSIGNED_INT, initial);
    }

    /**
     * {@return a new signed integer of 64 bits, type codes l and q}
     *
     * @param initial its value
     */
    public static LongValue ofLong(long initial) {
        return integer(TypeCode.LONG, initial);
    }

    /**
     * {@return a new unsigned integer of 64 bits, type codes L and Q}
     *
     * @param initial its value, understood as unsigned: -1 is 2<sup>64</sup> - 1
     */
    public static LongValue ofUnsignedLong(long initial) {
        return integer(TypeCode.UNSIGNED_LONG, initial);
    }

    /**
     * {@return a new float, type code f}
     *
     * @param initial its value
     */
    public static DoubleValue ofFloat(float initial) {
        return real(TypeCode.FLOAT, initial);
    }

    /**
     * {@return a new double, type code d}
     *
     * @param initial its value
     */
    public static DoubleValue ofDouble(double initial) {
        return real(TypeCode.DOUBLE, initial);
    }

    /**
     * {@return a new structure of zeros}
     *
     * @param layout its fields
     * @throws IllegalArgumentException if there is an address in the layout, which would mean nothing to another process, or if
     *     it asks to be aligned to more than 16 bytes
     */
    public static StructValue ofStruct(StructLayout layout) {
        return new StructValue(new State(Piece.allocate(TypeCode.STRUCT, StructValue.check(layout), 1), Locking.OWN));
    }

    /**
     * {@return a new value with a lock of its own} For programs that come from Python; where the type is known, use the method for it.
     *
     * @param typecode one of b B h H i I l L q Q f d c u ?
     * @param initial a {@link Number}, {@link Character} or {@link Boolean}, as the type wants it
     * @throws IllegalArgumentException if there is no such type code, or the initial value is not of that type or does not fit
     */
    public static Value<?> of(char typecode, Object initial) {
        TypeCode type = TypeCode.of(typecode);
        return switch (type) {
            case BOOLEAN -> ofBoolean(Arguments.bool(initial));
            case CHAR -> ofChar(Arguments.character(initial));
            case UNICODE -> ofUnicode(Arguments.codePoint(initial));
            case BYTE, UNSIGNED_BYTE, SHORT, UNSIGNED_SHORT, INT -> integer(type, Arguments.int32(initial));
            case UNSIGNED_INT, LONG, UNSIGNED_LONG -> integer(type, Arguments.int64(initial));
            default -> real(type, Arguments.real(initial));
        };
    }

    /**
     * {@return a new value without a lock} CPython's {@code RawValue}. The same as {@link #getObj()} of what
     * {@link #of(char, Object)} returns.
     *
     * @param typecode one of b B h H i I l L q Q f d c u ?
     * @param initial a {@link Number}, {@link Character} or {@link Boolean}, as the type wants it
     * @throws IllegalArgumentException if there is no such type code, or the initial value is not of that type or does not fit
     */
    public static Value<?> raw(char typecode, Object initial) {
        return of(typecode, initial).getObj();
    }

    static Value<?> of(State state) {
        return switch (state.piece().type) {
            case BOOLEAN -> new BooleanValue(state);
            case CHAR -> new CharValue(state);
            case UNICODE -> new UnicodeValue(state);
            case BYTE, UNSIGNED_BYTE, SHORT, UNSIGNED_SHORT, INT -> new IntValue(state);
            case UNSIGNED_INT, LONG, UNSIGNED_LONG -> new LongValue(state);
            case FLOAT, DOUBLE -> new DoubleValue(state);
            case STRUCT -> new StructValue(state);
        };
    }

    /** What those who port code give, of whatever type it is. */
    static final class Arguments {
        private Arguments() {}

        static boolean bool(@Nullable Object value) {
            if (value instanceof Boolean bool) {
                return bool;
            }
            throw wrong(value, "a Boolean");
        }

        static char character(@Nullable Object value) {
            if (value instanceof Character character) {
                return character;
            }
            throw wrong(value, "a Character");
        }

        static int codePoint(@Nullable Object value) {
            return value instanceof Integer codePoint ? codePoint : character(value);
        }

        static int int32(@Nullable Object value) {
            long wide = int64(value);
            if (wide != (int) wide) {
                throw new IllegalArgumentException(wide + " is out of range");
            }
            return (int) wide;
        }

        static long int64(@Nullable Object value) {
            if (value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte) {
                return ((Number) value).longValue();
            }
            throw wrong(value, "an integer");
        }

        static double real(@Nullable Object value) {
            if (value instanceof Number number) {
                return number.doubleValue();
            }
            throw wrong(value, "a Number");
        }

        private static IllegalArgumentException wrong(@Nullable Object value, String expected) {
            return new IllegalArgumentException("the type code wants " + expected + ", not "
                    + (value == null ? "null" : "a " + value.getClass().getName()));
        }
    }
}
