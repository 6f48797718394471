package io.github.multiprocessing4j.manager;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/*
 * The mutex is held for moments only, by whichever thread of the server executes a call; the lock itself is a note of who has it. A woken waiter takes the lock or finds that
 * somebody was faster, who will wake the next one; so no wake-up is lost with a waiter that leaves.
 */
/** A lock in a server, which belongs to a thread of a client. Thread-safe. */
final class ManagedLock implements Session.HeldByCallers {
    private final ReentrantLock mutex = new ReentrantLock();

    private final Condition free = mutex.newCondition();

    private final boolean reentrant;

    /** Guarded by the mutex, as what follows. */
    private @Nullable Caller holder;

    private int depth;

    ManagedLock(boolean reentrant) {
        this.reentrant = reentrant;
    }

    /** Guards the lock's conditions, too. */
    ReentrantLock mutex() {
        return mutex;
    }

    /** {@return whether the caller has it now, so many times more} Whoever calls this, and what follows, has the mutex. */
    private boolean take(Caller caller, int times) {
        if (caller.isGone()) {
            free.signal(); // another one may want it
            throw Departed.nobodyWaits(caller);
        } else if (holder == null) {
            holder = caller;
            depth = times;
            if (caller.session() != null) {
                caller.session().holds(this); // if the client is gone, this is free again
            }
            return true;
        } else if (reentrant && caller.equals(holder)) {
            depth = Math.addExact(depth, times);
            return true;
        }
        return false;
    }

    /** The caller gets it, however long it takes, unless he is gone. An interrupt is kept for later. */
    void takePatiently(Caller caller, int times) {
        boolean interrupted = false;
        try {
            while (!take(caller, times)) {
                try {
                    free.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** {@return how often it was held, and is not any more} */
    int release() {
        if (holder != null && holder.session() != null) {
            holder.session().holdsNoMore(this);
        }
        int released = depth;
        holder = null;
        depth = 0;
        free.signal();
        return released;
    }

    boolean isHeldBy(Caller caller) {
        return caller.equals(holder);
    }

    public void lock() {
        mutex.lock();
        try {
            takePatiently(Caller.current(), 1);
        } finally {
            mutex.unlock();
        }
    }

    public void lockInterruptibly() throws InterruptedException {
        tryLock(Nanos.FOREVER);
    }

    public boolean tryLock() {
        mutex.lock();
        try {
            return take(Caller.current(), 1);
        } finally {
            mutex.unlock();
        }
    }

    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        return tryLock(Nanos.of(time, unit));
    }

    public boolean tryLock(Duration time) throws InterruptedException {
        return tryLock(Nanos.of(time));
    }

    private boolean tryLock(long nanos) throws InterruptedException {
        Caller caller = Caller.current();
        long left = nanos;
        mutex.lockInterruptibly();
        try {
            while (!take(caller, 1)) {
                if (left <= 0) {
                    return false;
                }
                left = free.awaitNanos(left);
            }
            return true;
        } finally {
            mutex.unlock();
        }
    }

    public void unlock() {
        mutex.lock();
        try {
            if (holder == null) {
                throw new IllegalMonitorStateException("this lock is free");
            } else if (reentrant && !isHeldBy(Caller.current())) {
                throw new IllegalMonitorStateException(
                        "only the thread that holds a reentrant lock may release it, and that is " + holder);
            } else if (depth > 1) {
                depth--;
            } else {
                release();
            }
        } finally {
            mutex.unlock();
        }
    }

    public ManagedCondition newCondition() {
        return new ManagedCondition(this, this);
    }

    public boolean locked() {
        return owner().isPresent();
    }

    public Optional<String> owner() {
        mutex.lock();
        try {
            return Optional.ofNullable(holder).map(Caller::toString);
        } finally {
            mutex.unlock();
        }
    }

    @Override
    public boolean releaseAllOf(Session gone) {
        Caller was;
        mutex.lock();
        try {
            was = holder;
            if (was == null || was.session() != gone) {
                return false;
            }
            release();
        } finally {
            mutex.unlock();
        }
        Departed.warn(was + " is gone and held a lock, which is free now; what the lock protects may be half done");
        return true;
    }

    /** Several proxies that do not know of each other may be for this one. */
    @Override
    public boolean equals(@Nullable Object other) {
        return LocalHandler.referentOf(other) == this;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return (reentrant ? "RLock" : "Lock")
                + owner().map(owner -> "[held by " + owner + "]").orElse("[free]");
    }
}
