package io.github.multiprocessing4j.wire;

import io.github.multiprocessing4j.region.WordWait;
import java.io.IOException;

/** What the waits of one end of a ring depend on besides the ring. */
interface Ends {
    /** Throws if this end was closed by this process. */
    void requireOpen() throws IOException;

    /** {@return whether this end was closed by this process} */
    boolean isClosed();

    /** {@return whether the other end is known to be closed} Costs one look at shared memory. */
    boolean isPeerClosed();

    /** {@return after how much sleep to {@linkplain #lookForDeath look} at the latest if nothing happens, in nanoseconds} */
    default long longestSleepNanos() {
        return WordWait.SLICE_NANOS;
    }

    /** Asks the operating system whether the other end's process is dead, and closes that end if so. */
    void lookForDeath();
}
