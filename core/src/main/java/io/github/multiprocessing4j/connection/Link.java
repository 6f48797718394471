package io.github.multiprocessing4j.connection;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a {@link Connection} goes through. */
interface Link {
    /** {@return what sends through it, made anew; null if nothing can} */
    @Nullable
    Sender sender();

    /** {@return what receives through it, made anew; null if nothing can} */
    @Nullable
    Receiver receiver();

    /**
     * Ends every wait in it, and every later use, with an {@link IOException}; the peer finds the end. Does nothing if it was
     * closed, or has departed, before.
     *
     * @param reason the exception's message
     */
    void close(String reason);

    /** {@return whether it was closed here, or has departed} */
    boolean isClosed();

    /** Gives up what it needed. It is closed or has departed, and nobody is in it. */
    void release();
}
