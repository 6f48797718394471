package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.connection.Listener;
import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.region.Transit;
import io.github.multiprocessing4j.wire.MemoryChannel;
import io.github.multiprocessing4j.wire.Switchboard;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a manager and who serves them, in this process. {@link ManagerBuilder#start} has one in a process of its own; with {@link
 * ManagerBuilder#getServer} a program is the server itself, and shares objects of its own. CPython's {@code multiprocessing.managers.Server}.
 *
 * <pre>{@code
 * var jobs = new LinkedBlockingQueue<String>();
 * Manager.builder()
 *         .address(new InetSocketAddress(50_000)).authKey(key)
 *         .register(ManagedType.of("jobs", BlockingQueue.class).factory(() -> jobs))
 *         .getServer()
 *         .serveForever();
 * }</pre>
 *
 * <p>Each connection is served by a thread of its own: a virtual one, or a daemon for those of processes of the same tree, who come
 * through shared memory. So objects have to be thread-safe, or be {@linkplain ManagedType#synchronizing made so}, and a call that waits keeps nobody else waiting. Thread-safe.
 */
public final class Server implements AutoCloseable {
    /** How long who has proved himself may take to say what he wants. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Those of this process, by number. */
    private static final Map<Long, Server> HERE = new ConcurrentHashMap<>();

    private final long number = new SecureRandom().nextLong();

    private final Listener listener;

    private final ObjectTable table = new ObjectTable();

    private final ProxiesOnTheirWay onTheirWay = new ProxiesOnTheirWay(table);

    private final Map<Long, Session> sessions = new ConcurrentHashMap<>();

    private final AtomicLong lastChannel = new AtomicLong();

    private final ServerReport report;

    private final Executor executor;

    /** Null until somebody needs it. Guarded by this. */
    private @Nullable DirectService direct;

    private volatile boolean stopped;

    Server(Listener listener, Registry registry) {
        this.listener = listener;
        this.report = new ServerReport(table, onTheirWay, () -> List.copyOf(sessions.values()));
        this.executor = new Executor(registry, table, onTheirWay, report, this::openChannel, this::stop);
        HERE.put(number, this);
    }

    /** {@return that server, if it is in this process} */
    static @Nullable Server here(long number) {
        return HERE.get(number);
    }

    /** {@return where it can be reached} */
    public SocketAddress address() {
        return listener.address();
    }

    /**
     * Serves until somebody shuts this down: {@link #close}, or the manager that has started this process.
     *
     * @throws IOException if nobody can come any more, for another reason
     */
    public void serveForever() throws IOException {
        try {
            while (!stopped) {
                Connection guest = listener.accept();
                Thread.ofVirtual().name("mp4j-manager").start(() -> serve(guest));
            }
        } catch (IOException e) {
            if (!stopped) {
                throw e;
            }
        } finally {
            close();
        }
    }

    /** Serves a client that has proved itself, as long as its connection lasts. */
    private void serve(Connection guest) {
        try (guest) {
            if (!guest.poll(PATIENCE) || !(guest.recv() instanceof Hello hello)) {
                LibraryLog.logger().log(Level.WARNING, "{0} has not said what it wants of a manager", guest);
            } else if (hello.link() == Hello.CONTROL) {
                serveSession(guest, hello);
            } else {
                Session session = sessions.get(hello.session());
                if (session != null) {
                    new ServingLink(new Transport.OverSocket(guest), session, hello.link(), executor).run();
                }
            }
        } catch (IOException | RuntimeException e) {
            LibraryLog.logger().log(Level.DEBUG, () -> guest + " is of no use any more", e);
        }
    }

    private void serveSession(Connection control, Hello hello) throws IOException {
        Session session = new Session(hello, control::close, table);
        if (stopped || sessions.putIfAbsent(hello.session(), session) != null) {
            return;
        }
        try {
            control.send(new RemoteServer.Welcome(Hello.VERSION, number));
            while (control.recv() instanceof Request.Control told) {
                executor.control(told, session);
            }
        } finally {
            sessions.remove(hello.session());
            session.end();
            onTheirWay.senderIsGone(session);
        }
    }

    /** A process of this tree comes through shared memory. {@return its end; null if there can be none of that kind} */
    private @Nullable Opened openChannel(Session session, boolean forDirectCalls) {
        if (forDirectCalls) {
            DirectService service = direct();
            MemoryChannel.Handle end = service == null ? null : service.open(session);
            return end == null ? null : new Opened(end, Hello.CONTROL);
        }
        return openToThread(session);
    }

    private synchronized @Nullable DirectService direct() {
        if (direct == null && !stopped && Switchboard.isAvailable()) {
            DirectService service = new DirectService(executor);
            service.start();
            direct = service;
        }
        return direct;
    }

    /** One that is served by a thread, which may wait in the kernel. */
    private Opened openToThread(Session session) {
        ClientChannel channel = ClientChannel.open(session);
        long number = -lastChannel.incrementAndGet(); // a client counts upwards
        Thread.ofPlatform()
                .daemon()
                .name("mp4j-manager" + number)
                .start(new ServingLink(new Transport.ThroughMemory(channel.own()), session, number, executor));
        return new Opened(channel.clients(), number);
    }

    /** {@return a proxy for an object that is here, or comes here with this} */
    Object proxyOf(String typeid, Object object) {
        ServedObject served = LocalHandler.servedBy(object);
        return served == null ? new LocalHandler(this, executor.entry(typeid, object)).newProxy() : object;
    }

    /** {@return a proxy of an object that is here, which has come with a message} */
    Object arrived(long id, long ticket) {
        ServedObject served = onTheirWay.redeem(id, ticket);
        Object proxy = new LocalHandler(this, served).newProxy();
        table.release(served, 1); // it is reachable now
        return proxy;
    }

    /** A proxy that is here leaves. */
    ProxyForm departure(ServedObject served) {
        long ticket = 0;
        if (!Transit.isKeptBySender()) {
            ticket = new SecureRandom().nextLong() | 1;
            onTheirWay.hold(served, ticket, Caller.current().session());
        }
        return new ProxyForm(
                number, new Access(address(), null, null, false), served.type().describe(served.id()), ticket);
    }

    /** {@return how many objects there are that somebody refers to} One whose last proxy was closed a moment ago may still count. CPython's {@code number_of_objects}. */
    public int numberOfObjects() {
        return report.numberOfObjects();
    }

    /** {@return a text about the objects, with how often each is referred to, and the clients} CPython's {@code debug_info}. */
    public String debugInfo() {
        return report.debugInfo();
    }

    /** {@return what is known of the methods that were called, first those that took most of the time} */
    public List<MethodStatistics> statistics() {
        return report.statistics();
    }

    private void stop() {
        stopped = true;
        listener.close();
    }

    /** Shuts this down: nobody can come any more, all connections are closed, and what is executed is interrupted. Calling this again does nothing. */
    @Override
    public void close() {
        stop();
        HERE.remove(number);
        sessions.values().forEach(Session::end);
        synchronized (this) {
            if (direct != null) {
                direct.close();
            }
        }
    }

    @Override
    public String toString() {
        return "Server[" + address() + ", " + table.size() + " objects, " + sessions.size() + " clients"
                + (stopped ? ", shut down]" : "]");
    }
}
