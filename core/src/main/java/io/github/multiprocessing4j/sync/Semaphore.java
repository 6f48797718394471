package io.github.multiprocessing4j.sync;

import io.github.multiprocessing4j.region.BlockHandle;
import io.github.multiprocessing4j.region.Spin;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A number of permits for threads of any number of processes. CPython's counterpart is {@code multiprocessing.Semaphore}.
 *
 * <pre>{@code
 * try (var started = Semaphore.create(0)) {
 *     ChildProcess.start(started::release);
 *     started.acquire();
 * }
 * }</pre>
 *
 * <p>Whoever likes may release, and a permit belongs to nobody: when a process ends, the permits that it acquired and did not
 * release are gone, as in CPython. A process that dies while it waits takes none with it. Waiters get no particular order; one
 * who wants several permits gets them all at once or none, and may be overtaken by others who want fewer.
 *
 * <p><b>Permits of dead holders</b> come back if the creator wishes so:
 *
 * <pre>{@code
 * var licenses = Semaphore.builder(3).returnPermitsOfDeadHolders().create();
 * }</pre>
 *
 * <p>It is then known how many permits each process has acquired and not released, by whichever of its threads. When it is
 * killed, or ends without releasing them, those who wait have them within a second. A stopped process is alive. A process
 * that releases more than it has acquired adds permits, also if it does so in the place of another one, which keeps its own.
 * Up to 1,000 processes can hold permits at the same time; {@code acquire} throws {@link IllegalStateException} in one more.
 * Acquiring and releasing take several times as long as without this, and wait for a process that was stopped in the very middle of
 * doing so.
 *
 * <p><b>Memory consistency effects:</b> what a thread did before {@code release} <i>happens-before</i> what follows an
 * {@code acquire} that got such a permit, in whatever process.
 */
public sealed class Semaphore implements AutoCloseable, Serializable permits BoundedSemaphore {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Permits permits;

    private final transient Spin looks = Spin.forLock();

    private final transient int maximum;

    Semaphore(Permits permits, int maximum) {
        this.permits = permits;
        this.maximum = maximum;
    }

    /**
     * {@return a new semaphore}
     *
     * @param permits how many there are at the beginning
     * @throws IllegalArgumentException if they are less than 0
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    public static Semaphore create(int permits) {
        return builder(permits).create();
    }

    /**
     * {@return a new semaphore with one permit}
     *
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    public static Semaphore create() {
        return create(1);
    }

    /**
     * {@return a builder for a semaphore with other than the usual settings}
     *
     * @param permits how many there are at the beginning
     * @throws IllegalArgumentException if they are less than 0
     */
    public static SemaphoreBuilder<? extends Semaphore> builder(int permits) {
        requireNotNegative(permits);
        return new SemaphoreBuilder<>(
                returned -> new Semaphore(allocate(permits, HeldPermits.MOST_SEATS, returned), Integer.MAX_VALUE));
    }

    static void requireNotNegative(int permits) {
        if (permits < 0) {
            throw new IllegalArgumentException("a semaphore can't have " + permits + " permits");
        }
    }

    static Permits allocate(int permits, int seats, boolean returned) {
        return returned ? HeldPermits.allocate(permits, seats) : SemaphoreWord.allocate(permits);
    }

    /**
     * Takes a permit, and waits for one if there is none.
     *
     * @throws InterruptedException if the thread is or gets interrupted; no permit is taken
     * @throws IllegalStateException if this is closed
     */
    public void acquire() throws InterruptedException {
        acquire(1);
    }

    /**
     * Takes some permits, and waits until there are as many. It takes them all at once.
     *
     * @param count how many; nothing is done if it is 0
     * @throws IllegalArgumentException if it is negative, or more than there can ever be
     * @throws InterruptedException if the thread is or gets interrupted; no permit is taken
     * @throws IllegalStateException if this is closed
     */
    public void acquire(int count) throws InterruptedException {
        acquire(count, Deadline.never());
    }

    private boolean acquire(int count, Deadline deadline) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return requirePossible(count) == 0
                || permits.tryFast(count)
                || looks.until(() -> permits.tryFast(count))
                || permits.acquire(count, deadline);
    }

    private int requirePossible(int count) {
        if (count < 0 || count > maximum) {
            throw new IllegalArgumentException(
                    "can't acquire " + count + " permits of a semaphore that has from 0 to " + maximum);
        }
        return count;
    }

    /** Takes a permit, and waits for one if there is none. An interrupt does not end the wait, and stays set. */
    public void acquireUninterruptibly() {
        acquireUninterruptibly(1);
    }

    /**
     * Takes some permits, and waits until there are as many. An interrupt does not end the wait, and stays set.
     *
     * @param count how many; nothing is done if it is 0
     * @throws IllegalArgumentException if it is negative, or more than there can ever be
     */
    public void acquireUninterruptibly(int count) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    acquire(count);
                    return;
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

    /**
     * Takes a permit if there is one. CPython's {@code acquire(False)}.
     *
     * @return whether there was one
     */
    public boolean tryAcquire() {
        return tryAcquire(1);
    }

    /**
     * Takes some permits if there are as many.
     *
     * @param count how many; nothing is done if it is 0
     * @return whether there were as many; if not, none is taken
     * @throws IllegalArgumentException if it is negative, or more than there can ever be
     */
    public boolean tryAcquire(int count) {
        return requirePossible(count) == 0 || permits.tryAcquire(count);
    }

    /**
     * Takes a permit if there is one within some time. CPython's {@code acquire(timeout=...)}.
     *
     * @param time how long to wait; not at all if it is not positive
     * @return whether there was one
     * @throws InterruptedException if the thread is or gets interrupted; no permit is taken
     */
    public boolean tryAcquire(Duration time) throws InterruptedException {
        return tryAcquire(1, time);
    }

    /**
     * Takes some permits if there are as many within some time.
     *
     * @param count how many; nothing is done if it is 0
     * @param time how long to wait; not at all if it is not positive
     * @return whether there were as many; if not, none is taken
     * @throws IllegalArgumentException if the count is negative, or more than there can ever be
     * @throws InterruptedException if the thread is or gets interrupted; no permit is taken
     */
    public boolean tryAcquire(int count, Duration time) throws InterruptedException {
        return acquire(count, Deadline.after(time));
    }

    /**
     * Takes a permit if there is one within some time.
     *
     * @param time how long to wait; not at all if it is not positive
     * @param unit of the time
     * @return whether there was one
     * @throws InterruptedException if the thread is or gets interrupted; no permit is taken
     */
    public boolean tryAcquire(long time, TimeUnit unit) throws InterruptedException {
        return tryAcquire(1, time, unit);
    }

    /**
     * Takes some permits if there are as many within some time.
     *
     * @param count how many; nothing is done if it is 0
     * @param time how long to wait; not at all if it is not positive
     * @param unit of the time
     * @return whether there were as many; if not, none is taken
     * @throws IllegalArgumentException if the count is negative, or more than there can ever be
     * @throws InterruptedException if the thread is or gets interrupted; no permit is taken
     */
    public boolean tryAcquire(int count, long time, TimeUnit unit) throws InterruptedException {
        return acquire(count, Deadline.after(unit.toNanos(time)));
    }

    /**
     * Gives a permit back, or adds one.
     *
     * @throws IllegalStateException if there would be too many
     */
    public void release() {
        release(1);
    }

    /**
     * Gives permits back, or adds some.
     *
     * @param count how many
     * @throws IllegalArgumentException if they are not positive
     * @throws IllegalStateException if there would be too many; none is added
     */
    public void release(int count) {
        if (count <= 0) {
            throw new IllegalArgumentException("can't release " + count + " permits");
        }
        try {
            if (!permits.release(count, maximum)) {
                throw new IllegalStateException(
                        "a semaphore of at most " + maximum + " permits was released too many times");
            }
        } finally {
            Reference.reachabilityFence(this); // this may be the last use of it, and its memory another's soon
        }
    }

    /**
     * {@return how many permits there are at the moment} If those of dead holders come back, a quarter of a second after the
     * death at the latest.
     */
    public int getValue() {
        return permits.value();
    }

    /** {@return whether there is no permit at the moment} */
    public boolean locked() {
        return getValue() == 0;
    }

    final Permits permits() {
        return permits;
    }

    final int maximum() {
        return maximum;
    }

    /** Gives up this process's share; its methods throw {@link IllegalStateException} then. Calling this again does nothing. */
    @Override
    public void close() {
        permits.close();
    }

    /** {@return how many permits there are} */
    @Override
    public String toString() {
        return getClass().getSimpleName() + (permits.shared().isClosed() ? "[closed]" : "[value " + getValue() + "]");
    }

    @Serial
    private Object writeReplace() {
        return new Handle(permits.shared().handle(), maximum, false, permits instanceof HeldPermits);
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a semaphore is sent as a handle");
    }

    record Handle(BlockHandle block, int maximum, boolean bounded, boolean returned) implements Serializable {
        @Serial
        private Object readResolve() {
            SharedBlock shared = SharedBlock.attach(block);
            Permits permits = returned ? HeldPermits.of(shared) : SemaphoreWord.of(shared);
            return bounded ? new BoundedSemaphore(permits, maximum) : new Semaphore(permits, maximum);
        }
    }
}
