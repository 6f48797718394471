package io.github.multiprocessing4j.os;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Sending signals, signal(7). Numbers are those of Linux; the ones here are the same on macOS and the BSDs. */
public final class Signals {
    /** The terminal was closed. */
    public static final int SIGHUP = 1;

    /** Ctrl-C. */
    public static final int SIGINT = 2;

    /** What {@code abort} raises, and so how HotSpot ends after a crash. */
    public static final int SIGABRT = 6;

    /** The one that can't be caught. */
    public static final int SIGKILL = 9;

    /** Please end. */
    public static final int SIGTERM = 15;

    /** A child has ended. */
    static final int SIGCHLD = 17;

    // int kill(pid_t pid, int sig);
    private static final CFunction KILL = CFunction.named("kill");

    /** {@code struct sigaction} has 152 bytes in glibc, and the handler comes first. */
    private static final long SIGACTION_SIZE = 256;

    private static final long SIG_IGN = 1;

    // int sigaction(int sig, const struct sigaction *act, struct sigaction *oact);
    private static final CFunction SIGACTION = CFunction.named("sigaction");

    private Signals() {}

    /** Makes the class link its functions. */
    static void link() {}

    /**
     * Sends a signal. The pid must be known not to have been reaped, or the signal may reach a stranger.
     *
     * @param pid whom to send it
     * @param signal the signal's number
     * @return 0, or a negated error number
     */
    public static int kill(long pid, int signal) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CFunction.callState(arena);
            return KILL.call(state, pid, signal);
        }
    }

    /**
     * A signal that this process ignores, as its parent may have made it do, is again treated as it is by default. Any other
     * treatment stays.
     *
     * @param signal the signal's number
     */
    static void noLongerIgnore(int signal) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment now = arena.allocate(SIGACTION_SIZE, 8);
            int known = SIGACTION.callPlain(signal, CFunction.NULL, now.address());
            if (known == 0 && now.get(ADDRESS, 0).address() == SIG_IGN) {
                MemorySegment byDefault = arena.allocate(SIGACTION_SIZE, 8);
                var _ = SIGACTION.callPlain(signal, byDefault.address(), CFunction.NULL);
            }
        }
    }
}
