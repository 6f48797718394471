package io.github.multiprocessing4j.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** POSIX's named semaphores, sem_overview(7). Linux keeps one called {@code /x} in {@code /dev/shm/sem.x}. */
public final class NamedSemaphores {
    private static final int O_CREAT = 0100;

    private static final int O_EXCL = 0200;

    private static final int OWNER_ONLY = 0600;

    private static final int CLOCK_MONOTONIC = 1;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    // sem_t *sem_open(const char *name, int oflag, mode_t mode, unsigned int value);  variadic from the third on
    private static final CFunction OPEN = CFunction.named("sem_open");

    // int sem_close(sem_t *sem);
    private static final CFunction CLOSE = CFunction.named("sem_close");

    // int sem_unlink(const char *name);
    private static final CFunction UNLINK = CFunction.named("sem_unlink");

    // int sem_trywait(sem_t *sem);
    private static final CFunction TRYWAIT = CFunction.named("sem_trywait");

    // int sem_clockwait(sem_t *sem, clockid_t clockid, const struct timespec *abstime);  glibc 2.30
    private static final CFunction CLOCKWAIT = CFunction.named("sem_clockwait");

    // int sem_post(sem_t *sem);
    private static final CFunction POST = CFunction.named("sem_post");

    // int sem_getvalue(sem_t *sem, int *sval);
    private static final CFunction GETVALUE = CFunction.named("sem_getvalue");

    // int clock_gettime(clockid_t clockid, struct timespec *tp);
    private static final CFunction CLOCK_GETTIME = CFunction.named("clock_gettime");

    private NamedSemaphores() {}

    /**
     * {@return the address of a new semaphore, which only this user may open}
     *
     * @param name its name, with a slash in front and none behind
     * @param value its initial value
     * @throws FileAlreadyExistsException if there is one of that name
     * @throws IOException if the operating system refuses
     */
    public static long create(String name, int value) throws IOException {
        return open(name, O_CREAT | O_EXCL, value);
    }

    /**
     * {@return the address of a semaphore that somebody has created}
     *
     * @param name its name
     * @throws NoSuchFileException if there is none
     * @throws IOException if the operating system refuses
     */
    public static long open(String name) throws IOException {
        return open(name, 0, 0);
    }

    private static long open(String name, int flags, int value) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CFunction.callState(arena);
            long address = OPEN.callLong(state, CStrings.one(arena, name).address(), flags, OWNER_ONLY, value);
            if (address == 0) {
                throw Errno.exception(name, CFunction.errno(state));
            }
            return address;
        }
    }

    /** Lets go of a semaphore, whose address is not valid any more. */
    public static void close(long address) {
        call(CLOSE, address);
    }

    /**
     * Takes a semaphore's name away; who has it open keeps it.
     *
     * @param name its name
     * @throws NoSuchFileException if there is none
     * @throws IOException if the operating system refuses
     */
    public static void unlink(String name) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CFunction.callState(arena);
            int result = UNLINK.call(state, CStrings.one(arena, name).address());
            if (result < 0) {
                throw Errno.exception(name, -result);
            }
        }
    }

    /** {@return whether a unit was there and is taken now} */
    public static boolean tryWait(long address) {
        return call(TRYWAIT, address) == 0;
    }

    /**
     * Takes a unit, waiting for it. Does not notice interrupts.
     *
     * @param address the semaphore's
     * @param nanos how long to wait at most
     * @return whether there was one
     */
    public static boolean await(long address, long nanos) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CFunction.callState(arena);
            MemorySegment deadline = arena.allocate(JAVA_LONG, 2);
            int ignored = CLOCK_GETTIME.callPlain(CLOCK_MONOTONIC, deadline.address());
            long end = deadline.getAtIndex(JAVA_LONG, 1) + nanos;
            deadline.setAtIndex(JAVA_LONG, 0, deadline.getAtIndex(JAVA_LONG, 0) + end / NANOS_PER_SECOND);
            deadline.setAtIndex(JAVA_LONG, 1, end % NANOS_PER_SECOND);
            int result = CLOCKWAIT.call(state, address, CLOCK_MONOTONIC, deadline.address());
            return result == 0;
        }
    }

    /** {@return whether there was room for one unit more} The largest value is {@link Integer#MAX_VALUE}. */
    public static boolean post(long address) {
        return call(POST, address) == 0;
    }

    /** {@return how many units are there} */
    public static int value(long address) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(JAVA_INT);
            int ignored = GETVALUE.callPlain(address, value.address());
            return value.get(JAVA_INT, 0);
        }
    }

    private static int call(CFunction function, long address) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CFunction.callState(arena);
            return function.call(state, address);
        }
    }
}
