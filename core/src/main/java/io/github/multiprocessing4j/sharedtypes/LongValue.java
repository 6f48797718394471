package io.github.multiprocessing4j.sharedtypes;

import java.lang.ref.Reference;

/**
 * A shared integer of 64 bits, or an unsigned one of 32. One of unsigned 64 bits is a {@code long} that is understood so.
 *
 * <p>All methods throw {@link IllegalStateException} if this is closed. The effects on memory are those that the package
 * tells.
 */
public final class LongValue extends Value<LongValue> {
    private static final long serialVersionUID = 1;

    LongValue(State state) {
        super(state);
    }

    @Override
    LongValue create(State other) {
        return new LongValue(other);
    }

    @Override
    String contents() {
        return type == TypeCode.UNSIGNED_LONG ? Long.toUnsignedString(get()) : Long.toString(get());
    }

    /** {@return the value} */
    public long get() {
        try {
            return Cells.getLong(type, memory(), 0);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Sets the value. For one that depends on the old one, use the atomic operations or the lock.
     *
     * @param value the new value
     * @throws IllegalArgumentException if it is out of the type's range
     */
    public void set(long value) {
        try {
            Cells.setLong(type, memory(), 0, value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Sets the value, atomically.
     *
     * @param value the new value
     * @return the old one
     * @throws IllegalArgumentException if it is out of the type's range
     */
    public long getAndSet(long value) {
        try {
            return Cells.getAndSetLong(type, memory(), 0, value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Sets the value if it is the expected one, atomically.
     *
     * @param expected the expected value
     * @param value the new value
     * @return whether it was
     * @throws IllegalArgumentException if the new value is out of the type's range
     */
    public boolean compareAndSet(long expected, long value) {
        try {
            return Cells.compareAndSetLong(type, memory(), 0, expected, value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Adds to the value, atomically. Beyond the type's range it wraps around, as in Java.
     *
     * @param delta what to add
     * @return the old value
     */
    public long getAndAdd(long delta) {
        try {
            return Cells.getAndAddLong(type, memory(), 0, delta);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Adds to the value, atomically. Beyond the type's range it wraps around, as in Java.
     *
     * @param delta what to add
     * @return the new value
     */
    public long addAndGet(long delta) {
        return Cells.narrowed(type, getAndAdd(delta) + delta);
    }

    /**
     * Adds to the value, atomically. Beyond the type's range it wraps around, as in Java.
     *
     * @param delta what to add
     */
    public void add(long delta) {
        getAndAdd(delta);
    }
}
