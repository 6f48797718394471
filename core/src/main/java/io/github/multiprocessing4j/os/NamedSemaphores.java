package io.github.multiprocessing4j.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
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
    private static final MethodHandle OPEN = CLibrary.linkVariadicWithErrno(
            "sem_open", 2, FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT));

    // int sem_close(sem_t *sem);
    private static final MethodHandle CLOSE = CLibrary.linkWithErrno("sem_close", CLibrary.returningInt(JAVA_LONG));

    // int sem_unlink(const char *name);
    private static final MethodHandle UNLINK = CLibrary.linkWithErrno("sem_unlink", CLibrary.returningInt(ADDRESS));

    // int sem_trywait(sem_t *sem);
    private static final MethodHandle TRYWAIT = CLibrary.linkWithErrno("sem_trywait", CLibrary.returningInt(JAVA_LONG));

    // int sem_clockwait(sem_t *sem, clockid_t clockid, const struct timespec *abstime);  glibc 2.30
    private static final MethodHandle CLOCKWAIT =
            CLibrary.linkWithErrno("sem_clockwait", CLibrary.returningInt(JAVA_LONG, JAVA_INT, ADDRESS));

    // int sem_post(sem_t *sem);
    private static final MethodHandle POST = CLibrary.linkWithErrno("sem_post", CLibrary.returningInt(JAVA_LONG));

    // int sem_getvalue(sem_t *sem, int *sval);
    private static final MethodHandle GETVALUE =
            CLibrary.linkWithErrno("sem_getvalue", CLibrary.returningInt(JAVA_LONG, ADDRESS));

    // int clock_gettime(clockid_t clockid, struct timespec *tp);
    private static final MethodHandle CLOCK_GETTIME =
            CLibrary.link("clock_gettime", CLibrary.returningInt(JAVA_INT, ADDRESS));

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
            MemorySegment state = CLibrary.callState(arena);
            long address = (long) OPEN.invokeExact(state, CLibrary.string(arena, name), flags, OWNER_ONLY, value);
            if (address == 0) {
                throw Errno.exception(name, CLibrary.errno(state));
            }
            return address;
        } catch (IOException e) {
            throw e;
        } catch (Throwable t) {
            throw CLibrary.unexpected(t);
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
            MemorySegment state = CLibrary.callState(arena);
            int result = CLibrary.folded((int) UNLINK.invokeExact(state, CLibrary.string(arena, name)), state);
            if (result < 0) {
                throw Errno.exception(name, -result);
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable t) {
            throw CLibrary.unexpected(t);
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
            MemorySegment state = CLibrary.callState(arena);
            MemorySegment deadline = arena.allocate(JAVA_LONG, 2);
            int ignored = (int) CLOCK_GETTIME.invokeExact(CLOCK_MONOTONIC, deadline);
            long end = deadline.getAtIndex(JAVA_LONG, 1) + nanos;
            deadline.setAtIndex(JAVA_LONG, 0, deadline.getAtIndex(JAVA_LONG, 0) + end / NANOS_PER_SECOND);
            deadline.setAtIndex(JAVA_LONG, 1, end % NANOS_PER_SECOND);
            int result = CLibrary.folded((int) CLOCKWAIT.invokeExact(state, address, CLOCK_MONOTONIC, deadline), state);
            return result == 0;
        } catch (Throwable t) {
            throw CLibrary.unexpected(t);
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
            int ignored = (int) GETVALUE.invokeExact(CLibrary.callState(arena), address, value);
            return value.get(JAVA_INT, 0);
        } catch (Throwable t) {
            throw CLibrary.unexpected(t);
        }
    }

    private static int call(MethodHandle function, long address) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CLibrary.callState(arena);
            return CLibrary.folded((int) function.invokeExact(state, address), state);
        } catch (Throwable t) {
            throw CLibrary.unexpected(t);
        }
    }
}
