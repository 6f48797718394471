package io.github.multiprocessing4j.region;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/** Atomic access to aligned words of shared memory: what several processes agree by. */
public final class Words {
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    private Words() {}

    /** {@return a 32-bit word, read as a volatile is} */
    public static int getInt(MemorySegment memory, long offset) {
        return (int) INT.getVolatile(memory, offset);
    }

    /** Writes a 32-bit word as a volatile is written. */
    public static void setInt(MemorySegment memory, long offset, int value) {
        INT.setVolatile(memory, offset, value);
    }

    /** {@return whether a 32-bit word had a value, and has the new one now} */
    public static boolean compareAndSetInt(MemorySegment memory, long offset, int expected, int value) {
        return INT.compareAndSet(memory, offset, expected, value);
    }

    /** Adds to a 32-bit word. {@return what it was before} */
    public static int getAndAddInt(MemorySegment memory, long offset, int delta) {
        return (int) INT.getAndAdd(memory, offset, delta);
    }

    /** Writes a 32-bit word. {@return what it was before} */
    public static int getAndSetInt(MemorySegment memory, long offset, int value) {
        return (int) INT.getAndSet(memory, offset, value);
    }

    /** Sets bits of a 32-bit word. {@return what it was before} */
    public static int getAndOrInt(MemorySegment memory, long offset, int bits) {
        return (int) INT.getAndBitwiseOr(memory, offset, bits);
    }

    /** {@return a 64-bit word, read as a volatile is} */
    public static long getLong(MemorySegment memory, long offset) {
        return (long) LONG.getVolatile(memory, offset);
    }

    /** Writes a 64-bit word as a volatile is written. */
    public static void setLong(MemorySegment memory, long offset, long value) {
        LONG.setVolatile(memory, offset, value);
    }

    /** {@return whether a 64-bit word had a value, and has the new one now} */
    public static boolean compareAndSetLong(MemorySegment memory, long offset, long expected, long value) {
        return LONG.compareAndSet(memory, offset, expected, value);
    }

    /** Adds to a 64-bit word. {@return what it was before} */
    public static long getAndAddLong(MemorySegment memory, long offset, long delta) {
        return (long) LONG.getAndAdd(memory, offset, delta);
    }

    /** Writes a 64-bit word. {@return what it was before} */
    public static long getAndSetLong(MemorySegment memory, long offset, long value) {
        return (long) LONG.getAndSet(memory, offset, value);
    }

    /** Sets bits of a 64-bit word. {@return what it was before} */
    public static long getAndOrLong(MemorySegment memory, long offset, long bits) {
        return (long) LONG.getAndBitwiseOr(memory, offset, bits);
    }

    /** Clears the bits of a 64-bit word that are not in a mask. {@return what it was before} */
    public static long getAndAndLong(MemorySegment memory, long offset, long mask) {
        return (long) LONG.getAndBitwiseAnd(memory, offset, mask);
    }
}
