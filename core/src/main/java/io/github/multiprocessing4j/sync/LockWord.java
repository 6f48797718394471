package io.github.multiprocessing4j.sync;

import static io.github.multiprocessing4j.sync.LockLayout.INCONSISTENT;
import static io.github.multiprocessing4j.sync.LockLayout.LOW_HALF;
import static io.github.multiprocessing4j.sync.LockLayout.SELF;
import static io.github.multiprocessing4j.sync.LockLayout.WAITERS;
import static io.github.multiprocessing4j.sync.LockLayout.WORD;

import io.github.multiprocessing4j.failure.OwnerDiedException;
import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.region.Spin;
import io.github.multiprocessing4j.region.WordWait;
import io.github.multiprocessing4j.region.Words;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/*
 * Getting a free lock is one compare-and-set, releasing it another one. Who finds it held looks a few times more, passes the gate,
 * stands in line until he is at its head, sets WAITERS and sleeps until the word changes. Who releases clears the whole word, and wakes one sleeper if WAITERS was
 * set; whoever has slept takes the lock with WAITERS set, since there may be more like him. Waking up takes much longer than
 * getting a free lock, so those who are awake could keep a sleeper from it for ever: after a turn of a millisecond a process
 * that releases leaves WAITERS alone in the word, which only who is at the head of the line takes, whose process's turn it is then. A sleeper
 * looks at every slice whether the holder has died, so nothing depends on a wake-up that a dying process owed.
 *
 * The gate is passed by one thread of a process at a time, and only to wait: a thousand virtual threads that all slept at the
 * word would each be woken for every release. It is no part of holding the lock, which another process may release.
 */
/** The lock itself: {@link LockLayout}'s word at the beginning of a block, got and released by processes that may die. */
final class LockWord {
    private static final long TURN_NANOS = 1_000_000;

    private final SharedBlock shared;

    private final boolean takeOver;

    private final Consumer<Owner> tookOver;

    private final LockLine line;

    private final ReentrantLock gate = new ReentrantLock();

    private final Spin looks = Spin.forLock();

    /** When this process's turn began. Written without order: it is a guess. */
    private long turn = System.nanoTime();

    /** Whether, and how, a lock was got. */
    enum Got {
        NO,
        YES,
        FROM_THE_DEAD
    }

    /**
     * Uses the word of a block.
     *
     * @param shared the block
     * @param takeOver whether a dead holder's lock is taken over, or an error
     * @param tookOver told from whom it was taken over, by the thread that holds it now
     */
    LockWord(SharedBlock shared, boolean takeOver, Consumer<Owner> tookOver) {
        this.shared = shared;
        this.line = new LockLine(shared);
        this.takeOver = takeOver;
        this.tookOver = tookOver;
    }

    SharedBlock shared() {
        return shared;
    }

    ReentrantLock gate() {
        return gate;
    }

    LockLine line() {
        return line;
    }

    void lock() {
        if (!tryFast()) {
            LockWait.uninterruptible(this, takeOver).acquire();
        }
    }

    boolean lockInterruptibly(Deadline deadline) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return tryFast() || new LockWait(this, deadline, true, takeOver).acquireInterruptibly() != Got.NO;
    }

    boolean tryLock() {
        return tryFast() || tryOnce(takeOver) != Got.NO;
    }

    /** Acquires it if it is free, also if it is reserved, or if its holder is dead; or throws. */
    Got tryOnce(boolean evenFromTheDead) {
        return tryFast() || tryReplace(WAITERS, SELF | WAITERS)
                ? Got.YES
                : tryFrom(Words.getLong(shared.memory(), WORD), evenFromTheDead);
    }

    /** Acquires also what is inconsistent. {@return whether it was, or its holder was dead} */
    boolean recover() {
        return !tryFast() && LockWait.uninterruptible(this, true).acquire() == Got.FROM_THE_DEAD;
    }

    private boolean tryFast() {
        return tryReplace(0, SELF);
    }

    /** Makes the calling thread the holder if the word is as expected. */
    boolean tryReplace(long expected, long word) {
        MemorySegment memory = shared.memory();
        boolean acquired = Words.compareAndSetLong(memory, WORD, expected, word);
        if (acquired) {
            LockLayout.stamp(memory);
        }
        return acquired;
    }

    /** Looks a few times whether the lock gets free, as it does soon when its holder runs on another core. */
    boolean spin() {
        return looks.until(() -> Words.getLong(shared.memory(), WORD) == 0 && tryFast());
    }

    /** Takes the lock from a holder who is dead, if he is, or throws. */
    Got tryFrom(long word, boolean evenFromTheDead) {
        if (!LockLayout.isInconsistent(word) && !LockLayout.isDead(word)) {
            return Got.NO;
        }
        MemorySegment memory = shared.memory();
        Owner dead = LockLayout.owner(memory, word);
        if (!evenFromTheDead) {
            markInconsistent(memory, word);
            throw died(dead);
        }
        if (!tryReplace(word, SELF | WAITERS)) {
            return Got.NO;
        }
        if (takeOver) {
            tookOver.accept(dead);
        }
        return Got.FROM_THE_DEAD;
    }

    private static void markInconsistent(MemorySegment memory, long word) {
        if (!LockLayout.isInconsistent(word) && Words.compareAndSetLong(memory, WORD, word, word | INCONSISTENT)) {
            FaultPoint.at("inconsistent.word");
            WordWait.wakeAll(memory, LOW_HALF);
        }
    }

    static OwnerDiedException died(Owner dead) {
        return new OwnerDiedException(
                dead
                        + " ended while it held this lock, so what the lock protects may be half written, and the lock"
                        + " is not acquired. Call recover(), which acquires it, and put the data right; or create the"
                        + " lock with onOwnerDeath(TAKE_OVER)",
                dead.pid());
    }

    /** Anybody may. */
    void unlock() {
        FaultPoint.at("unlock.begun"); // an RLock has cleared the thread before
        try {
            MemorySegment memory = shared.memory();
            if (Words.compareAndSetLong(memory, WORD, SELF, 0)) {
                FaultPoint.at("unlock.free");
            } else {
                unlockSlowly(memory);
            }
        } finally {
            Reference.reachabilityFence(shared); // this may be the last use of the lock, and its memory another's soon
        }
    }

    private void unlockSlowly(MemorySegment memory) {
        requireLivingHolder();
        long word = Words.getLong(memory, WORD);
        while (!LockLayout.isFree(word) && !LockLayout.isInconsistent(word)) {
            if (Words.compareAndSetLong(memory, WORD, word, afterwards(word))) {
                FaultPoint.at("unlock.word");
                if ((word & WAITERS) != 0) {
                    WordWait.wake(memory, LOW_HALF, 1);
                }
                return;
            }
            word = Words.getLong(memory, WORD);
        }
        if (!LockLayout.isFree(word)) {
            throw died(LockLayout.owner(memory, word));
        }
        throw new IllegalMonitorStateException("nobody holds this lock, so it can't be released");
    }

    /** Throws if the lock is a dead one's, whom who wants to release it does not take the place of. */
    void requireLivingHolder() {
        MemorySegment memory = shared.memory();
        long word = Words.getLong(memory, WORD);
        if (LockLayout.isInconsistent(word) || LockLayout.isDead(word)) {
            markInconsistent(memory, word);
            throw died(LockLayout.owner(memory, word));
        }
    }

    /** {@return what a released lock's word shall be} */
    private long afterwards(long word) {
        if ((word & WAITERS) == 0) {
            return 0;
        }
        long now = System.nanoTime();
        boolean over = now - turn >= TURN_NANOS && !line.isEmpty();
        if (over) {
            turn = now;
        }
        return over ? WAITERS : 0;
    }

    /** One of this process's threads has got the lock at the head of the line. */
    void beginTurn() {
        turn = System.nanoTime();
    }

    boolean isMine() {
        return LockLayout.isMine(shared.memory());
    }

    boolean isLocked() {
        return !LockLayout.isFree(Words.getLong(shared.memory(), WORD));
    }

    /** {@return whether who holds it, if anybody, is dead} */
    boolean isHeldByTheDead() {
        long word = Words.getLong(shared.memory(), WORD);
        return LockLayout.isInconsistent(word) || LockLayout.isDead(word);
    }

    Optional<Owner> owner() {
        MemorySegment memory = shared.memory();
        long word = Words.getLong(memory, WORD);
        return LockLayout.isFree(word) ? Optional.empty() : Optional.of(LockLayout.owner(memory, word));
    }
}
