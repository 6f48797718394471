package io.github.multiprocessing4j.sync;

import io.github.multiprocessing4j.region.BlockHandle;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
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
 * release are gone, as in CPython. A process that dies while it waits takes none with it. Waiters get no particular order.
 *
 * <p><b>Memory consistency effects:</b> what a thread did before {@code release} <i>happens-before</i> what follows an
 * {@code acquire} that got such a permit, in whatever process.
 */
public sealed class Semaphore implements AutoCloseable, Serializable permits BoundedSemaphore {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient SemaphoreWord word;

    private final transient Looks looks = new Looks();

    private final transient int maximum;

    Semaphore(SemaphoreWord word, int maximum) {
        this.word = word;
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
        return new Semaphore(allocate(permits), Integer.MAX_VALUE);
    }

    /**
     * {@return a new semaphore with one permit}
     *
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    public static Semaphore create() {
        return create(1);
    }

    static SemaphoreWord allocate(int permits) {
        if (permits < 0) {
            throw new IllegalArgumentException("a semaphore can't have " + permits + " permits");
        }
        return SemaphoreWord.allocate(permits);
    }

    /**
     * Takes a permit, and waits for one if there is none.
     *
     * @throws InterruptedException if the thread is or gets interrupted; no permit is taken
     * @throws IllegalStateException if this is closed
     */
    public void acquire() throws InterruptedException {
        acquire(Deadline.never());
    }

    private boolean acquire(Deadline deadline) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return word.tryAcquire() || looks.until(word::tryAcquire) || word.acquire(deadline);
    }

    /** Takes a permit, and waits for one if there is none. An interrupt does not end the wait, and stays set. */
    public void acquireUninterruptibly() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    acquire();
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
        return word.tryAcquire();
    }

    /**
     * Takes a permit if there is one within some time. CPython's {@code acquire(timeout=...)}.
     *
     * @param time how long to wait; not at all if it is not positive
     * @return whether there was one
     * @throws InterruptedException if the thread is or gets interrupted; no permit is taken
     */
    public boolean tryAcquire(Duration time) throws InterruptedException {
        return acquire(Deadline.after(time));
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
        return acquire(Deadline.after(unit.toNanos(time)));
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
     * @param permits how many
     * @throws IllegalArgumentException if they are not positive
     * @throws IllegalStateException if there would be too many; none is added
     */
    public void release(int permits) {
        if (permits <= 0) {
            throw new IllegalArgumentException("can't release " + permits + " permits");
        }
        if (!word.release(permits, maximum)) {
            throw new IllegalStateException(
                    "a semaphore of at most " + maximum + " permits was released too many times");
        }
    }

    /** {@return how many permits there are at the moment} */
    public int getValue() {
        return word.value();
    }

    /** {@return whether there is no permit at the moment} */
    public boolean locked() {
        return getValue() == 0;
    }

    final SemaphoreWord word() {
        return word;
    }

    final int maximum() {
        return maximum;
    }

    /** Gives up this process's share; its methods throw {@link IllegalStateException} then. Calling this again does nothing. */
    @Override
    public void close() {
        word.shared().close();
    }

    /** {@return how many permits there are} */
    @Override
    public String toString() {
        return getClass().getSimpleName() + (word.shared().isClosed() ? "[closed]" : "[value " + getValue() + "]");
    }

    @Serial
    private Object writeReplace() {
        return new Handle(word.shared().handle(), maximum, false);
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a semaphore is sent as a handle");
    }

    record Handle(BlockHandle block, int maximum, boolean bounded) implements Serializable {
        @Serial
        private Object readResolve() {
            SemaphoreWord word = new SemaphoreWord(SharedBlock.attach(block));
            return bounded ? new BoundedSemaphore(word, maximum) : new Semaphore(word, maximum);
        }
    }
}
