package io.github.multiprocessing4j.sync;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static io.github.multiprocessing4j.testkit.Together.killed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.OwnerDiedException;
import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.os.ProcStat;
import io.github.multiprocessing4j.os.Signals;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.region.Block;
import io.github.multiprocessing4j.region.BlockHandle;
import io.github.multiprocessing4j.region.Words;
import io.github.multiprocessing4j.testkit.Together;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Four processes contend for a lock, and write what it protects in steps that a death leaves half done; this one kills them.
 * The victim is stopped first, so that it is certain whether it held the lock.
 */
class RefereeTest {
    private static final int PROCESSES = 4;

    private static final int SIGCONT = 18;

    private static final int SIGSTOP = 19;

    // What the lock protects: two numbers that are the same whenever it is free, and who is inside.
    private static final long FIRST = 0;
    private static final long SECOND = 8;
    private static final long INSIDE = 16;

    private static final long RECOVERED = 24;
    private static final long VIOLATED = 32;

    /** How many contenders have ever acquired. */
    private static final long CAME = 40;

    private final Block block = Block.allocate(48);

    private final MemorySegment memory = block.memory();

    private long get(long offset) {
        return Words.getLong(memory, offset);
    }

    @Test
    @Timeout(120)
    void nobodyIsInsideWithAnotherOneAndEveryDeathIsTold() throws Exception {
        referee(4_000, 3, OwnerDeath.FAIL);
    }

    @Test
    @Tag("stress")
    @Timeout(600)
    void theSameForLong() throws Exception {
        referee(100_000, 60, OwnerDeath.FAIL);
    }

    private void referee(long acquisitions, int kills, OwnerDeath choice) throws Exception {
        long seed = Long.getLong("mp4j.stress.seed", 42);
        Random random = new Random(seed);
        try (block;
                Lock lock = Lock.builder().onOwnerDeath(choice).create();
                Event stop = Event.create()) {
            List<ChildProcess> contenders = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                contenders.add(start(lock, stop));
            }
            int inside = 0;
            for (int i = 0; i < kills; i++) {
                long goal = get(FIRST) + 100;
                int started = PROCESSES + i;
                awaitTrue(
                        () -> get(FIRST) > goal && get(CAME) == started); // or all may be starting, and nobody acquires
                int victim = random.nextInt(PROCESSES);
                inside += killStopped(lock, contenders.get(victim), i % 2 == 0) ? 1 : 0;
                contenders.set(victim, start(lock, stop));
            }
            awaitTrue(() -> get(FIRST) >= acquisitions);
            stop.set();
            contenders.forEach(Together::endsWell);
            assertTrue(inside > 0, "nobody was killed inside");
            assertEquals(inside, get(RECOVERED), "seed " + seed);
            assertEquals(0, get(VIOLATED));
            assertEquals(get(FIRST), get(SECOND));
        }
    }

    private ChildProcess start(Lock lock, Event stop) {
        return ChildProcess.start(new Contender(lock, stop, block.handle()));
    }

    /** {@return whether it was inside} */
    private boolean killStopped(Lock lock, ChildProcess victim, boolean preferInside) {
        boolean inside;
        int attempts = 0;
        do {
            signal(SIGCONT, victim);
            long goal = get(FIRST) + 1 + attempts;
            awaitTrue(() -> get(FIRST) >= goal);
            signal(SIGSTOP, victim);
            awaitTrue(() -> ProcStat.of(victim.pid()).orElseThrow().state() == 'T');
            inside = lock.owner().map(Owner::pid).orElse(0L) == victim.pid();
        } while (preferInside && !inside && attempts++ < 200);
        killed(victim);
        assertNothingStalls();
        return inside;
    }

    /** A stopped holder does keep the others waiting, a dead one does not. */
    private void assertNothingStalls() {
        long dead = System.nanoTime();
        long before = get(FIRST);
        awaitTrue(() -> get(FIRST) > before + 1);
        long took = System.nanoTime() - dead;
        assertTrue(took < Together.ONE_SECOND, () -> "nobody got it for " + took);
    }

    /** Without a process of its own, which would take long to come back while a holder is stopped. */
    private static void signal(int signal, ChildProcess process) {
        assertEquals(0, Signals.kill(process.pid(), signal));
    }

    /** Acquires until it is told to stop. */
    record Contender(Lock lock, Event stop, BlockHandle handle) implements RemoteRunnable {
        @Override
        public void run() {
            MemorySegment memory = Block.attach(handle).memory();
            boolean came = false;
            while (!stop.isSet()) {
                acquire(memory);
                try {
                    if (!came) {
                        came = Words.getAndAddLong(memory, CAME, 1) >= 0;
                    }
                    work(memory);
                } finally {
                    lock.unlock();
                }
            }
        }

        private void acquire(MemorySegment memory) {
            try {
                lock.lock();
            } catch (OwnerDiedException e) {
                if (lock.recover()) {
                    memory.set(ValueLayout.JAVA_LONG, RECOVERED, memory.get(ValueLayout.JAVA_LONG, RECOVERED) + 1);
                    memory.set(ValueLayout.JAVA_LONG, SECOND, memory.get(ValueLayout.JAVA_LONG, FIRST));
                    memory.set(ValueLayout.JAVA_LONG, INSIDE, 0);
                }
            }
        }

        /** Plain reads and writes: it is the lock that makes them seen. */
        private static void work(MemorySegment memory) {
            long first = memory.get(ValueLayout.JAVA_LONG, FIRST);
            if (memory.get(ValueLayout.JAVA_LONG, INSIDE) != 0 || memory.get(ValueLayout.JAVA_LONG, SECOND) != first) {
                Words.getAndAddLong(memory, VIOLATED, 1);
            }
            Words.setLong(memory, INSIDE, ProcessHandle.current().pid());
            memory.set(ValueLayout.JAVA_LONG, FIRST, first + 1);
            for (int i = 0; i < 100; i++) {
                Thread.onSpinWait(); // so that it is killed in between
            }
            memory.set(ValueLayout.JAVA_LONG, SECOND, first + 1);
            Words.setLong(memory, INSIDE, 0);
        }
    }
}
