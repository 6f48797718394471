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
 * The sleeper sets the word, then looks once more; the other side changes something, then looks at the word. One of them must see
 * what the other did, so each needs a full fence in between. Where the kernel can run a fence in the other side's threads the
 * sleeper has it do that, and who is awake, who may be sending millions of messages a second, pays nothing.
 */
/**
 * A word at which one side of a ring sleeps until the other one rings. Nothing depends on a ring: sleepers look around four
 * times a second.
 */
public final class Doorbell {
    /** Whether sleepers have a fence run in this process, so that it needs none itself. */
    public static final boolean SLEEPERS_FENCE = !Boolean.getBoolean(WordWait.PORTABLE) && Membarrier.register();

    private static final boolean CAN_FENCE = !Boolean.getBoolean(WordWait.PORTABLE) && Membarrier.isAvailable();

    private static final VarHandle WORD = ValueLayout.JAVA_INT.varHandle();

    /**
     * Not what a sleeper says: one who has looked, and finds this word as he goes to sleep, must know that the bell has rung in between
     * and somebody has marked it anew.
     */
    private static final int MARKED = 3;

    private final MemorySegment memory;

    private final long at;

    private final Spin spin = Spin.forMessage();

    /**
     * Uses a word.
     *
     * @param memory where it is
     * @param at where in there
     */
    public Doorbell(MemorySegment memory, long at) {
        this.memory = memory;
        this.at = at;
    }

    /** {@return what the sleeper has said; 0 if nobody sleeps} To be asked after the change that the sleeper waits for. */
    public int sleeper() {
        return (int) WORD.getOpaque(memory, at);
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
        Words.setInt(memory, at, 0);
        FaultPoint.at("bell.cleared");
        WordWait.wake(memory, at, count);
    }

    /** Wakes one sleeper, as somebody who was woken in his place does. */
    public void passOn() {
        WordWait.wake(memory, at, 1);
    }

    /** Says that somebody may sleep. */
    public void mark() {
        Words.setInt(memory, at, MARKED);
        FaultPoint.at("bell.marked");
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
        mark();
        WordWatch watch = WordWatch.watch(memory, at, MARKED, onRing);
        fence();
        return watch;
    }

    /** What was changed before this and is looked at by others is seen by them, or what they have changed is seen after it. */
    public void fence() {
        if (CAN_FENCE) {
            Membarrier.everywhere();
        }
    }

    /**
     * Sleeps until the bell rings, or less; the caller looks again.
     *
     * @param ready what is slept for
     * @param said what the other side is told, not 0
     * @param nanos how long to sleep at most
     * @param slice how long to sleep at most, even so
     * @throws InterruptedException if the thread is or gets interrupted
     */
    public void sleep(BooleanSupplier ready, int said, long nanos, long slice) throws InterruptedException {
        Words.setInt(memory, at, said);
        FaultPoint.at("bell.set");
        fence();
        if (!ready.getAsBoolean()) {
            WordWait.await(memory, at, said, nanos, slice);
        }
    }
}
