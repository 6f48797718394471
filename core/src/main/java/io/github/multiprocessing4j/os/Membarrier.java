package io.github.multiprocessing4j.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/*
 * Who sleeps at shared memory says so in a flag and looks once more before it sleeps; who writes there looks at the
 * flag afterwards. Neither may see the other's old value, so between the write and the look both need a full fence,
 * which is dear for a writer who writes a hundred million times a second. The kernel can run the fence for him, by
 * interrupting every processor on which a registered process runs; then the sleeper, who is slow anyhow, pays for both.
 */
/**
 * A full memory fence in all threads of all registered processes, membarrier(2). Linux only.
 *
 * <p>Process A, which must have {@linkplain #register() registered}, stores a flag and then loads a word, as two
 * instructions in this order; process B stores the word, calls {@link #everywhere()}, and loads the flag. Then at least
 * one of them loads what the other has stored. The order of A's instructions is for A to see to: {@link
 * java.lang.invoke.VarHandle#releaseFence()} between them keeps HotSpot's compilers from swapping them, and is no
 * instruction on x86-64.
 */
public final class Membarrier {
    private static final int QUERY = 0;

    private static final int GLOBAL_EXPEDITED = 1 << 1;

    private static final int REGISTER_GLOBAL_EXPEDITED = 1 << 2;

    private static final int NEEDED = GLOBAL_EXPEDITED | REGISTER_GLOBAL_EXPEDITED;

    /** The number of the system call, which has no wrapper in the C library; negative where we do not know it. */
    private static final int SYS_MEMBARRIER = systemCallNumber();

    private Membarrier() {}

    /** Linked at first use only: there is no such function on other systems. */
    private static final class Holder {
        // int syscall(SYS_membarrier, int cmd, unsigned int flags, int cpu_id);
        static final CFunction CALL = CFunction.named("syscall");

        static final boolean AVAILABLE = offersAll(call(QUERY));

        static final boolean REGISTERED = AVAILABLE && call(REGISTER_GLOBAL_EXPEDITED) == 0;
    }

    private static int systemCallNumber() {
        return System.getProperty("os.name").equals("Linux")
                ? switch (System.getProperty("os.arch")) {
                    case "amd64" -> 324;
                    case "aarch64", "riscv64" -> 283;
                    default -> -1;
                }
                : -1;
    }

    /** A seccomp filter or a kernel without it answers with an error, which is negative and has bits set too. */
    private static boolean offersAll(int commands) {
        return commands >= 0 && (commands & NEEDED) == NEEDED;
    }

    /** {@return whether this system has such fences; where not, both sides need one of their own} */
    public static boolean isAvailable() {
        return SYS_MEMBARRIER >= 0 && NativeAccess.available() && Holder.AVAILABLE;
    }

    /**
     * Has this process take part from now on, for as long as it lives. Every process whose threads {@link
     * #everywhere()} is to reach has to do that before it relies on it. Calling this again does nothing.
     *
     * @return whether it does
     */
    public static boolean register() {
        return isAvailable() && Holder.REGISTERED;
    }

    /**
     * Runs a full fence in the calling thread and in every running thread of the registered processes. Takes about a
     * microsecond, some more for each processor that runs one of them, and ten where processors are virtual ones.
     *
     * @throws UnsupportedOperationException if this system has no such fences
     */
    public static void everywhere() {
        if (!isAvailable()) {
            throw new UnsupportedOperationException("this system has no membarrier(2); use a fence on both sides");
        }
        int result = call(GLOBAL_EXPEDITED);
        if (result != 0) {
            throw new IllegalStateException("membarrier: " + Errno.describe(-result));
        }
    }

    private static int call(int command) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CFunction.callState(arena);
            return (int) Holder.CALL.callLong(state, SYS_MEMBARRIER, command, 0, 0);
        }
    }
}
