package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.Futex;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;

/*
 * A sleeper looks around four times a second whether or not it was woken, because who should have woken it may be dead. So
 * a wake-up that got lost costs no more than that.
 */
/**
 * Sleeping until a 32-bit word of shared memory changes, and waking those who sleep at it in whatever process. By the kernel
 * where it has the means; elsewhere sleepers look now and then.
 */
public final class WordWait {
    /** How long a sleep lasts at most: a quarter of the time within which a death must be noticed. */
    public static final long SLICE_NANOS = 250_000_000;

    /** Set to {@code true}, this system property does without what only Linux has. */
    public static final String PORTABLE = "io.github.multiprocessing4j.portable";

    private static final Sleeper SLEEPER =
            !Boolean.getBoolean(PORTABLE) && Futex.isAvailable() ? new FutexSleeper() : new PollingSleeper();

    private WordWait() {}

    /**
     * Sleeps if a word has a value, until somebody {@linkplain #wake wakes} it, for {@link #SLICE_NANOS} at most, and
     * sometimes less for no reason. The caller looks again. A virtual thread gives its carrier free meanwhile.
     *
     * @param memory where the word is
     * @param offset where in there; a multiple of 4
     * @param expected the value that it must have
     * @param nanos how long to sleep at most; not at all if it is not positive
     * @throws InterruptedException if the thread is or gets interrupted; its interrupt status is cleared
     */
    public static void await(MemorySegment memory, long offset, int expected, long nanos) throws InterruptedException {
        await(memory, offset, expected, nanos, SLICE_NANOS);
    }

    /**
     * Sleeps as {@link #await(MemorySegment, long, int, long)} does, but perhaps longer, for who is sure to be woken whatever
     * happens to others.
     *
     * @param memory where the word is
     * @param offset where in there; a multiple of 4
     * @param expected the value that it must have
     * @param nanos how long to sleep at most; not at all if it is not positive
     * @param slice how long to sleep at most, even so
     * @throws InterruptedException if the thread is or gets interrupted; its interrupt status is cleared
     */
    public static void await(MemorySegment memory, long offset, int expected, long nanos, long slice)
            throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (nanos > 0 && Words.getInt(memory, offset) == expected) {
            SLEEPER.sleep(memory, offset, expected, Math.min(nanos, slice));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /**
     * Sleeps until something is true, or less, looking at it again and again: for who may not be woken, because others {@linkplain
     * #wakes can't}.
     *
     * @param over what is looked at
     * @param nanos how long to sleep at most
     * @throws InterruptedException if the thread is or gets interrupted; its interrupt status is cleared
     */
    public static void poll(BooleanSupplier over, long nanos) throws InterruptedException {
        PollingSleeper.sleep(over, nanos);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** {@return whether this process can wake others, or only go and look itself} */
    public static boolean wakes() {
        return SLEEPER instanceof FutexSleeper;
    }

    /**
     * Wakes some who sleep at a word; whoever changes a word at which somebody may sleep calls this afterwards.
     *
     * @param memory where the word is
     * @param offset where in there
     * @param count how many to wake at most
     * @return how many it woke, as far as is known: who {@linkplain #wakes can't wake others} does not know of any
     */
    public static int wake(MemorySegment memory, long offset, int count) {
        return SLEEPER.wake(memory.address() + offset, count);
    }

    /** Wakes all who sleep at a word. */
    public static void wakeAll(MemorySegment memory, long offset) {
        wake(memory, offset, Integer.MAX_VALUE);
    }

    /** Has another thread sleep, or do as if. */
    static void send(WordWatch watch, MemorySegment memory, long offset) {
        SLEEPER.send(watch, memory, offset);
    }

    /** A way to sleep. An interrupt ends the sleep and leaves the interrupt status set. */
    sealed interface Sleeper permits FutexSleeper, PollingSleeper {
        void sleep(MemorySegment memory, long offset, int expected, long nanos);

        void send(WordWatch watch, MemorySegment memory, long offset);

        /** {@return how many it woke} */
        int wake(long address, int count);
    }
}
