package io.github.multiprocessing4j.wire;

import java.io.IOException;

/** What the waits of one end of a ring depend on besides the ring. */
interface Ends {
    /** Throws if this end was closed by this process. */
    void requireOpen() throws IOException;

    /** {@return whether this end was closed by this process} */
    boolean isClosed();

    /** Closes this end. */
    void close();

    /** {@return whether the other end is known to be closed} Costs one look at shared memory. */
    boolean isPeerClosed();

    /** Asks the operating system whether the other end's process is dead, and closes that end if so. */
    void lookForDeath();
}
