package io.github.multiprocessing4j.connection;

import java.io.IOException;

/** What a {@link WaitForAny} knows of one of its objects. Used by the waiting thread. */
sealed interface Awaited permits AwaitedChannel, AwaitedObject {
    /** {@return whether it is ready} */
    boolean isReady();

    /** Has the waiting thread woken when it becomes ready, at once if it is; does nothing if that is so already. */
    void watch() throws IOException;

    /** Nobody is to be woken any more. */
    void close();
}
