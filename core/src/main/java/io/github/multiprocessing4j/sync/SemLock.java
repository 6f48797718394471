package io.github.multiprocessing4j.sync;

import io.github.multiprocessing4j.os.NamedSemaphores;
import io.github.multiprocessing4j.os.NativeAccess;
import io.github.multiprocessing4j.region.Tracking;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongPredicate;

/**
 * A named semaphore of the operating system's (POSIX), as CPython's locks and semaphores are: for waiting and signalling
 * between Java and Python processes.
 *
 * {@snippet :
 * try (var ready = SemLock.create(0)) {
 *     start("python3", "worker.py", ready.name());     // _multiprocessing.SemLock._rebuild(None, 1, 1, name)
 *     ready.acquire();                                  // until Python has released it
 * }
 * }
 *
 * <p>Between Java processes use {@link Semaphore}, which is faster and needs no name. A permit that a process took from a
 * {@code SemLock} and died with is lost, as in CPython.
 *
 * <p><b>Names</b> are like CPython's, {@code /mp-} and something that nobody can guess, and only this user may open them. What
 * was created here is unlinked when it is closed, or when the tree of processes ends, however; what was {@linkplain #open
 * opened} is never unlinked. Who has it open keeps it.
 *
 * <p>Thread-safe. A waiting thread looks for an interrupt every 50 ms; a virtual thread does not hold its carrier, but looks for a
 * permit now and then instead of being woken. Needs Linux with glibc and native access.
 *
 * <p>Memory consistency effects: what a thread, of any process, did to shared memory before {@link #release} happens before
 * what another does after the {@link #acquire} that took that permit.
 *
 * <p>CPython's counterpart is {@code _multiprocessing.SemLock}.
 */
public final class SemLock implements AutoCloseable {
    private static final long SLICE_NANOS = 50_000_000;

    private static final long LONGEST_PAUSE_NANOS = 10_000_000;

    private static final int RANDOM_BYTES = 8;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String name;

    private final boolean created;

    /** Who uses the address reads; who closes writes. */
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

    /** 0 when closed. */
    private long address;

    private SemLock(String name, boolean created, long address) {
        this.name = name;
        this.created = created;
        this.address = address;
    }

    /**
     * {@return a new semaphore with a new name}
     *
     * @param permits its initial value
     * @throws IllegalArgumentException if that is less than 0
     * @throws UncheckedIOException if the operating system refuses
     * @throws UnsupportedOperationException if this JVM has no native access
     */
    public static SemLock create(int permits) {
        if (permits < 0) {
            throw new IllegalArgumentException("a semaphore can't begin with " + permits + " permits");
        }
        requireNativeAccess();
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        String name = "/mp-" + HexFormat.of().formatHex(random);
        try {
            Tracking.track(fileName(name));
            try {
                return new SemLock(name, true, NamedSemaphores.create(name, permits));
            } catch (Throwable t) {
                Tracking.untrack(fileName(name));
                throw t;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /**
     * {@return a semaphore that some process has created, perhaps CPython's}
     *
     * @param name its name, {@code /mp-...}
     * @throws IllegalArgumentException if it can be none
     * @throws UncheckedIOException if there is none; the cause is a {@link NoSuchFileException}
     * @throws UnsupportedOperationException if this JVM has no native access
     */
    public static SemLock open(String name) {
        if (!name.startsWith("/") || name.indexOf('/', 1) >= 0 || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "a semaphore's name begins with a slash and has no other, and no NUL: " + name);
        }
        requireNativeAccess();
        try {
            return new SemLock(name, false, NamedSemaphores.open(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static void requireNativeAccess() {
        if (!NativeAccess.available()) {
            throw new UnsupportedOperationException("named semaphores need Linux and native access: start the JVM with"
                    + " --enable-native-access=" + NativeAccess.moduleName());
        }
    }

    /** How glibc calls the file in /dev/shm. */
    private static String fileName(String name) {
        return "sem." + name.substring(1);
    }

    /** {@return its name, by which other processes open it} */
    public String name() {
        return name;
    }

    /**
     * Takes a permit, waiting for it.
     *
     * @throws InterruptedException if the thread is or gets interrupted; no permit was taken
     * @throws IllegalStateException if this is closed
     */
    public void acquire() throws InterruptedException {
        tryAcquire(Duration.ofNanos(Long.MAX_VALUE));
    }

    /**
     * {@return whether there was a permit, which is taken now}
     *
     * @throws IllegalStateException if this is closed
     */
    public boolean tryAcquire() {
        return whileOpen(NamedSemaphores::tryWait);
    }

    /**
     * Takes a permit, waiting for it, but not for ever.
     *
     * @param timeout how long to wait at most; not at all if it is not positive
     * @return whether a permit was taken
     * @throws InterruptedException if the thread is or gets interrupted; no permit was taken
     * @throws IllegalStateException if this is closed, perhaps meanwhile
     */
    public boolean tryAcquire(Duration timeout) throws InterruptedException {
        long start = System.nanoTime();
        long whole = TimeUnit.NANOSECONDS.convert(timeout);
        long left = whole;
        long pause = 100_000;
        while (!Thread.currentThread().isInterrupted()) {
            if (tryAcquire()) {
                return true;
            }
            if (left <= 0) {
                return false;
            }
            if (Thread.currentThread().isVirtual()) {
                LockSupport.parkNanos(Math.min(left, pause));
                pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
            } else if (awaitSlice(Math.min(left, SLICE_NANOS))) {
                return true;
            }
            left = whole - (System.nanoTime() - start);
        }
        Thread.interrupted();
        throw new InterruptedException("interrupted while waiting for " + this);
    }

    private boolean awaitSlice(long nanos) {
        return whileOpen(open -> NamedSemaphores.await(open, nanos));
    }

    /**
     * Gives a permit, no matter who took it.
     *
     * @throws IllegalStateException if this is closed, or has as many permits as there can be
     */
    public void release() {
        if (!whileOpen(NamedSemaphores::post)) {
            throw new IllegalStateException(this + " has as many permits as there can be");
        }
    }

    /**
     * {@return how many permits are there at the moment}
     *
     * @throws IllegalStateException if this is closed
     */
    public int getValue() {
        use.readLock().lock();
        try {
            return NamedSemaphores.value(address());
        } finally {
            use.readLock().unlock();
        }
    }

    /** The operating system's memory of a semaphore must not be unmapped under somebody. */
    private boolean whileOpen(LongPredicate operation) {
        use.readLock().lock();
        try {
            return operation.test(address());
        } finally {
            use.readLock().unlock();
        }
    }

    private long address() {
        if (address == 0) {
            throw new IllegalStateException("the semaphore " + name + " is closed");
        }
        return address;
    }

    /**
     * Lets go of it, and unlinks its name if it was created here. Who waits for it in this process gets an
     * {@link IllegalStateException}. Closing it again has no effect.
     */
    @Override
    public void close() {
        use.writeLock().lock();
        try {
            if (address != 0) {
                NamedSemaphores.close(address);
                address = 0;
                if (created) {
                    unlink();
                }
            }
        } finally {
            use.writeLock().unlock();
        }
    }

    private void unlink() {
        try {
            try {
                NamedSemaphores.unlink(name);
            } catch (NoSuchFileException e) {
                // somebody else has unlinked it, which is his right
            }
            Tracking.untrack(fileName(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** {@return its name and value} */
    @Override
    public String toString() {
        use.readLock().lock();
        try {
            return "SemLock[" + name
                    + (address == 0 ? ", closed]" : ", " + NamedSemaphores.value(address) + " permits]");
        } finally {
            use.readLock().unlock();
        }
    }
}
