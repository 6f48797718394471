package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.function.RemoteCallable;
import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.process.JvmSettings;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Says what a manager is like, then starts its server, connects with one, or is one. Not thread-safe.
 *
 * @param <M> the kind of manager
 */
public final class ManagerBuilder<M extends Manager> {
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final Maker<M> maker;

    private final String kind;

    private Registry registry;

    private @Nullable SocketAddress address;

    private @Nullable AuthKey authKey;

    private @Nullable RemoteCallable<SSLContext> tls;

    private final List<Class<?>> allowed = new ArrayList<>();

    private boolean distant;

    private @Nullable RemoteRunnable initializer;

    private @Nullable Duration callTimeout;

    private JvmSettings jvm = JvmSettings.usual();

    interface Maker<M> {
        M make(RemoteServer server, @Nullable ServerProcess process, @Nullable Duration callTimeout);
    }

    ManagerBuilder(Maker<M> maker, Collection<ManagedType<?>> types, String kind) {
        this.maker = maker;
        this.registry = Registry.of(types);
        this.kind = kind;
    }

    /**
     * Adds a type, or replaces the one of the same name. Clients need not know types that they do not name.
     *
     * @param type the type
     * @return this
     * @throws IllegalArgumentException if a method that is {@linkplain ManagedType#exposed exposed}, or has a {@linkplain ManagedType#result result of a type}, does
     *     not exist
     */
    public ManagerBuilder<M> register(ManagedType<?> type) {
        type.requireMethods();
        registry = registry.with(type);
        return this;
    }

    /**
     * Says where the server is, or is to be. By default it is at a Unix-domain socket that only processes of this user reach.
     *
     * @param address of TCP, or the path of a Unix-domain socket
     * @return this
     */
    public ManagerBuilder<M> address(SocketAddress address) {
        this.address = Objects.requireNonNull(address, "address");
        return this;
    }

    /**
     * Says what key clients have to prove that they know. By default it is that of this process, which its children inherit.
     *
     * @param key the key
     * @return this
     */
    public ManagerBuilder<M> authKey(AuthKey key) {
        this.authKey = Objects.requireNonNull(key, "key");
        return this;
    }

    /**
     * Has what is sent through sockets encrypted by TLS, at both ends: say the same for the server and for its clients. The key is proved inside it. Processes of the same
     * tree meet through the socket and go on through shared memory.
     *
     * @param context makes the context, in each process that needs one: it has the server's certificate there, and what clients trust here
     * @return this
     */
    public ManagerBuilder<M> tls(RemoteCallable<SSLContext> context) {
        this.tls = Objects.requireNonNull(context, "context");
        return this;
    }

    /**
     * Lets a server read further classes that come through TCP. Without that it reads values of the JDK's (numbers, strings, collections, times), and the classes
     * that the methods of its types take, with those of their fields; anything else is refused, lambdas included, and the caller gets a {@link
     * io.github.multiprocessing4j.failure.SerializationException}. Through shared memory and Unix-domain sockets, where only processes of the same user come, every class may.
     *
     * @param classes which; of one that is sealed, those that it permits, too
     * @return this
     * @throws IllegalArgumentException if there are no objects of one, as it is an interface or abstract, or they do not serialize
     */
    public ManagerBuilder<M> allow(Class<?>... classes) {
        List.of(classes).forEach(NetworkFilter::requireReadable);
        allowed.addAll(List.of(classes));
        return this;
    }

    /** Connects as if the server were on another machine: for tests. */
    ManagerBuilder<M> distant() {
        distant = true;
        return this;
    }

    /**
     * Has something run in the server's process before it serves.
     *
     * @param code what to run; if it throws, {@link #start} does
     * @return this
     */
    public ManagerBuilder<M> initializer(RemoteRunnable code) {
        this.initializer = Objects.requireNonNull(code, "code");
        return this;
    }

    /**
     * Says how long a call may take through a proxy that the manager creates. By default it takes as long as it takes.
     *
     * @param limit after which a call ends in a {@link io.github.multiprocessing4j.failure.CallTimeoutException}
     * @return this
     */
    public ManagerBuilder<M> callTimeout(Duration limit) {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException("a time limit is positive, not " + limit);
        }
        this.callTimeout = limit;
        return this;
    }

    /**
     * Says what the JVM of the server's process is like.
     *
     * @param settings its start method, options and so on
     * @return this
     */
    public ManagerBuilder<M> jvm(JvmSettings settings) {
        this.jvm = Objects.requireNonNull(settings, "settings");
        return this;
    }

    private ServerStart serverStart() {
        registry.requireResultTypes();
        return new ServerStart(registry, address, authKey, tls, List.copyOf(allowed), initializer);
    }

    /**
     * Starts a process that is the server.
     *
     * @return the manager, which ends the server when it is closed
     * @throws io.github.multiprocessing4j.failure.ProcessStartException if it can't be started, or can't serve: because the initializer has thrown, or the address is
     *     taken
     */
    public M start() {
        ServerProcess process = ServerProcess.start(serverStart(), kind + "-" + COUNTER.incrementAndGet(), jvm);
        try {
            return made(RemoteServer.at(process.access()), process);
        } catch (Throwable t) {
            process.process().kill();
            throw t;
        }
    }

    /**
     * Connects with a server that somebody else has started.
     *
     * @return the manager
     * @throws IllegalStateException if no address was given
     * @throws io.github.multiprocessing4j.failure.ManagerDiedException if nobody is there
     * @throws java.io.UncheckedIOException if the server has another key; its cause is an {@link
     *     io.github.multiprocessing4j.failure.AuthenticationException}
     */
    public M connect() {
        if (address == null) {
            throw new IllegalStateException("say at which address the server is");
        }
        return made(RemoteServer.at(new Access(address, authKey, tls, distant)), null);
    }

    private M made(RemoteServer server, @Nullable ServerProcess process) {
        try {
            return maker.make(server, process, callTimeout);
        } finally {
            server.leave(); // the manager uses it now
        }
    }

    /**
     * {@return a server in this process} Others can connect with it when {@link Server#serveForever} runs.
     *
     * @throws IOException if the address is taken, or can't be listened at
     */
    public Server getServer() throws IOException {
        return serverStart().open();
    }
}
