package io.github.multiprocessing4j.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Descriptors as numbers, and pipes, pipe(7). Every descriptor made here is close-on-exec. */
public final class Descriptors {
    private static final int O_CLOEXEC = 0x8_0000;

    private static final int F_GETFL = 3;

    private static final int F_DUPFD_CLOEXEC = 1030;

    // int pipe2(int pipefd[2], int flags);
    private static final MethodHandle PIPE2 = CLibrary.linkWithErrno("pipe2", CLibrary.returningInt(ADDRESS, JAVA_INT));

    // ssize_t read(int fd, void *buf, size_t count);
    private static final MethodHandle READ =
            CLibrary.linkWithErrno("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));

    // ssize_t write(int fd, const void *buf, size_t count);
    private static final MethodHandle WRITE =
            CLibrary.linkWithErrno("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));

    // int close(int fd);
    private static final MethodHandle CLOSE = CLibrary.linkWithErrno("close", CLibrary.returningInt(JAVA_INT));

    // int fcntl(int fd, int op, int argument);
    private static final MethodHandle FCNTL =
            CLibrary.linkVariadicWithErrno("fcntl", 2, CLibrary.returningInt(JAVA_INT, JAVA_INT, JAVA_INT));

    // int dup3(int oldfd, int newfd, int flags);
    private static final MethodHandle DUP3 =
            CLibrary.linkWithErrno("dup3", CLibrary.returningInt(JAVA_INT, JAVA_INT, JAVA_INT));

    private Descriptors() {}

    /** Makes the class link its functions. */
    static void link() {}

    /**
     * The two ends of a pipe.
     *
     * @param read the descriptor to read from
     * @param write the descriptor to write to
     */
    public record Pipe(int read, int write) {}

    /**
     * {@return a new pipe}
     *
     * @throws IOException if there are too many open files
     */
    public static Pipe pipe() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CLibrary.callState(arena);
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            int result = CLibrary.folded((int) PIPE2.invokeExact(state, ends, O_CLOEXEC), state);
            if (result < 0) {
                throw new IOException("a pipe can't be made: " + Errno.describe(-result));
            }
            return new Pipe(ends.getAtIndex(JAVA_INT, 0), ends.getAtIndex(JAVA_INT, 1));
        } catch (IOException e) {
            throw e;
        } catch (Throwable t) {
            throw CLibrary.unexpected(t);
        }
    }

    /**
     * Reads what there is, waiting until there is something. Does not notice interrupts.
     *
     * @param descriptor an open descriptor
     * @param into where to put it
     * @param offset where in there
     * @param length how much at most
     * @return how many bytes were read, 0 at the end, or a negated error number
     */
    public static int read(int descriptor, byte[] into, int offset, int length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CLibrary.callState(arena);
            MemorySegment buffer = arena.allocate(length);
            long n;
            do {
                n = CLibrary.folded((long) READ.invokeExact(state, descriptor, buffer, (long) length), state);
            } while (n == -Errno.EINTR);
            MemorySegment.copy(buffer, JAVA_BYTE, 0, into, offset, (int) Math.max(n, 0));
            return (int) n;
        } catch (Throwable t) {
            throw CLibrary.unexpected(t);
        }
    }

    /**
     * Writes a few bytes, no more than a pipe takes in at once ({@code PIPE_BUF}, 4096 on Linux).
     *
     * @param descriptor an open descriptor
     * @param bytes what to write
     * @return how many bytes were written, or a negated error number
     */
    public static int write(int descriptor, byte[] bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CLibrary.callState(arena);
            MemorySegment buffer = arena.allocateFrom(JAVA_BYTE, bytes);
            return (int)
                    CLibrary.folded((long) WRITE.invokeExact(state, descriptor, buffer, (long) bytes.length), state);
        } catch (Throwable t) {
            throw CLibrary.unexpected(t);
        }
    }

    /**
     * Closes a descriptor.
     *
     * @param descriptor an open descriptor
     */
    public static void close(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            int ignored = (int) CLOSE.invokeExact(CLibrary.callState(arena), descriptor);
        } catch (Throwable t) {
            throw CLibrary.unexpected(t);
        }
    }

    /**
     * {@return a further descriptor of the same open file}
     *
     * @param descriptor an open descriptor
     * @throws IOException if there are too many open files, or it is not open
     */
    public static int duplicate(int descriptor) throws IOException {
        return checked("a descriptor can't be duplicated", fcntl(descriptor, F_DUPFD_CLOEXEC));
    }

    /**
     * {@return the access mode and status flags of an open file, as open(2) has them}
     *
     * @param descriptor an open descriptor
     * @throws IOException if it is not open
     */
    static int flags(int descriptor) throws IOException {
        return checked("a descriptor's flags can't be read", fcntl(descriptor, F_GETFL));
    }

    private static int fcntl(int descriptor, int operation) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CLibrary.callState(arena);
            return CLibrary.folded((int) FCNTL.invokeExact(state, descriptor, operation, 0), state);
        } catch (Throwable t) {
            throw CLibrary.unexpected(t);
        }
    }

    /**
     * Makes a descriptor one of another open file; what it was before is closed.
     *
     * @param descriptor of the open file that it shall be
     * @param target the one to change
     * @throws IOException if one of them is not open
     */
    static void replace(int descriptor, int target) throws IOException {
        int result;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CLibrary.callState(arena);
            result = CLibrary.folded((int) DUP3.invokeExact(state, descriptor, target, O_CLOEXEC), state);
        } catch (Throwable t) {
            throw CLibrary.unexpected(t);
        }
        int ignored = checked("a descriptor can't be replaced", result);
    }

    private static int checked(String what, int result) throws IOException {
        if (result < 0) {
            throw new IOException(what + ": " + Errno.describe(-result));
        }
        return result;
    }
}
