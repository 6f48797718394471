package io.github.multiprocessing4j.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.region.Block;
import io.github.multiprocessing4j.region.BlockHandle;
import io.github.multiprocessing4j.testkit.Alone;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/*
 * The writer, a child, stores 1, 2, 3... to one word without ever fencing, and after each store n notes which value of
 * the flag it loads. The sleeper, this process, stores 1, 2, 3... to the flag, and after each store m notes which value
 * w of the writer's word it loads. If m did not see store w + 1, then the load that followed store w + 1 must have seen
 * m.
 */
/** Two processes store and look, and never miss each other. */
@Timeout(60)
@Alone("who race each other need a processor each")
class MembarrierTest {
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    private static final long WORD = 0;

    private static final long FLAG = 128;

    private static final long STOP = 256;

    private static final long NOTES = 384;

    /** The writer's last so many notes are kept: n in the upper half, as much of it as fits, what it has seen in the lower. */
    private static final int KEPT = 1 << 16;

    /** How often to look for the other before giving it the processor. */
    private static final int PATIENCE = 1 << 12;

    private final Block block = Block.allocate(NOTES + 8L * KEPT);

    private final MemorySegment memory = block.memory();

    /** What came of it. */
    private record Score(long rounds, long missed) {}

    @BeforeEach
    void isThere() {
        assumeTrue(Membarrier.isAvailable(), "no membarrier(2) here");
    }

    @AfterEach
    void close() {
        block.close();
    }

    /** Stores and looks until it is told to stop. */
    record Writer(BlockHandle handle) implements RemoteRunnable {
        @Override
        public void run() {
            if (!Membarrier.register()) {
                throw new IllegalStateException("not registered");
            }
            write(Block.attach(handle).memory());
        }

        private static void write(MemorySegment memory) {
            long before = 0;
            for (long n = 1; (long) LONG.getAcquire(memory, STOP) == 0; n++) {
                LONG.setRelease(memory, WORD, n);
                VarHandle.releaseFence(); // for the compiler
                long seen = (long) LONG.getAcquire(memory, FLAG);
                LONG.setRelease(memory, note(n), n << 32 | seen);
                if (n % PATIENCE == 0 && seen == before) {
                    Thread.yield(); // the sleeper perhaps has no processor but this one
                }
                before = seen;
            }
        }
    }

    private static long note(long n) {
        return NOTES + 8 * (n & (KEPT - 1));
    }

    /**
     * Plays against a writer until a number of rounds or the time is over, or one has missed the other if that shall
     * do.
     */
    private Score play(Runnable fence, long rounds, Duration atMost, boolean untilMissed) throws Exception {
        ChildProcess child = ChildProcess.start(new Writer(block.handle()));
        while ((long) LONG.getAcquire(memory, WORD) == 0 && child.isAlive()) {
            Thread.onSpinWait();
        }
        long end = System.nanoTime() + atMost.toNanos();
        long done = 0;
        long missed = 0;
        for (long m = 1; done < rounds && System.nanoTime() < end && child.isAlive(); m++) {
            LONG.setRelease(memory, FLAG, m);
            fence.run();
            long next = (long) LONG.getAcquire(memory, WORD) + 1;
            long seen = awaitNote(next);
            if (seen >= 0) {
                done++;
                missed += seen < m ? 1 : 0;
            }
            if (untilMissed && missed > 0) {
                break;
            }
        }
        LONG.setRelease(memory, STOP, 1);
        child.join();
        assertEquals(0, child.exitStatus().exitCode());
        return new Score(done, missed);
    }

    /**
     * {@return what the writer saw after a store; negative if that is forgotten, because this process did not run for a
     * while}
     */
    private long awaitNote(long n) {
        long note = (long) LONG.getAcquire(memory, note(n));
        for (int spins = 1; laterThan(note, n) < 0; spins++) {
            if (spins % PATIENCE == 0) {
                Thread.yield();
            }
            note = (long) LONG.getAcquire(memory, note(n));
        }
        return laterThan(note, n) == 0 ? note & 0xffff_ffffL : -1;
    }

    /** By how many stores; a note has the lower half of their number only, and within minutes there are more. */
    private static int laterThan(long note, long n) {
        return (int) (note >>> 32) - (int) n;
    }

    private void neverMiss(long rounds, Duration atMost) throws Exception {
        Score score = play(Membarrier::everywhere, rounds, atMost, false);
        assertEquals(0, score.missed(), score::toString);
        assertTrue(score.rounds() > 1_000, score::toString);
    }

    @Test
    void registeringAgainDoesNothing() {
        assertTrue(Membarrier.register());
        assertTrue(Membarrier.register());
        Membarrier.everywhere();
    }

    @Test
    void theyNeverMissEachOther() throws Exception {
        neverMiss(2_000_000, Duration.ofSeconds(4));
    }

    @Test
    @Tag("stress")
    @Timeout(value = 1, unit = TimeUnit.DAYS) // as long as it is told to run
    void norDoTheyInTheLongRun() throws Exception {
        neverMiss(Long.MAX_VALUE, Duration.ofSeconds(Long.getLong("mp4j.stress.seconds", 120)));
    }

    /** Or the others would prove nothing. */
    @Test
    void withoutItTheyDo() throws Exception {
        Score score = play(VarHandle::releaseFence, Long.MAX_VALUE, Duration.ofSeconds(10), true);
        assumeTrue(score.missed() > 0, () -> "this processor did not show it in " + score);
    }
}
