package io.github.multiprocessing4j.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Waiting for the end of a child of this process, waitid(2). */
public final class Wait {
    private static final int P_PID = 1;

    private static final int WEXITED = 4;

    private static final int WNOWAIT = 0x0100_0000;

    private static final int CLD_EXITED = 1;

    /** {@code siginfo_t} is 128 bytes; on 64-bit Linux {@code si_code} is at 8 and, after a child's end, {@code si_status} at 24. */
    private static final long SIGINFO_SIZE = 128;

    private static final long SI_CODE = 8;

    private static final long SI_STATUS = 24;

    // int waitid(idtype_t idtype, id_t id, siginfo_t *infop, int options);
    private static final CFunction WAITID = CFunction.named("waitid");

    private Wait() {}

    /** Makes the class link its functions. */
    static void link() {}

    /**
     * How a child ended, in the kernel's words.
     *
     * @param signaled whether a signal ended it
     * @param number the signal's number or the exit code
     */
    public record WaitStatus(boolean signaled, int number) {}

    /**
     * Waits until a child has ended, without taking notice of it: it stays a zombie, and its pid its own, until it is
     * {@linkplain #reap reaped}. Does not notice interrupts.
     *
     * @param pid a child of this process that was not reaped yet
     * @return how it ended; nothing if the kernel has told somebody else, or nobody: some other code in this process waits
     *     for any child, or has it ignore SIGCHLD
     */
    public static Optional<WaitStatus> awaitEnd(long pid) {
        return waitid(pid, WEXITED | WNOWAIT);
    }

    /**
     * Lets go of a child that has ended, upon which its pid may become another process's, if nobody else has done so.
     *
     * @param pid a child whose end was {@linkplain #awaitEnd awaited}
     */
    public static void reap(long pid) {
        waitid(pid, WEXITED);
    }

    private static Optional<WaitStatus> waitid(long pid, int options) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CFunction.callState(arena);
            MemorySegment info = arena.allocate(SIGINFO_SIZE, 8);
            int result;
            do {
                result = WAITID.call(state, P_PID, pid, info.address(), options);
            } while (result == -Errno.EINTR);
            if (result == -Errno.ECHILD) {
                return Optional.empty();
            }
            if (result < 0) {
                throw new IllegalStateException("waiting for process " + pid + ": " + Errno.describe(-result));
            }
            return Optional.of(
                    new WaitStatus(info.get(JAVA_INT, SI_CODE) != CLD_EXITED, info.get(JAVA_INT, SI_STATUS)));
        }
    }
}
