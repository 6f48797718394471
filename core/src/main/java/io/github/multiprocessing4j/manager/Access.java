package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.connection.Client;
import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.wire.ProcessStart;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * How a server is reached. The key goes only to a child that is being started; who else gets a proxy uses the key of its process, or one that it has connected with itself.
 *
 * @param address the server's
 * @param authKey which is to be proved; null if it is not known here
 */
record Access(SocketAddress address, @Nullable AuthKey authKey) implements Serializable {
    Connection connect() throws IOException {
        return Client.connect(address, authKey == null ? ownKey() : authKey);
    }

    private static AuthKey ownKey() {
        return io.github.multiprocessing4j.process.ChildProcess.current().authKey();
    }

    /** {@return this as it may be sent just now} */
    Access sent() {
        return ProcessStart.isBeingEncoded() || authKey == null ? this : new Access(address, null);
    }

    @Serial
    private static final long serialVersionUID = 1L;
}
