package io.github.multiprocessing4j.sharedtypes;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is done often makes no garbage. */
@Timeout(60)
class NoAllocationTest {
    private static final int ROUNDS = 200_000;

    private static long allocated() {
        return ManagementFactory.getPlatformMXBean(ThreadMXBean.class).getCurrentThreadAllocatedBytes();
    }

    /** Some bytes for what the first rounds compile; less than one object in eight rounds. */
    private static void assertAllocatesNothing(Runnable action) {
        action.run();
        long before = allocated();
        action.run();
        long bytes = allocated() - before;
        assertTrue(bytes < 2 * ROUNDS, () -> bytes + " bytes in " + ROUNDS + " rounds");
    }

    @Test
    void aValueIsReadWrittenAndAddedTo() {
        try (IntValue narrow = Value.ofByte(0);
                LongValue wide = Value.ofLong(0);
                DoubleValue real = Value.ofDouble(0)) {
            assertAllocatesNothing(() -> {
                for (int i = 0; i < ROUNDS; i++) {
                    narrow.set(narrow.get() ^ 1);
                    narrow.add(1);
                    wide.set(wide.get() + i);
                    wide.add(1);
                    real.set(real.get() + i);
                    real.add(1);
                }
            });
        }
    }

    @Test
    void anElementIsReadAndWritten() {
        try (DoubleArray array = Array.ofDouble(100)) {
            assertAllocatesNothing(() -> {
                for (int i = 0; i < ROUNDS; i++) {
                    array.set(i % 100, array.get(i % 100) + 1);
                }
            });
        }
    }

    @Test
    void aValueIsIncrementedUnderItsLock() {
        try (IntValue value = Value.ofInt(0)) {
            assertAllocatesNothing(() -> {
                for (int i = 0; i < ROUNDS; i++) {
                    Lock lock = value.getLock();
                    lock.lock();
                    try {
                        value.set(value.get() + 1);
                    } finally {
                        lock.unlock();
                    }
                }
            });
        }
    }
}
