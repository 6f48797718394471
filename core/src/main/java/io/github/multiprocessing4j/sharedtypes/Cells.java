package io.github.multiprocessing4j.sharedtypes;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/*
 * Words of 8 and 16 bits can be read and written, but the JDK changes none of them by compare-and-set in a memory segment. So
 * that is done to the aligned word of 32 bits in which they are; their neighbours in there are put back as they were, or else it
 * is tried again. Memory therefore always ends with a whole word.
 */
/** Reads, writes and changes one element in memory: {@code get} acquires, {@code set} releases, the rest is volatile. */
final class Cells {
    private static final VarHandle BYTE = JAVA_BYTE.varHandle();
    private static final VarHandle SHORT = JAVA_SHORT.varHandle();
    private static final VarHandle INT = JAVA_INT.varHandle();
    private static final VarHandle LONG = JAVA_LONG.varHandle();
    private static final VarHandle FLOAT = JAVA_FLOAT.varHandle();
    private static final VarHandle DOUBLE = JAVA_DOUBLE.varHandle();

    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private Cells() {}

    static int getInt(TypeCode type, MemorySegment memory, long at) {
        return switch (type.bytes) {
            case 1 -> narrow(type, (byte) BYTE.getAcquire(memory, at));
            case 2 -> narrow(type, (short) SHORT.getAcquire(memory, at));
            default -> (int) INT.getAcquire(memory, at);
        };
    }

    static void setInt(TypeCode type, MemorySegment memory, long at, int value) {
        type.check(value);
        switch (type.bytes) {
            case 1 -> BYTE.setRelease(memory, at, (byte) value);
            case 2 -> SHORT.setRelease(memory, at, (short) value);
            default -> INT.setRelease(memory, at, value);
        }
    }

    /** {@return the lowest bits of a word, as the type has them} */
    private static int narrow(TypeCode type, int word) {
        return switch (type.bytes) {
            case 1 -> type.isUnsigned() ? word & 0xff : (byte) word;
            case 2 -> type.isUnsigned() ? word & 0xffff : (short) word;
            default -> word;
        };
    }

    static int getAndAddInt(TypeCode type, MemorySegment memory, long at, int delta) {
        if (type.bytes == Integer.BYTES) {
            return (int) INT.getAndAdd(memory, at, delta);
        }
        while (true) {
            int old = getInt(type, memory, at);
            if (replace(type, memory, at, old, old + delta)) {
                return old;
            }
        }
    }

    static int getAndSetInt(TypeCode type, MemorySegment memory, long at, int value) {
        type.check(value);
        if (type.bytes == Integer.BYTES) {
            return (int) INT.getAndSet(memory, at, value);
        }
        while (true) {
            int old = getInt(type, memory, at);
            if (replace(type, memory, at, old, value)) {
                return old;
            }
        }
    }

    static boolean compareAndSetInt(TypeCode type, MemorySegment memory, long at, int expected, int value) {
        type.check(value);
        return type.bytes == Integer.BYTES
                ? INT.compareAndSet(memory, at, expected, value)
                : replace(type, memory, at, expected, value);
    }

    private static boolean replace(TypeCode type, MemorySegment memory, long at, int expected, int value) {
        long word = at & -Integer.BYTES;
        int place = (int) (at - word);
        int shift = Byte.SIZE * (LITTLE_ENDIAN ? place : Integer.BYTES - type.bytes - place);
        int mask = ((1 << Byte.SIZE * type.bytes) - 1) << shift;
        while (true) {
            int old = (int) INT.getVolatile(memory, word);
            if (narrow(type, old >>> shift) != expected) {
                return false;
            }
            if (INT.compareAndSet(memory, word, old, old & ~mask | value << shift & mask)) {
                return true;
            }
        }
    }

    static int narrowed(TypeCode type, int value) {
        return narrow(type, value);
    }

    static long getLong(TypeCode type, MemorySegment memory, long at) {
        return type == TypeCode.UNSIGNED_INT
                ? Integer.toUnsignedLong((int) INT.getAcquire(memory, at))
                : (long) LONG.getAcquire(memory, at);
    }

    static void setLong(TypeCode type, MemorySegment memory, long at, long value) {
        if (type == TypeCode.UNSIGNED_INT) {
            type.check(value);
            INT.setRelease(memory, at, (int) value);
        } else {
            LONG.setRelease(memory, at, value);
        }
    }

    static long getAndAddLong(TypeCode type, MemorySegment memory, long at, long delta) {
        return type == TypeCode.UNSIGNED_INT
                ? Integer.toUnsignedLong((int) INT.getAndAdd(memory, at, (int) delta))
                : (long) LONG.getAndAdd(memory, at, delta);
    }

    static long narrowed(TypeCode type, long value) {
        return type == TypeCode.UNSIGNED_INT ? value & 0xffff_ffffL : value;
    }

    static long getAndSetLong(TypeCode type, MemorySegment memory, long at, long value) {
        type.check(value);
        return type == TypeCode.UNSIGNED_INT
                ? Integer.toUnsignedLong((int) INT.getAndSet(memory, at, (int) value))
                : (long) LONG.getAndSet(memory, at, value);
    }

    static boolean compareAndSetLong(TypeCode type, MemorySegment memory, long at, long expected, long value) {
        type.check(value);
        if (type != TypeCode.UNSIGNED_INT) {
            return LONG.compareAndSet(memory, at, expected, value);
        }
        return narrowed(type, expected) == expected && INT.compareAndSet(memory, at, (int) expected, (int) value);
    }

    static double getDouble(TypeCode type, MemorySegment memory, long at) {
        return type == TypeCode.FLOAT ? (float) FLOAT.getAcquire(memory, at) : (double) DOUBLE.getAcquire(memory, at);
    }

    static void setDouble(TypeCode type, MemorySegment memory, long at, double value) {
        if (type == TypeCode.FLOAT) {
            FLOAT.setRelease(memory, at, (float) type.check(value));
        } else {
            DOUBLE.setRelease(memory, at, value);
        }
    }

    /** {@return the sum} A float's sum may be infinite, as Java's is. */
    static double addAndGetDouble(TypeCode type, MemorySegment memory, long at, double delta) {
        while (true) {
            if (type == TypeCode.FLOAT) {
                float old = (float) FLOAT.getVolatile(memory, at);
                float sum = (float) (old + delta);
                if (FLOAT.compareAndSet(memory, at, old, sum)) {
                    return sum;
                }
            } else {
                double old = (double) DOUBLE.getVolatile(memory, at);
                if (DOUBLE.compareAndSet(memory, at, old, old + delta)) {
                    return old + delta;
                }
            }
        }
    }
}
