package io.github.multiprocessing4j.testkit;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/*
 * The kernel is asked to refuse clone(2) to this one thread if it is to make a thread, as it does when there are too many
 * (EAGAIN), and to know nothing of clone3(2), whose flags a filter can't see. Unlike a limit of the number of threads this also
 * works for root, concerns nobody else, and does not depend on what others do.
 */
/** Runs something where no thread can be started, as if the system had none left; a process can be. */
public final class Threadless {
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int PR_SET_SECCOMP = 22;
    private static final int SECCOMP_MODE_FILTER = 2;

    private static final int CLONE3 = 435;
    private static final int CLONE = switch (System.getProperty("os.arch")) {
        case "amd64" -> 56;
        case "aarch64" -> 220;
        default -> throw new IllegalStateException("which number has clone here?");
    };
    private static final int CLONE_THREAD = 0x10000;

    private static final int EAGAIN = 11;
    private static final int ENOSYS = 38;

    private static final int ALLOW = 0x7fff0000;
    private static final int REFUSE = 0x00050000;

    /** What the kernel looks at: the number of the system call, then an address and the arguments, eight bytes each. */
    private static final int NUMBER = 0;

    private static final int FIRST_ARGUMENT = 16;

    private Threadless() {}

    /**
     * Runs something on a thread of its own that can start no other, and waits for its end.
     *
     * @return what it returns
     * @throws Exception what it throws
     */
    public static <T> T call(Callable<T> action) throws Exception {
        FutureTask<T> task = new FutureTask<>(() -> {
            refuseThreads();
            return action.call();
        });
        Thread.ofPlatform().name("test-threadless").start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Exception thrown -> throw thrown;
                case Error thrown -> throw thrown;
                case null, default -> throw e;
            }
        }
    }

    private static void refuseThreads() {
        try (Arena arena = Arena.ofConfined()) {
            long[] program = {
                instruction(LOAD, 0, 0, NUMBER),
                instruction(JUMP_IF_EQUAL, 3, 0, CLONE3),
                instruction(JUMP_IF_EQUAL, 0, 4, CLONE),
                instruction(LOAD, 0, 0, FIRST_ARGUMENT),
                instruction(JUMP_IF_SET, 1, 2, CLONE_THREAD),
                instruction(RETURN, 0, 0, REFUSE | ENOSYS),
                instruction(RETURN, 0, 0, REFUSE | EAGAIN),
                instruction(RETURN, 0, 0, ALLOW),
            };
            MemorySegment description = arena.allocate(16, 8);
            description.set(JAVA_SHORT, 0, (short) program.length);
            description.set(ADDRESS, 8, arena.allocateFrom(JAVA_LONG, program));
            prctl(PR_SET_NO_NEW_PRIVS, 1, 0);
            prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, description.address());
        }
    }

    private static final int LOAD = 0x20;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int JUMP_IF_SET = 0x45;
    private static final int RETURN = 0x06;

    /** How many instructions to skip if a condition holds, and if not; little-endian. */
    private static long instruction(int code, int then, int otherwise, int operand) {
        return code | (long) then << 16 | (long) otherwise << 24 | (long) operand << 32;
    }

    // int prctl(int option, ...);
    @SuppressWarnings("restricted")
    private static void prctl(int option, long second, long third) {
        Linker linker = Linker.nativeLinker();
        MethodHandle prctl = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("prctl"),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                Linker.Option.firstVariadicArg(1));
        int result;
        try {
            result = (int) prctl.invokeExact(option, second, third, 0L, 0L);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
        if (result != 0) {
            throw new IllegalStateException("this kernel, or who confines this process, allows no filters");
        }
    }
}
