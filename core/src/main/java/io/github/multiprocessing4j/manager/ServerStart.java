package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.connection.Listener;
import io.github.multiprocessing4j.connection.ListenerBuilder;
import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.process.ChildProcess;
import java.io.IOException;
import java.io.Serializable;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a server begins with.
 *
 * @param registry the types it has
 * @param address where it is to be reached; null for a place in the private directory of this tree of processes
 * @param authKey what clients have to prove; null for the key of the process
 * @param initializer runs first; null for nothing
 */
record ServerStart(
        Registry registry,
        @Nullable SocketAddress address,
        @Nullable AuthKey authKey,
        @Nullable RemoteRunnable initializer)
        implements Serializable {
    Server open() throws IOException {
        ListenerBuilder builder = Listener.builder()
                .authKey(authKey == null ? ChildProcess.current().authKey() : authKey);
        return new Server((address == null ? builder : builder.address(address)).open(), registry);
    }

    /** In the server's process: serves until that is shut down, and tells first where, or what went wrong. */
    void serve(Connection parent) throws Exception {
        Server server;
        try (parent) {
            try {
                if (initializer != null) {
                    initializer.run();
                }
                server = open();
            } catch (Throwable t) {
                parent.send(Reply.thrown(t));
                return;
            }
            parent.send(new Reply.Return(server.address()));
        }
        server.serveForever();
    }
}
