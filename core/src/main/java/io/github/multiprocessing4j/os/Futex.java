package io.github.multiprocessing4j.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Sleeping until a 32-bit word in memory is changed, perhaps by another process that maps it, futex(2). Linux only.
 *
 * <p>Addresses are numbers: memory that is unmapped while somebody sleeps or is woken harms nobody, and a sleeper must not
 * keep it from being unmapped.
 */
public final class Futex {
    private static final int FUTEX_WAIT = 0;

    private static final int FUTEX_WAKE = 1;

    private static final int FUTEX_CMP_REQUEUE = 4;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** The number of the system call, which has no wrapper in the C library. */
    private static final long SYS_FUTEX = systemCallNumber();

    private Futex() {}

    /** Looked up at first use only: native access may be denied. */
    private static final class Calls {
        // long syscall(long number, ...);
        // futex(uint32_t *uaddr, FUTEX_WAIT, uint32_t expected, const struct timespec *timeout);
        // futex(uint32_t *uaddr, FUTEX_WAKE, uint32_t count);
        // futex(uint32_t *uaddr, FUTEX_CMP_REQUEUE, uint32_t wake, uint32_t requeue, uint32_t *uaddr2,
        //     uint32_t expected);
        static final CFunction SYSCALL = CFunction.named("syscall");
    }

    /** {@return whether this system has futexes that we know how to call} */
    public static boolean isAvailable() {
        return systemCallNumber() >= 0 && NativeAccess.available();
    }

    private static long systemCallNumber() {
        return System.getProperty("os.name").equals("Linux")
                ? switch (System.getProperty("os.arch")) {
                    case "amd64" -> 202;
                    case "aarch64", "riscv64" -> 98;
                    default -> -1;
                }
                : -1;
    }

    /**
     * Sleeps if a word has a value, until it is woken, a signal comes, or the time is over.
     *
     * @param address the word's, a multiple of 4
     * @param expected the value that it must have
     * @param nanos how long to sleep at most
     * @return whether the sleep ended before its time, or the word had another value, or was unmapped
     */
    public static boolean await(long address, int expected, long nanos) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CFunction.callState(arena);
            MemorySegment timeout = arena.allocate(JAVA_LONG, 2);
            timeout.setAtIndex(JAVA_LONG, 0, nanos / NANOS_PER_SECOND);
            timeout.setAtIndex(JAVA_LONG, 1, nanos % NANOS_PER_SECOND);
            long result = Calls.SYSCALL.callLong(state, SYS_FUTEX, address, FUTEX_WAIT, expected, timeout.address());
            if (result < 0 && !isExpected((int) -result)) {
                throw new IllegalStateException("waiting in shared memory: " + Errno.describe((int) -result));
            }
            return result != -Errno.ETIMEDOUT;
        }
    }

    /** The word has changed, a signal has come, the time is over, or the memory was unmapped: all are for the caller to see. */
    private static boolean isExpected(int errno) {
        return errno == Errno.EAGAIN || errno == Errno.EINTR || errno == Errno.ETIMEDOUT || errno == Errno.EFAULT;
    }

    /**
     * Looks at a word that may be unmapped at any time. The kernel does so for us when it is asked to move nobody from the
     * word to itself, provided that it has the expected value.
     *
     * @param address the word's, a multiple of 4
     * @param expected the value that it perhaps has
     * @return whether it has another one, or is not mapped
     */
    public static boolean isOtherThan(long address, int expected) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CFunction.callState(arena);
            long result =
                    Calls.SYSCALL.callLong(state, SYS_FUTEX, address, FUTEX_CMP_REQUEUE, 0, 0L, address, expected);
            return result < 0;
        }
    }

    /**
     * Wakes some who sleep at a word.
     *
     * @param address the word's
     * @param count how many to wake at most
     * @return how many it woke; 0 if the memory is not mapped
     */
    public static int wake(long address, int count) {
        return Math.max(0, Calls.SYSCALL.callPlain(SYS_FUTEX, address, FUTEX_WAKE, count));
    }
}
