package io.github.multiprocessing4j.wire;

import java.io.IOException;

/** Messages that a thread can wait for while it waits for other things, too. */
public interface WaitableIncoming extends Incoming {
    /**
     * {@return whether there is something to {@linkplain #begin begin}: a message or the end} Does not wait.
     *
     * @throws IOException if this is closed
     */
    boolean isReady() throws IOException;

    /**
     * Has somebody told when there may be something to begin, once or more often, sometimes for no reason. What was there before
     * is not told: he {@linkplain #isReady looks} after this has returned.
     *
     * @param onChange tells him; must not block
     * @return what ends this
     * @throws IOException if nobody can be told for lack of descriptors or threads
     */
    Runnable watch(Runnable onChange) throws IOException;
}
