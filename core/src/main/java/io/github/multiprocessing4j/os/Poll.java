package io.github.multiprocessing4j.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What becomes of a descriptor, poll(2). */
public final class Poll {
    /** {@code struct pollfd}: the descriptor, then two shorts, what is asked for and what is the case. */
    private static final long POLLFD_BYTES = 8;

    private static final long REVENTS = 6;

    private static final int POLLERR = 8;

    // int poll(struct pollfd *fds, nfds_t nfds, int timeout);
    private static final CFunction POLL = CFunction.named("poll");

    private Poll() {}

    /**
     * {@return whether all who could read from a pipe have gone}
     *
     * @param writeEnd the descriptor of the end to write to
     */
    public static boolean hasNoReader(int writeEnd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment asked = arena.allocate(POLLFD_BYTES, Integer.BYTES);
            asked.set(JAVA_INT, 0, writeEnd);
            int changed = POLL.callPlain(asked.address(), 1, 0);
            return changed == 1 && (asked.get(JAVA_SHORT, REVENTS) & POLLERR) != 0;
        }
    }
}
