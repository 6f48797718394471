package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.Finalizer;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Objects that live in one process and are used by others, here or on other machines, through proxies. CPython's {@code
 * multiprocessing.managers.BaseManager}.
 *
 * <pre>{@code
 * interface Counter { int next(); }
 *
 * var counter = ManagedType.of("counter", Counter.class).factory(() -> (Counter) new AtomicInteger()::incrementAndGet);
 * try (var manager = Manager.builder().register(counter).start()) {      // another process
 *     Counter shared = manager.create(counter);                          // an object there, and a proxy for it here
 *     ChildProcess.start(() -> shared.next()).join();
 *     System.out.println(shared.next());                                 // 2
 * }
 * }</pre>
 *
 * <p>A manager either has {@linkplain ManagerBuilder#start started} its server, which ends with it, or has {@linkplain ManagerBuilder#connect connected} with one. {@link
 * BaseProxy} tells what can be done with proxies, and what they do when the server dies; {@link SyncManager} has the usual types.
 *
 * <p><b>Programs that others have started</b>, here or on another machine, share what a program offers that is the server itself. They need its address and its key:
 *
 * <pre>{@code
 * AuthKey key = AuthKey.of(Files.readAllBytes(Path.of("key")));          // in both programs: 16 bytes or more that nobody else knows
 *
 * var jobs = new LinkedBlockingQueue<String>();                          // the server
 * var counts = new ConcurrentHashMap<String, Integer>();
 * Manager.builder().address(new InetSocketAddress(50_000)).authKey(key)
 *         .register(ManagedType.of("jobs", BlockingQueue.class).factory(() -> jobs))
 *         .register(ManagedType.of("counts", ConcurrentMap.class).factory(() -> counts))
 *         .getServer()
 *         .serveForever();
 *
 * var server = new InetSocketAddress("host", 50_000);                    // a client
 * try (var manager = Manager.builder().address(server).authKey(key).connect()) {
 *     BlockingQueue<String> jobs = manager.create("jobs", BlockingQueue.class);
 *     ConcurrentMap<String, Integer> counts = manager.create("counts", ConcurrentMap.class);
 *     counts.merge(jobs.take(), 1, Integer::sum);
 * }
 * }</pre>
 *
 * <p><b>One object for several clients.</b> {@link #create} asks the type's factory for an object each time, and so does {@link SyncManager#queue()}. Clients that do not
 * get a proxy from each other share an object by a type whose {@linkplain ManagedType#factory(RemoteCallable) factory} returns the same one each time, as above.
 *
 * <p><b>Who may do what.</b> Everybody who proves that he knows the server's key may use all of its objects, create some, and have it run what is registered.
 * From the network a server reads only the classes that {@link ManagerBuilder#allow} tells of; a client trusts its server and reads whatever that answers.
 *
 * <p>Thread-safe. Can't be sent to another process: proxies can. A server that this process has started ends with the process, and when a manager that was not closed
 * can't be reached any more, nor any proxy that it has made.
 */
public sealed class Manager implements AutoCloseable permits SyncManager, SharedMemoryManager {
    private final RemoteServer server;

    private final @Nullable ServerProcess process;

    private final @Nullable Duration callTimeout;

    private final Finalizer end;

    Manager(RemoteServer server, @Nullable ServerProcess process, @Nullable Duration callTimeout) {
        this.server = server;
        this.process = process;
        this.callTimeout = callTimeout;
        server.enter(/* manager= */ true);
        this.end = process == null
                ? Finalizer.of(this, server::leave)
                : Finalizer.of(this, /* priority= */ 0, () -> end(process, server));
    }

    private static void end(ServerProcess process, RemoteServer server) {
        process.shutdown(server);
        server.close();
    }

    /** {@return a builder of managers without any types} */
    public static ManagerBuilder<Manager> builder() {
        return new ManagerBuilder<>(Manager::new, List.of(), "Manager");
    }

    /**
     * Has an object made in the server, or gets the one that is there if the type's factory returns the same one each time.
     *
     * @param <T> the interface of its proxies
     * @param type its type, which is registered there under the same name
     * @param arguments what its factory is given
     * @return a proxy for it
     * @throws io.github.multiprocessing4j.failure.ManagerException if the server does not know the type
     * @throws io.github.multiprocessing4j.failure.ManagerDiedException if the server has ended
     */
    public <T> T create(ManagedType<T> type, @Nullable Object... arguments) {
        return create(type.typeid(), type.proxyType(), arguments);
    }

    /**
     * Has an object made in the server, or gets the one that is there if the type's factory returns the same one each time.
     *
     * @param <T> the interface of its proxies
     * @param typeid the name of its type
     * @param proxyType the interface of its proxies
     * @param arguments what its factory is given
     * @return a proxy for it
     * @throws ClassCastException if its proxies have another interface
     * @throws io.github.multiprocessing4j.failure.ManagerException if the server does not know the type
     * @throws io.github.multiprocessing4j.failure.ManagerDiedException if the server has ended
     */
    public <T> T create(String typeid, Class<T> proxyType, @Nullable Object... arguments) {
        requireOpen();
        Request request =
                new Request.Create(typeid, arguments, Thread.currentThread().threadId());
        Reply reply = server.call(request, callTimeout, "making a " + typeid);
        Object made = reply instanceof Reply.Proxy(Description of)
                ? new RemoteHandler(server, of, callTimeout, this).newProxy()
                : RemoteHandler.result(reply, server);
        if (!proxyType.isInstance(made)) {
            throw new ClassCastException("proxies of a " + typeid + " are no " + proxyType.getName());
        }
        return proxyType.cast(made);
    }

    final void requireOpen() {
        if (!end.isActive()) {
            throw new IllegalStateException("this manager was closed");
        }
    }

    /** {@return the server as this process sees it} */
    final RemoteServer server() {
        return server;
    }

    /** {@return where the server can be reached} */
    public SocketAddress address() {
        return server.access().address();
    }

    /** {@return the server's process, if this manager has started it} */
    public Optional<ChildProcess> process() {
        return Optional.ofNullable(process).map(ServerProcess::process);
    }

    /**
     * {@return how many objects the server has that somebody refers to} One whose last proxy was closed a moment ago may still count. CPython's {@code
     * _number_of_objects}.
     */
    public int numberOfObjects() {
        return (int) Objects.requireNonNull(ask(Request.Question.NUMBER_OF_OBJECTS));
    }

    /** {@return a text about the server's objects, with how often each is referred to, and its clients} CPython's {@code _debug_info}. */
    public String debugInfo() {
        return (String) Objects.requireNonNull(ask(Request.Question.DEBUG_INFO));
    }

    /** {@return what the server knows of the methods that were called, first those that took most of the time} */
    @SuppressWarnings("unchecked") // so says the server
    public List<MethodStatistics> statistics() {
        return (List<MethodStatistics>) Objects.requireNonNull(ask(Request.Question.STATISTICS));
    }

    private @Nullable Object ask(Request.Question question) {
        requireOpen();
        return RemoteHandler.result(server.call(new Request.Tell(question), callTimeout, "asking"), server);
    }

    /**
     * Ends the server and waits until its process has ended: for a second of its own accord, for another one after a SIGTERM, then it is killed.
     *
     * @throws IllegalStateException if this manager has not started it
     */
    public void shutdown() {
        started();
        end.clean();
    }

    /**
     * Waits until the server's process has ended.
     *
     * @throws IllegalStateException if this manager has not started it
     * @throws io.github.multiprocessing4j.failure.WaitInterruptedException if the thread is or gets interrupted
     */
    public void join() {
        started().process().join();
    }

    /**
     * Waits until the server's process has ended.
     *
     * @param timeout how long at most
     * @return whether it has
     * @throws IllegalStateException if this manager has not started it
     * @throws io.github.multiprocessing4j.failure.WaitInterruptedException if the thread is or gets interrupted
     */
    public boolean join(Duration timeout) {
        return started().process().join(timeout);
    }

    private ServerProcess started() {
        if (process == null) {
            throw new IllegalStateException(
                    "this manager was connected with a server that others have started: only they can end it");
        }
        return process;
    }

    /** Ends the server if this has started it, else the connection with it unless proxies still use that. Calling this again does nothing. */
    @Override
    public void close() {
        end.clean();
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + address() + (process == null ? "" : ", " + process.process())
                + (end.isActive() ? "]" : ", closed]");
    }
}
