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
     * <p>Proxies of a manager with another key are of use only in processes that know it: in children that have captured such a proxy when they are started, in those whose
     * {@linkplain io.github.multiprocessing4j.process.ChildProcessBuilder#authKey own key} it is, and in those that are {@linkplain #connect connected} with the server by this key. A
     * pool's workers can do that in its initializer, and keep the manager in a static field. A key does not go to them with code; they read it from where this process
     * does, such as a file:
     *
     * <pre>{@code
     * static Manager manager;
     *
     * Pool.builder().initializer(() -> {
     *     var key = AuthKey.of(Files.readAllBytes(Path.of("key")));
     *     manager = Manager.builder().address(address).authKey(key).connect();
     * }).build();
     * }</pre>
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
     * <p>The server's context has to have a key, and its certificate for the host by whose name clients connect, as with HTTPS; a client's has to trust that certificate. The
     * process that calls {@link #start} is a client, too: there the same code makes both contexts. At a Unix-domain socket the name does not count.
     *
     * @param context makes the context, in each process that needs one
     * @return this
     */
    public ManagerBuilder<M> tls(RemoteCallable<SSLContext> context) {
        this.tls = Objects.requireNonNull(context, "context");
        return this;
    }

    /**
     * Lets a server read further classes that come through TCP. Without that it reads
     *
     * <ul>
     *   <li>of {@code java.lang} strings, the wrappers of primitive types, and classes; all of {@code java.math}, {@code java.time} and {@code java.time.chrono};
     *   <li>of {@code java.util} the usual collections ({@code ArrayList}, {@code LinkedList}, {@code ArrayDeque}, {@code PriorityQueue}, {@code HashMap}, {@code
     *       LinkedHashMap}, {@code TreeMap}, {@code EnumMap}, {@code EnumSet}, {@code HashSet}, {@code LinkedHashSet}, {@code TreeSet}), what {@code List.of}, {@code Set.of}, {@code
     *       Map.of} and {@code Arrays.asList} make, and the empty, singleton and unmodifiable lists, sets and maps of {@code Collections}, optionals, {@code BitSet}, {@code Currency},
     *       {@code Date}, {@code Locale}, {@code UUID}, and entries of maps;
     *   <li>{@code Path}, {@code URI}, addresses of hosts and sockets, arrays of all these and of primitive types, and proxies;
     *   <li>the classes that the methods of its types take, also of the JDK, such as {@code TimeUnit}, with those of their fields, and of a sealed type its permitted subclasses.
     * </ul>
     *
     * <p>Anything else is refused, also of the JDK, such as {@code ConcurrentHashMap}, {@code AtomicInteger} and exceptions, and the caller gets a {@link
     * io.github.multiprocessing4j.failure.SerializationException}. Lambdas always are. Through shared memory and Unix-domain sockets, where only processes of the same user
     * come, every class may. What a server answers is read by its clients whatever class it is.
     *
     * @param classes which; a sealed type stands for its permitted subclasses, too
     * @return this
     * @throws IllegalArgumentException if there are no objects of one, as it is an interface or abstract and not sealed, or if they do not serialize
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
     * Says how long a call may take through a proxy that the manager creates, and what the manager itself is asked for. By default it takes as long as it takes. What {@link BaseProxy#withTimeout} says of a limit is
     * true of this one: it also ends what waits for a time of its own, such as {@code poll(2, SECONDS)}, and neither goes with a proxy to another process, nor is it for
     * calls that {@link BaseProxy#callMethodAsync} begins.
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
     * {@return a server in this process} Others can connect with it when {@link Server#serveForever} runs. What the factories of its types return are objects of this
     * process, not copies.
     *
     * @throws IOException if the address is taken, or can't be listened at
     */
    public Server getServer() throws IOException {
        return serverStart().open();
    }
}
