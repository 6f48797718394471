package io.github.multiprocessing4j.sharedtypes;

import io.github.multiprocessing4j.sharedtypes.State.Locking;
import java.io.UncheckedIOException;
import java.lang.foreign.StructLayout;
import java.util.Locale;
import java.util.Objects;

/**
 * Numbers, characters, booleans or structures in a row, in memory that processes share. CPython's counterparts are
 * {@code multiprocessing.Array} and {@code RawArray}.
 *
 * <pre>{@code
 * try (var squares = Array.ofInt(10)) {
 *     var child = ChildProcess.start(() -> {
 *         for (int i = 0; i < squares.length(); i++) {
 *             squares.set(i, i * i);
 *         }
 *     });
 *     child.join();
 *     System.out.println(Arrays.toString(squares.toArray(2, 5)));   // [4, 9, 16]
 * }
 * }</pre>
 *
 * <p>Each has a lock of its own, made when it is first needed. {@link #getObj()} is the raw form without one (CPython's
 * {@code RawArray}), {@link #withLock} the form with a lock of the caller's. {@code get} and {@code set} of an element take no
 * lock; what copies many elements at once holds it meanwhile.
 *
 * <p>The factories throw {@link UncheckedIOException} if there is no room in shared memory.
 *
 * @param <S> the type itself
 */
public abstract sealed class Array<S extends Array<S>> extends Synchronized<S>
        permits BooleanArray, CharArray, Int32Array, LongArray, DoubleArray, StructArray {
    private static final long serialVersionUID = 1;

    private final transient long length;

    private final transient long elementBytes;

    Array(State state) {
        super(state);
        this.length = state.piece().length;
        this.elementBytes = state.piece().elementBytes();
    }

    static State allocate(TypeCode type, long length) {
        return new State(Piece.allocate(type, null, length), Locking.OWN);
    }

    /** {@return how many elements there are; it never changes} */
    public final long length() {
        return length;
    }

    /** {@return where an element is} It must be there. */
    final long at(long index) {
        return Objects.checkIndex(index, length) * elementBytes;
    }

    /** {@return where elements begin, of which there may be none} It must be checked already. */
    final long startAt(long index) {
        return index * elementBytes;
    }

    /** {@return how many elements there are in a range} */
    final int count(long from, long to) {
        Objects.checkFromToIndex(from, to, length);
        return Math.toIntExact(to - from);
    }

    final void checkFits(long index, int count) {
        Objects.checkFromIndexSize(index, count, length);
    }

    final void checkSameLength(int count) {
        if (count != length) {
            throw new IllegalArgumentException(count + " values for " + length + " elements");
        }
    }

    final void checkRoom(int count) {
        if (count > length) {
            throw new IllegalArgumentException(count + " characters are too many for " + length + " elements");
        }
    }

    @Override
    final String contents() {
        return piece().type.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", " + length + " elements";
    }

    /**
     * {@return an array of booleans, type code ?, all false}
     *
     * @param length how many
     * @throws IllegalArgumentException if it is negative
     */
    public static BooleanArray ofBoolean(long length) {
        return new BooleanArray(allocate(TypeCode.BOOLEAN, length));
    }

    /**
     * {@return an array of booleans, type code ?}
     *
     * @param initial their values
     */
    public static BooleanArray ofBoolean(boolean[] initial) {
        return BooleanArray.of(TypeCode.BOOLEAN, initial);
    }

    /**
     * {@return an array of characters of one byte, type code c, all 0}
     *
     * @param length how many
     * @throws IllegalArgumentException if it is negative
     */
    public static CharArray ofChar(long length) {
        return new CharArray(allocate(TypeCode.CHAR, length));
    }

    /**
     * {@return an array of characters of one byte, type code c}
     *
     * @param initial their values
     * @throws IllegalArgumentException if one is out of the type's range
     */
    public static CharArray ofChar(char[] initial) {
        return CharArray.of(TypeCode.CHAR, initial);
    }

    /**
     * {@return an array of Unicode characters, type code u, all 0}
     *
     * @param length how many
     * @throws IllegalArgumentException if it is negative
     */
    public static UnicodeArray ofUnicode(long length) {
        return new UnicodeArray(allocate(TypeCode.UNICODE, length));
    }

    /**
     * {@return an array of Unicode characters, type code u}
     *
     * @param initial their values
     * @throws IllegalArgumentException if one is out of the type's range
     */
    public static UnicodeArray ofUnicode(int[] initial) {
        return UnicodeArray.of(initial);
    }

    /**
     * {@return an array of signed integers of 8 bits, type code b, all 0}
     *
     * @param length how many
     * @throws IllegalArgumentException if it is negative
     */
    public static IntArray ofByte(long length) {
        return new IntArray(allocate(TypeCode.BYTE, length));
    }

    /**
     * {@return an array of signed integers of 8 bits, type code b}
     *
     * @param initial their values
     * @throws IllegalArgumentException if one is out of the type's range
     */
    public static IntArray ofByte(int[] initial) {
        return IntArray.of(TypeCode.BYTE, initial);
    }

    /**
     * {@return an array of unsigned integers of 8 bits, type code B, all 0}
     *
     * @param length how many
     * @throws IllegalArgumentException if it is negative
     */
    public static IntArray ofUnsignedByte(long length) {
        return new IntArray(allocate(TypeCode.UNSIGNED_BYTE, length));
    }

    /**
     * {@return an array of unsigned integers of 8 bits, type code B}
     *
     * @param initial their values
     * @throws IllegalArgumentException if one is out of the type's range
     */
    public static IntArray ofUnsignedByte(int[] initial) {
        return IntArray.of(TypeCode.UNSIGNED_BYTE, initial);
    }

    /**
     * {@return an array of signed integers of 16 bits, type code h, all 0}
     *
     * @param length how many
     * @throws IllegalArgumentException if it is negative
     */
    public static IntArray ofShort(long length) {
        return new IntArray(allocate(TypeCode.SHORT, length));
    }

    /**
     * {@return an array of signed integers of 16 bits, type code h}
     *
     * @param initial their values
     * @throws IllegalArgumentException if one is out of the type's range
     */
    public static IntArray ofShort(int[] initial) {
        return IntArray.of(TypeCode.SHORT, initial);
    }

    /**
     * {@return an array of unsigned integers of 16 bits, type code H, all 0}
     *
     * @param length how many
     * @throws IllegalArgumentException if it is negative
     */
    public static IntArray ofUnsignedShort(long length) {
        return new IntArray(allocate(TypeCode.UNSIGNED_SHORT, length));
    }

    /**
     * {@return an array of unsigned integers of 16 bits, type code H}
     *
     * @param initial their values
     * @throws IllegalArgumentException if one is out of the type's range
     */
    public static IntArray ofUnsignedShort(int[] initial) {
        return IntArray.of(TypeCode.UNSIGNED_SHORT, initial);
    }

    /**
     * {@return an array of signed integers of 32 bits, type code i, all 0}
     *
     * @param length how many
     * @throws IllegalArgumentException if it is negative
     */
    public static IntArray ofInt(long length) {
        return new IntArray(allocate(TypeCode.INT, length));
    }

    /**
     * {@return an array of signed integers of 32 bits, type code i}
     *
     * @param initial their values
     */
    public static IntArray ofInt(int[] initial) {
        return IntArray.of(TypeCode.INT, initial);
    }

    /**
     * {@return an array of unsigned integers of 32 bits, type code I, all 0}
     *
     * @param length how many
     * @throws IllegalArgumentException if it is negative
     */
    public static LongArray ofUnsignedInt(long length) {
        return new LongArray(allocate(TypeCode.UNSIGNED_INT, length));
    }

    /**
     * {@return an array of unsigned integers of 32 bits, type code I}
     *
     * @param initial their values
     * @throws IllegalArgumentException if one is out of the type's range
     */
    public static LongArray ofUnsignedInt(long[] initial) {
        return LongArray.of(TypeCode.UNSIGNED_INT, initial);
    }

    /**
     * {@return an array of signed integers of 64 bits, type code l or q, all 0}
     *
     * @param length how many
     * @throws IllegalArgumentException if it is negative
     */
    public static LongArray ofLong(long length) {
        return new LongArray(allocate(TypeCode.LONG, length));
    }

    /**
     * {@return an array of signed integers of 64 bits, type code l or q}
     *
     * @param initial their values
     */
    public static LongArray ofLong(long[] initial) {
        return LongArray.of(TypeCode.LONG, initial);
    }

    /**
     * {@return an array of unsigned integers of 64 bits, type code L or Q, all 0}
     *
     * @param length how many
     * @throws IllegalArgumentException if it is negative
     */
    public static LongArray ofUnsignedLong(long length) {
        return new LongArray(allocate(TypeCode.UNSIGNED_LONG, length));
    }

    /**
     * {@return an array of unsigned integers of 64 bits, type code L or Q}
     *
     * @param initial their values
     */
    public static LongArray ofUnsignedLong(long[] initial) {
        return LongArray.of(TypeCode.UNSIGNED_LONG, initial);
    }

    /**
     * {@return an array of floats, type code f, all 0}
     *
     * @param length how many
     * @throws IllegalArgumentException if it is negative
     */
    public static DoubleArray ofFloat(long length) {
        return new DoubleArray(allocate(TypeCode.FLOAT, length));
    }

    /**
     * {@return an array of floats, type code f}
     *
     * @param initial their values
     * @throws IllegalArgumentException if one is out of the type's range
     */
    public static DoubleArray ofFloat(double[] initial) {
        return DoubleArray.of(TypeCode.FLOAT, initial);
    }

    /**
     * {@return an array of doubles, type code d, all 0}
     *
     * @param length how many
     * @throws IllegalArgumentException if it is negative
     */
    public static DoubleArray ofDouble(long length) {
        return new DoubleArray(allocate(TypeCode.DOUBLE, length));
    }

    /**
     * {@return an array of doubles, type code d}
     *
     * @param initial their values
     */
    public static DoubleArray ofDouble(double[] initial) {
        return DoubleArray.of(TypeCode.DOUBLE, initial);
    }

    /**
     * {@return an array of structures of zeros}
     *
     * @param layout their fields
     * @param length how many
     * @throws IllegalArgumentException if the length is negative, if there is an address in the layout, which would mean nothing to
     *     another process, if it asks to be aligned to more than 16 bytes, or if its size is no multiple of its alignment
     */
    public static StructArray ofStruct(StructLayout layout, long length) {
        return new StructArray(
                new State(Piece.allocate(TypeCode.STRUCT, StructArray.check(layout), length), Locking.OWN));
    }

    /**
     * {@return an array of zeros with a lock of its own} For programs that come from Python; where the type is known, use the method
     * for it.
     *
     * @param typecode one of b B h H i I l L q Q f d c u ?
     * @param length how many
     * @throws IllegalArgumentException if there is no such type code, or the length is negative
     */
    public static Array<?> of(char typecode, long length) {
        return of(allocate(TypeCode.of(typecode), length));
    }

    /**
     * {@return an array of values with a lock of its own} For programs that come from Python; where the type is known, use the method
     * for it.
     *
     * @param typecode one of b B h H i I l L q Q f d c u ?
     * @param initial {@code int[]} for b B h H i and u, {@code long[]} for I l L q Q, {@code double[]} for f d,
     *     {@code boolean[]} for ?, {@code char[]} for c; for c and u also a {@link String}
     * @throws IllegalArgumentException if there is no such type code, or the initial values are not of that type or do not fit
     */
    public static Array<?> of(char typecode, Object initial) {
        TypeCode type = TypeCode.of(typecode);
        return switch (initial) {
            case boolean[] values when type == TypeCode.BOOLEAN -> ofBoolean(values);
            case char[] values when type == TypeCode.CHAR -> ofChar(values);
            case String text when type == TypeCode.CHAR -> ofChar(text.toCharArray());
            case String text
            when type == TypeCode.UNICODE -> ofUnicode(text.codePoints().toArray());
            case int[] values when type == TypeCode.UNICODE -> ofUnicode(values);
            case int[] values when type.isInt() -> IntArray.of(type, values);
            case long[] values when type.isLong() -> LongArray.of(type, values);
            case double[] values when type.isReal() -> DoubleArray.of(type, values);
            default ->
                throw new IllegalArgumentException("values of type code " + typecode + " can't come from a "
                        + initial.getClass().getTypeName());
        };
    }

    /**
     * {@return an array of zeros without a lock} CPython's {@code RawArray}. The same as {@link #getObj()} of what
     * {@link #of(char, long)} returns.
     *
     * @param typecode one of b B h H i I l L q Q f d c u ?
     * @param length how many
     * @throws IllegalArgumentException if there is no such type code, or the length is negative
     */
    public static Array<?> raw(char typecode, long length) {
        return of(typecode, length).getObj();
    }

    /**
     * {@return an array of values without a lock} CPython's {@code RawArray}. The same as {@link #getObj()} of what
     * {@link #of(char, Object)} returns.
     *
     * @param typecode one of b B h H i I l L q Q f d c u ?
     * @param initial as for {@link #of(char, Object)}
     * @throws IllegalArgumentException if there is no such type code, or the initial values are not of that type or do not fit
     */
    public static Array<?> raw(char typecode, Object initial) {
        return of(typecode, initial).getObj();
    }

    static Array<?> of(State state) {
        return switch (state.piece().type) {
            case BOOLEAN -> new BooleanArray(state);
            case CHAR -> new CharArray(state);
            case UNICODE -> new UnicodeArray(state);
            case BYTE, UNSIGNED_BYTE, SHORT, UNSIGNED_SHORT, INT -> new IntArray(state);
            case UNSIGNED_INT, LONG, UNSIGNED_LONG -> new LongArray(state);
            case FLOAT, DOUBLE -> new DoubleArray(state);
            case STRUCT -> new StructArray(state);
        };
    }
}
