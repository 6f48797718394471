package io.github.multiprocessing4j.sync;

import static io.github.multiprocessing4j.sync.LockLayout.LOW_HALF;
import static io.github.multiprocessing4j.sync.LockLayout.SELF;
import static io.github.multiprocessing4j.sync.LockLayout.WAITERS;
import static io.github.multiprocessing4j.sync.LockLayout.WORD;

import io.github.multiprocessing4j.os.FaultPoint;
import io.github.multiprocessing4j.region.WordWait;
import io.github.multiprocessing4j.region.Words;
import io.github.multiprocessing4j.sync.LockWord.Got;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/** One thread's attempt to get a lock that another one holds. */
final class LockWait {
    /** The first sleep is short: most waits are, and asking for a death takes longer than waking up. */
    private static final long FIRST_SLICE_NANOS = 5_000_000;

    private final LockWord lock;

    private final LockLine line;

    private final Deadline deadline;

    private final boolean interruptible;

    private final boolean evenFromTheDead;

    private boolean interrupted;

    /** Whether a wake-up may have been meant for this thread, and may have kept another one asleep. */
    private boolean slept;

    LockWait(LockWord lock, Deadline deadline, boolean interruptible, boolean evenFromTheDead) {
        this.lock = lock;
        this.line = lock.line();
        this.deadline = deadline;
        this.interruptible = interruptible;
        this.evenFromTheDead = evenFromTheDead;
    }

    static LockWait uninterruptible(LockWord lock, boolean evenFromTheDead) {
        return new LockWait(lock, Deadline.never(), false, evenFromTheDead);
    }

    /** Waits whether or not the thread is interrupted; its interrupt status stays as it is. */
    Got acquire() {
        try {
            return acquireInterruptibly();
        } catch (InterruptedException e) {
            throw new AssertionError("not interruptible", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    Got acquireInterruptibly() throws InterruptedException {
        if (lock.spin()) {
            return Got.YES;
        }
        if (!passGate()) {
            return lock.tryOnce(evenFromTheDead);
        }
        try {
            return standInLine() ? acquireAtHead() : lock.tryOnce(evenFromTheDead);
        } finally {
            lock.gate().unlock();
        }
    }

    private Got acquireAtHead() throws InterruptedException {
        try {
            return acquireInside();
        } finally {
            line.leave();
        }
    }

    /** {@return whether the head was reached in time} */
    private boolean standInLine() throws InterruptedException {
        Deadline patience = Deadline.after(WordWait.SLICE_NANOS);
        boolean stood = false;
        boolean entered = false;
        try {
            while (!entered && deadline.left() > 0) {
                int word = line.word();
                entered = line.tryEnter(word, stood);
                if (!entered && patience.left() <= 0) {
                    line.pushIn();
                    entered = true;
                } else if (!entered && line.tryMark(word)) {
                    stood = true;
                    // who was woken for the head may be dead, and the lock free
                    long slice = LockLine.isReserved(word) ? FIRST_SLICE_NANOS : patience.left();
                    sleep(LockLayout.LINE, LockLine.marked(word), slice);
                }
            }
            return entered;
        } finally {
            if (stood && !entered) {
                line.passOn();
            }
        }
    }

    private boolean passGate() throws InterruptedException {
        if (interruptible) {
            return lock.gate().tryLock(deadline.left(), TimeUnit.NANOSECONDS);
        }
        lock.gate().lock();
        return true;
    }

    private Got acquireInside() throws InterruptedException {
        boolean acquired = false;
        try {
            Got got = attempts();
            acquired = got != Got.NO;
            return got;
        } finally {
            if (slept && !acquired) {
                passOn();
            }
        }
    }

    private Got attempts() throws InterruptedException {
        long slice = FIRST_SLICE_NANOS;
        while (true) {
            long word = word();
            if (LockLayout.isFree(word)) {
                if (lock.tryReplace(word, slept || word != 0 ? SELF | WAITERS : SELF)) {
                    lock.beginTurn();
                    return Got.YES;
                }
            } else if (LockLayout.isInconsistent(word) || deadline.left() <= 0) {
                Got got = lock.tryFrom(word, evenFromTheDead);
                if (got != Got.NO || deadline.left() <= 0) {
                    return got;
                }
            } else if (sleep(word, slice)) {
                Got got = lock.tryFrom(word(), evenFromTheDead);
                if (got != Got.NO) {
                    return got;
                }
                slice = WordWait.SLICE_NANOS;
            }
        }
    }

    private long word() {
        return Words.getLong(lock.shared().memory(), WORD);
    }

    /** {@return whether the word is the same afterwards} */
    private boolean sleep(long word, long slice) throws InterruptedException {
        MemorySegment memory = lock.shared().memory();
        long marked = word | WAITERS;
        if (word != marked && !Words.compareAndSetLong(memory, WORD, word, marked)) {
            return false;
        }
        FaultPoint.at("wait.word");
        slept = true;
        sleep(LOW_HALF, (int) marked, slice);
        return word() == marked;
    }

    /** An interrupt that does not end the wait is remembered. */
    private void sleep(long offset, int expected, long slice) throws InterruptedException {
        try {
            WordWait.await(lock.shared().memory(), offset, expected, Math.min(slice, deadline.left()));
        } catch (InterruptedException e) {
            if (interruptible) {
                throw e;
            }
            interrupted = true;
        }
    }

    /** Who leaves without the lock may have been woken in the place of another one, and may have had his mark. */
    private void passOn() {
        MemorySegment memory = lock.shared().memory();
        long word = word();
        while (!LockLayout.isFree(word) && (word & WAITERS) == 0) {
            if (Words.compareAndSetLong(memory, WORD, word, word | WAITERS)) {
                FaultPoint.at("pass.word");
                return;
            }
            word = word();
        }
        if (LockLayout.isFree(word)) {
            WordWait.wake(memory, LOW_HALF, 1);
        }
    }
}
