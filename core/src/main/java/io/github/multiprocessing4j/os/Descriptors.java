package io.github.multiprocessing4j.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Descriptors as numbers, and pipes, pipe(7). Every descriptor made here is close-on-exec. */
public final class Descriptors {
    private static final int O_CLOEXEC = 0x8_0000;

    private static final int F_GETFL = 3;

    private static final int F_DUPFD_CLOEXEC = 1030;

    // int pipe2(int pipefd[2], int flags);
    private static final CFunction PIPE2 = CFunction.named("pipe2");

    // ssize_t read(int fd, void *buf, size_t count);
    private static final CFunction READ = CFunction.named("read");

    // ssize_t write(int fd, const void *buf, size_t count);
    private static final CFunction WRITE = CFunction.named("write");

    // int close(int fd);
    private static final CFunction CLOSE = CFunction.named("close");

    // int fcntl(int fd, int op, int argument);
    private static final CFunction FCNTL = CFunction.named("fcntl");

    // int dup3(int oldfd, int newfd, int flags);
    private static final CFunction DUP3 = CFunction.named("dup3");

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
            MemorySegment state = CFunction.callState(arena);
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            int result = PIPE2.call(state, ends.address(), O_CLOEXEC);
            if (result < 0) {
                throw new IOException("a pipe can't be made: " + Errno.describe(-result));
            }
            return new Pipe(ends.getAtIndex(JAVA_INT, 0), ends.getAtIndex(JAVA_INT, 1));
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
            MemorySegment state = CFunction.callState(arena);
            MemorySegment buffer = arena.allocate(length);
            long n;
            do {
                n = READ.callLong(state, descriptor, buffer.address(), length);
            } while (n == -Errno.EINTR);
            MemorySegment.copy(buffer, JAVA_BYTE, 0, into, offset, (int) Math.max(n, 0));
            return (int) n;
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
            MemorySegment state = CFunction.callState(arena);
            MemorySegment buffer = arena.allocateFrom(JAVA_BYTE, bytes);
            return (int) WRITE.callLong(state, descriptor, buffer.address(), bytes.length);
        }
    }

    /**
     * Closes a descriptor.
     *
     * @param descriptor an open descriptor
     */
    public static void close(int descriptor) {
        int ignored = CLOSE.callPlain(descriptor);
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
            MemorySegment state = CFunction.callState(arena);
            return FCNTL.call(state, descriptor, operation, 0);
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
            MemorySegment state = CFunction.callState(arena);
            result = DUP3.call(state, descriptor, target, O_CLOEXEC);
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
