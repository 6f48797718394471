package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.Futex;
import io.github.multiprocessing4j.os.FutexVector;
import io.github.multiprocessing4j.os.SpareThreads;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/*
 * A deputy sleeps at all its words at once, and at one more, its bell, which is rung when there is a further word to
 * sleep at. The kernel compares all of them with what is expected before it lets anybody sleep. So what changes before
 * the deputy gets there, the bell included, keeps it awake, and no change is missed.
 *
 * The kernel names one word that was woken and forgets the others. Those have changed, so the next attempt to sleep
 * fails; then all words are looked at. It may also have swallowed a wake-up for a word at which nobody waits here any
 * more; so that one is woken once more, for others.
 */
/**
 * A platform thread that sleeps in the kernel in place of virtual threads, and of others who can't wait, at many words;
 * where the kernel has no futex_waitv(2), at one word. Four times a second it looks for words that nobody waits for any
 * more; it ends when it has none.
 */
final class Deputy implements Runnable {
    /** Set to {@code true}, this system property does without futex_waitv(2), for tests. */
    static final String ONE_WORD = "io.github.multiprocessing4j.oneWordPerSleeper";

    private static final int STACK_BYTES = 128 << 10;

    private static final boolean MANY = !Boolean.getBoolean(ONE_WORD) && FutexVector.isAvailable();

    /** How many words it takes: what the kernel takes, less the bell. */
    private static final int MOST = MANY ? FutexVector.MOST - 1 : 1;

    private static final Executor THREADS = SpareThreads.named("mp4j-sleeper-", STACK_BYTES);

    /** Those who live. Guarded by the class. */
    private static final List<Deputy> ALL = new ArrayList<>();

    private final MemorySegment bell = Arena.ofAuto().allocate(ValueLayout.JAVA_INT);

    /** What it does, and some of what is over. Guarded by the class. */
    private final List<Sleep> sleeps = new ArrayList<>();

    /** How often the bell was rung before the last look at {@link #sleeps}. */
    private int rung;

    private Deputy() {}

    /**
     * Has somebody sleep.
     *
     * @param sleep what to do
     * @throws OutOfMemoryError if there can be no further thread
     */
    static void send(Sleep sleep) {
        Deputy deputy = assign(sleep);
        if (deputy != null) {
            WordWait.wake(deputy.bell, 0, 1);
        }
    }

    /** {@return whom to ring for; null for a new one, who will look anyhow} */
    private static synchronized @Nullable Deputy assign(Sleep sleep) {
        for (Deputy each : ALL) {
            if (each.hasRoom()) {
                each.sleeps.add(sleep);
                Words.getAndAddInt(each.bell, 0, 1);
                return each;
            }
        }
        Deputy fresh = new Deputy();
        fresh.sleeps.add(sleep);
        THREADS.execute(fresh);
        ALL.add(fresh);
        return null;
    }

    private boolean hasRoom() {
        if (MANY && sleeps.size() >= MOST) {
            sleeps.removeIf(Sleep::isOver);
        }
        return sleeps.size() < MOST;
    }

    @Override
    public void run() {
        try (Arena arena = Arena.ofConfined()) {
            FutexVector words = new FutexVector(arena);
            List<Sleep> round = nextRound(false);
            while (round != null) {
                int woken = MANY ? sleepAtAll(words, round) : sleepAtOne(round);
                end(round, woken);
                round = nextRound(woken == FutexVector.NONE);
            }
        } finally {
            retire();
        }
    }

    /** {@return what to do now; null if there is nothing and this one has retired} */
    private @Nullable List<Sleep> nextRound(boolean retireIfIdle) {
        synchronized (Deputy.class) {
            sleeps.removeIf(Sleep::isOver);
            if (retireIfIdle && sleeps.isEmpty()) {
                ALL.remove(this);
                return null;
            }
            rung = Words.getInt(bell, 0);
            return List.copyOf(sleeps);
        }
    }

    /** {@return which word was woken, 0 for the bell, or what {@link FutexVector#await} gives} */
    private int sleepAtAll(FutexVector words, List<Sleep> round) {
        words.clear();
        words.add(bell.address(), rung);
        for (Sleep each : round) {
            words.add(each.address, each.expected);
        }
        return words.await(WordWait.SLICE_NANOS);
    }

    /** It is not rung for while it has one. */
    private int sleepAtOne(List<Sleep> round) {
        long address = round.isEmpty() ? bell.address() : round.getFirst().address;
        int expected = round.isEmpty() ? rung : round.getFirst().expected;
        return Futex.await(address, expected, WordWait.SLICE_NANOS) ? round.size() : FutexVector.NONE;
    }

    private static void end(List<Sleep> round, int woken) {
        for (int i = 0; woken != FutexVector.NONE && i < round.size(); i++) {
            Sleep each = round.get(i);
            if (woken == i + 1 || woken == FutexVector.SOME_CHANGED && Futex.isOtherThan(each.address, each.expected)) {
                each.end();
            } else if (woken >= 0 && each.isAbandoned()) {
                each.passOn();
            }
        }
    }

    /**
     * Usually it has nothing to do any more. If it fails, those who wait are told, so that they look after themselves.
     */
    private void retire() {
        List<Sleep> left;
        synchronized (Deputy.class) {
            ALL.remove(this);
            left = List.copyOf(sleeps);
            sleeps.clear();
        }
        left.forEach(Sleep::tell);
    }
}
