package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.wire.Incoming;
import io.github.multiprocessing4j.wire.Outgoing;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a {@link Connection} goes through: shared memory or a socket. */
interface Link extends AutoCloseable {
    /** {@return the way out; null if there is none} */
    @Nullable
    Outgoing outgoing();

    /** {@return the way in; null if there is none} */
    @Nullable
    Incoming incoming();

    /** {@return what arrives in place of this end when it is sent to another process, from which moment on it is closed here} */
    Object handle() throws IOException;

    @Override
    void close();
}
