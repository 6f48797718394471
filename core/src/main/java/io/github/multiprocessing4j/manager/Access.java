package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.connection.Client;
import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.wire.ProcessStart;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a server is reached. The key goes only to a child that is being started; who else gets a proxy uses the key of its process, or one that it has connected with itself.
 *
 * @param address the server's
 * @param authKey which is to be proved; null if it is not known here
 */
record Access(SocketAddress address, @Nullable AuthKey authKey) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    Connection connect() throws IOException {
        return Client.connect(address, Objects.requireNonNull(withKey().authKey));
    }

    /** {@return this, with the key of this process if there is no other} */
    Access withKey() {
        return authKey != null
                ? this
                : new Access(address, ChildProcess.current().authKey());
    }

    /** {@return this as it may be sent just now} */
    Access sent() {
        return ProcessStart.isBeingEncoded() || authKey == null ? this : new Access(address, null);
    }
}
