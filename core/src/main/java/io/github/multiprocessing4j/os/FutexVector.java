package io.github.multiprocessing4j.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Sleeping until one of several words is changed, futex_waitv(2), which Linux has since 5.16. Addresses are numbers, as
 * in {@link Futex}. Not thread-safe.
 */
public final class FutexVector {
    /** How many words the kernel takes at once. */
    public static final int MOST = 128;

    /** What {@link #await} gives if none of the words was woken but the time is over, or a signal came. */
    public static final int NONE = -1;

    /** What {@link #await} gives if a word has another value than expected, or is not mapped: it does not say which. */
    public static final int SOME_CHANGED = -2;

    /** The same on all processors, as that of every system call that is as young. */
    private static final long SYS_FUTEX_WAITV = 449;

    private static final int FUTEX2_SIZE_U32 = 2;

    private static final int CLOCK_MONOTONIC = 1;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    // struct futex_waitv { u64 val; u64 uaddr; u32 flags; u32 reserved; };
    private static final long ENTRY_BYTES = 24;

    private static final long VALUE = 0;

    private static final long WORD = 8;

    private static final long FLAGS = 16;

    private final MemorySegment entries;

    private final MemorySegment until;

    private final MemorySegment state;

    private int size;

    /** Linked at first use only: there is no such function on other systems. */
    private static final class Holder {
        // int syscall(SYS_futex_waitv, struct futex_waitv *waiters, unsigned int nr, unsigned int flags,
        //     struct timespec *until, clockid_t clock);
        static final CFunction WAITV = CFunction.named("syscall");

        // int clock_gettime(clockid_t clock, struct timespec *tp);
        static final CFunction CLOCK_GETTIME = CFunction.named("clock_gettime");

        static final boolean AVAILABLE = isKnown();

        /** To sleep at no word is an invalid argument where there is such a call. */
        private static boolean isKnown() {
            try (Arena arena = Arena.ofConfined()) {
                return new FutexVector(arena).call(0) == -Errno.EINVAL;
            }
        }
    }

    /**
     * Makes one of no words.
     *
     * @param arena where it has its memory
     */
    public FutexVector(Arena arena) {
        this.entries = arena.allocate(MOST * ENTRY_BYTES, Long.BYTES);
        this.until = arena.allocate(JAVA_LONG, 2);
        this.state = CFunction.callState(arena);
    }

    /** {@return whether this system can do that} */
    public static boolean isAvailable() {
        return Futex.isAvailable() && Holder.AVAILABLE;
    }

    /** Forgets all words. */
    public void clear() {
        size = 0;
    }

    /**
     * Adds a word.
     *
     * @param address the word's, a multiple of 4
     * @param expected the value that it must have
     * @throws IndexOutOfBoundsException if there are as many as there can be
     */
    public void add(long address, int expected) {
        long entry = size * ENTRY_BYTES;
        entries.set(JAVA_LONG, entry + VALUE, Integer.toUnsignedLong(expected));
        entries.set(JAVA_LONG, entry + WORD, address);
        entries.set(JAVA_INT, entry + FLAGS, FUTEX2_SIZE_U32);
        size++;
    }

    /**
     * Sleeps if all words have their values, until one of them is woken, a signal comes, or the time is over.
     *
     * @param nanos how long to sleep at most
     * @return which word was woken, in the order in which they were added, or {@link #NONE} or {@link #SOME_CHANGED};
     *     if several were woken in the same moment it is one of them, and of the others nobody hears
     */
    public int await(long nanos) {
        setUntil(nanos);
        int result = call(size);
        return switch (result) {
            case -Errno.ETIMEDOUT, -Errno.EINTR -> NONE;
            case -Errno.EAGAIN, -Errno.EFAULT -> SOME_CHANGED;
            default -> {
                if (result < 0) {
                    throw new IllegalStateException("waiting in shared memory: " + Errno.describe(-result));
                }
                yield result;
            }
        };
    }

    private void setUntil(long nanos) {
        int ignored = Holder.CLOCK_GETTIME.callPlain(CLOCK_MONOTONIC, until.address());
        long sum = until.getAtIndex(JAVA_LONG, 1) + nanos;
        until.setAtIndex(JAVA_LONG, 0, until.getAtIndex(JAVA_LONG, 0) + sum / NANOS_PER_SECOND);
        until.setAtIndex(JAVA_LONG, 1, sum % NANOS_PER_SECOND);
    }

    private int call(int words) {
        return (int) Holder.WAITV.callLong(
                state, SYS_FUTEX_WAITV, entries.address(), words, 0, until.address(), CLOCK_MONOTONIC);
    }
}
