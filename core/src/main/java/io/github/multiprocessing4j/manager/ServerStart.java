package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.connection.Listener;
import io.github.multiprocessing4j.connection.ListenerBuilder;
import io.github.multiprocessing4j.function.RemoteCallable;
import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.Finalizer;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * What a server begins with.
 *
 * @param registry the types it has
 * @param address where it is to be reached; null for a place in the private directory of this tree of processes
 * @param authKey what clients have to prove; null for the key of the process
 * @param tls makes the context by which what is sent is encrypted; null if it is not
 * @param allowed classes that may come from the network, besides those that the types need
 * @param initializer runs first; null for nothing
 */
record ServerStart(
        Registry registry,
        @Nullable SocketAddress address,
        @Nullable AuthKey authKey,
        @Nullable RemoteCallable<SSLContext> tls,
        List<Class<?>> allowed,
        @Nullable RemoteRunnable initializer)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Many clients may come in the same moment. */
    private static final int BACKLOG = 1024;

    Server open() throws IOException {
        ListenerBuilder builder = Listener.builder()
                .backlog(BACKLOG)
                .authKey(authKey == null ? ChildProcess.current().authKey() : authKey);
        if (address != null) {
            builder.address(address);
        }
        if (tls != null) {
            builder.tls(Access.context(tls));
        }
        if (address instanceof InetSocketAddress) {
            builder.codec(
                    Codec.builder().filter(new NetworkFilter(registry, allowed)).build());
        }
        return new Server(builder.open(), registry);
    }

    /** At a terminal it is meant for all processes, and those that use the server may still need it as they end. */
    private static void ignoreCtrlC() {
        try {
            Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
        } catch (IllegalArgumentException e) {
            LibraryLog.logger().log(System.Logger.Level.DEBUG, "this JVM leaves signals alone (-Xrs)", e);
        }
    }

    /** In the server's process: serves until that is shut down, and tells first where, or what went wrong. */
    void serve(Connection parent) throws Exception {
        ignoreCtrlC();
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
        Finalizer.atExit(
                server::close); // or the socket's file would stay if the parent has died, who removes it otherwise
        server.serveForever();
    }
}
