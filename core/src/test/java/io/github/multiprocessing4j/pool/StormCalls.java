package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.ExitStatus.Signaled;
import io.github.multiprocessing4j.failure.WorkerDiedException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Calls of every kind to a pool whose workers are being killed, each of which has to end rightly, or with a death. */
final class StormCalls {
    private static final int MOST_ITEMS = 200;

    private static final int CHUNK = 4;

    /** What the work on each item gives, worked out here. */
    private final List<Long> right =
            upTo(MOST_ITEMS + 1).stream().map(StormCalls::work).toList();

    private final Pool pool;

    private final WorkerKiller killer;

    /** A permit for each result that came. */
    private final Semaphore workDone;

    private final AtomicInteger calls = new AtomicInteger();

    private final AtomicInteger failed = new AtomicInteger();

    private final AtomicLong slowest = new AtomicLong();

    StormCalls(Pool pool, WorkerKiller killer, Semaphore workDone) {
        this.pool = pool;
        this.killer = killer;
        this.workDone = workDone;
    }

    enum Kind {
        MAP,
        IMAP,
        IMAP_UNORDERED,
        APPLY
    }

    void run(Kind kind, long seed, long end) {
        Random random = new Random(seed);
        while (System.nanoTime() - end < 0) {
            int items = CHUNK * (1 + random.nextInt(MOST_ITEMS / CHUNK));
            boolean whole = switch (kind) {
                case MAP -> map(items);
                case IMAP -> imap(items);
                case IMAP_UNORDERED -> imapUnordered(items);
                case APPLY -> apply(items);
            };
            calls.incrementAndGet();
            failed.addAndGet(whole ? 0 : 1);
        }
    }

    /** Some work, and a result that can't be guessed. */
    static long work(int n) {
        long value = n;
        for (int i = 0; i < 300_000; i++) {
            value = value * 6364136223846793005L + 1442695040888963407L;
        }
        return value;
    }

    private static List<Integer> upTo(int items) {
        return IntStream.range(0, items).boxed().toList();
    }

    private boolean map(int items) {
        try {
            List<Long> results = pool.map(StormCalls::work, upTo(items), CHUNK);
            assertEquals(right.subList(0, items), results);
            workDone.release(items);
            return true;
        } catch (WorkerDiedException e) {
            noteDeath(e);
            return false;
        }
    }

    /** What is lost is the rest of a chunk; the chunks after it are all there, and in order. */
    private boolean imap(int items) {
        int next = 0;
        boolean whole = true;
        IMapIterator<Long> results = pool.imap(StormCalls::work, upTo(items), CHUNK);
        while (results.hasNext()) {
            try {
                assertEquals(right.get(next), results.next());
                next++;
                workDone.release();
            } catch (WorkerDiedException e) {
                noteDeath(e);
                next = (next / CHUNK + 1) * CHUNK;
                whole = false;
            }
        }
        assertEquals(items, next);
        return whole;
    }

    private boolean imapUnordered(int items) {
        Set<Long> missing = new HashSet<>(right.subList(0, items));
        int deaths = 0;
        IMapIterator<Long> results = pool.imapUnordered(StormCalls::work, upTo(items), 1);
        while (results.hasNext()) {
            try {
                Long result = results.next();
                assertTrue(missing.remove(result), () -> "wrong, or there twice: " + result);
                workDone.release();
            } catch (WorkerDiedException e) {
                noteDeath(e);
                deaths++;
            }
        }
        assertEquals(deaths, missing.size());
        return deaths == 0;
    }

    private boolean apply(int n) {
        try {
            assertEquals(right.get(n), pool.apply(() -> work(n)));
            workDone.release();
            return true;
        } catch (WorkerDiedException e) {
            noteDeath(e);
            return false;
        }
    }

    /** Nobody may be said to have died but whom we have killed, nor of anything else. */
    private void noteDeath(WorkerDiedException e) {
        long now = System.nanoTime();
        Long killed = killer.killedAt(e.pid());
        assertNotNull(killed, e::toString);
        assertEquals(new Signaled(9), e.exitStatus(), e::toString);
        slowest.accumulateAndGet(now - killed, Math::max);
    }

    int calls() {
        return calls.get();
    }

    int failed() {
        return failed.get();
    }

    /** {@return the longest time from a kill to the exception at a caller, who may have had other chunks to wait for} */
    long slowestMillis() {
        return slowest.get() / 1_000_000;
    }
}
