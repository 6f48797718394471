package io.github.multiprocessing4j.benchmarks;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * A 32-bit number in shared memory, at whose change a process that sleeps is woken by futex(2). That is called as directly as Java
 * can, and without a time limit, for which the kernel would set a timer. For one thread of a process.
 *
 * @param memory where it is
 * @param offset where there, a multiple of 4
 */
record FutexWord(MemorySegment memory, long offset) {
    private static final int FUTEX_WAIT = 0;

    private static final int FUTEX_WAKE = 1;

    private static final long NO_TIME_LIMIT = 0;

    private static final int EINTR = 4;

    private static final int EAGAIN = 11;

    private static final VarHandle INT = JAVA_INT.varHandle();

    /** Linked when it is needed, as there are systems without it. */
    private static final class SystemCall {
        static final long FUTEX = switch (System.getProperty("os.arch")) {
            case "amd64" -> 202;
            case "aarch64", "riscv64" -> 98;
            default -> throw new UnsupportedOperationException("the number of futex(2) is not known here");
        };

        static final StructLayout STATE_LAYOUT = Linker.Option.captureStateLayout();

        static final MemorySegment STATE = Arena.global().allocate(STATE_LAYOUT);

        static final VarHandle ERRNO = STATE_LAYOUT.varHandle(MemoryLayout.PathElement.groupElement("errno"));

        // long syscall(long number, uint32_t *uaddr, int op, uint32_t val, const struct timespec *timeout);
        static final MethodHandle HANDLE = link();

        @SuppressWarnings("restricted")
        private static MethodHandle link() {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("syscall"),
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG),
                    Linker.Option.firstVariadicArg(1),
                    Linker.Option.captureCallState("errno"));
        }
    }

    /** Changes the number and wakes who sleeps until it does. */
    void set(int value) {
        INT.setRelease(memory, offset, value);
        int _ = futex(FUTEX_WAKE, 1);
    }

    /** Sleeps while the number is another one. {@return how often it has slept} */
    int await(int awaited) {
        int sleeps = 0;
        for (int value; (value = (int) INT.getAcquire(memory, offset)) != awaited; ) {
            sleeps += futex(FUTEX_WAIT, value) == 0 ? 1 : 0;
        }
        return sleeps;
    }

    /** {@return 0 or, if the number has changed already or a signal has come, the error's number} Any other error is thrown. */
    private int futex(int operation, int value) {
        try {
            long result = (long) SystemCall.HANDLE.invokeExact(
                    SystemCall.STATE, SystemCall.FUTEX, memory.address() + offset, operation, value, NO_TIME_LIMIT);
            int errno = result < 0 ? (int) SystemCall.ERRNO.get(SystemCall.STATE, 0L) : 0;
            if (errno != 0 && errno != EAGAIN && errno != EINTR) {
                throw new IllegalStateException("futex(2) has failed with error " + errno);
            }
            return errno;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new AssertionError("a native function throws nothing else", t);
        }
    }
}
