package io.github.multiprocessing4j.wire;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.os.Membarrier;
import io.github.multiprocessing4j.region.Spin;
import io.github.multiprocessing4j.region.WordWait;
import io.github.multiprocessing4j.region.WordWatch;
import io.github.multiprocessing4j.region.Words;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;

/*
 * The sleeper marks the word, then looks once more; the other side changes something, then looks at the word. One of them must see
 * what the other did, so each needs a full fence in between. Where the kernel can run a fence in the other side's threads the
 * sleeper has it do that, and who is awake, who may be sending millions of messages a second, pays nothing; unless all have agreed that each
 * runs his own ({@link Fencing}).
 *
 * The word is an event count: it never has a value twice, so who has marked it, looked, and goes to sleep as long as it is what it
 * was then, can't miss a ring, whoever may have marked it anew since.
 *
 * A process in portable mode can neither wake others nor be fenced, so who sleeps where there is or was one looks by himself.
 */
/**
 * A word at which some sleep until others ring: how often it has rung, times two, and one more if somebody may sleep; negative if
 * there may be somebody who {@linkplain WordWait#wakes can't wake others}. Nothing
 * depends on the ring of one who may be dead: sleepers look around by themselves, or are woken by who looks for deaths.
 */
public final class Doorbell {
    /** Whether sleepers have a fence run in this process, so that it needs none itself. */
    public static final boolean SLEEPERS_FENCE = !Boolean.getBoolean(WordWait.PORTABLE) && Membarrier.register();

    private static final boolean CAN_FENCE = !Boolean.getBoolean(WordWait.PORTABLE) && Membarrier.isAvailable();

    private static final VarHandle WORD = ValueLayout.JAVA_INT.varHandle();

    private static final int MARK = 1;

    private static final int POLLED = Integer.MIN_VALUE;

    private final MemorySegment memory;

    private final long at;

    private final Fencing fencing;

    private final Spin spin = Spin.forMessage();

    /**
     * Uses a word.
     *
     * @param memory where it is
     * @param at where in there
     */
    public Doorbell(MemorySegment memory, long at) {
        this(memory, at, Fencing.BY_SLEEPERS);
    }

    /**
     * Uses a word.
     *
     * @param memory where it is
     * @param at where in there
     * @param fencing what all who use it have agreed on
     */
    Doorbell(MemorySegment memory, long at, Fencing fencing) {
        this.memory = memory;
        this.at = at;
        this.fencing = fencing;
        if (!WordWait.wakes()) {
            Words.getAndOrInt(memory, at, POLLED);
        }
    }

    /** {@return where the word is} */
    long address() {
        return memory.address() + at;
    }

    /** {@return whether somebody may sleep} To be asked after the change that the sleeper waits for. */
    public boolean isMarked() {
        return ((int) WORD.getAcquire(memory, at) & MARK) != 0;
    }

    /** Wakes all sleepers. */
    public void ring() {
        ring(Integer.MAX_VALUE);
    }

    /**
     * Wakes some sleepers, each of whom must {@link #mark} that there may be more.
     *
     * @param count how many at most
     */
    public void ring(int count) {
        ring(memory, at, count);
    }

    /** Wakes all who sleep at a word that others use as a bell. */
    static void ring(MemorySegment memory, long at) {
        ring(memory, at, Integer.MAX_VALUE);
    }

    private static void ring(MemorySegment memory, long at, int count) {
        int word = Words.getInt(memory, at);
        if ((word & MARK) != 0) {
            Words.compareAndSetInt(
                    memory, at, word, word + 1 & ~POLLED | word & POLLED); // if not, somebody else has rung
        }
        FaultPoint.at("bell.rung");
        WordWait.wake(memory, at, count);
    }

    /** {@return whether there may be somebody who can't wake others, who therefore have to look} */
    static boolean isPolled(MemorySegment memory, long at) {
        return (Words.getInt(memory, at) & POLLED) != 0;
    }

    /** Wakes one sleeper, as somebody who was woken in his place does. */
    public void passOn() {
        WordWait.wake(memory, at, 1);
    }

    /** Says that somebody may sleep. {@return what the word is until the bell rings} */
    public int mark() {
        int marked = Words.getAndOrInt(memory, at, MARK) | MARK;
        FaultPoint.at("bell.marked");
        return marked;
    }

    /**
     * Says that nobody need be woken, although somebody may sleep: who says so looks in his place, and in the end {@linkplain #mark marks} the word again, runs a
     * {@link #fence} and looks once more.
     *
     * @return whether that is so; it is not where others can't be woken anyhow
     */
    public boolean unmark() {
        int word = Words.getInt(memory, at);
        return (word & POLLED) == 0 && ((word & MARK) == 0 || Words.compareAndSetInt(memory, at, word, word & ~MARK));
    }

    /** {@return whether it became true within the few looks that are worth it} */
    public boolean spin(BooleanSupplier ready) {
        return spin.until(ready);
    }

    /**
     * Has somebody told once when the bell rings, or within a quarter of a second after it rang, or for no reason. He looks for
     * what he waits for after this has returned.
     *
     * @param onRing tells him; must not block
     * @return by which he can say that he does not want to be told any more
     */
    public WordWatch watch(Runnable onRing) {
        WordWatch watch = WordWatch.watch(memory, at, mark(), onRing);
        fence();
        return watch;
    }

    /** What was changed before this and is looked at by others is seen by them, or what they have changed is seen after it. */
    public void fence() {
        if (fencing == Fencing.BY_ALL) {
            VarHandle.fullFence();
        } else if (CAN_FENCE) {
            Membarrier.everywhere();
        }
    }

    /**
     * Sleeps until the bell rings, or less; the caller looks again.
     *
     * @param ready what is slept for
     * @param nanos how long to sleep at most
     * @param slice how long to sleep at most, even so
     * @throws InterruptedException if the thread is or gets interrupted
     */
    public void sleep(BooleanSupplier ready, long nanos, long slice) throws InterruptedException {
        int marked = mark();
        fence();
        if (ready.getAsBoolean()) {
            return;
        }
        if ((marked & POLLED) == 0) {
            WordWait.await(memory, at, marked, nanos, slice);
        } else {
            WordWait.poll(() -> Words.getInt(memory, at) != marked || ready.getAsBoolean(), Math.min(nanos, slice));
        }
    }
}
