package io.github.multiprocessing4j.benchmarks;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * A number in shared memory by which one process tells another how far it is.
 *
 * @param memory where it is
 * @param offset where there, a multiple of 8
 */
record SharedWord(MemorySegment memory, long offset) {
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    long get() {
        return (long) LONG.getAcquire(memory, offset);
    }

    void set(long value) {
        LONG.setRelease(memory, offset, value);
    }

    boolean compareAndSet(long expected, long value) {
        return LONG.compareAndSet(memory, offset, expected, value);
    }

    /** Spins until the number is as large; without a hint to the processor, which may take it longer than the wait. */
    long await(long atLeast) {
        long value;
        do {
            value = get();
        } while (value < atLeast);
        return value;
    }
}
