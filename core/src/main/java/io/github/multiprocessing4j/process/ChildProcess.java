package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.failure.ExitStatus;
import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.failure.WaitInterruptedException;
import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.os.Signals;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A piece of code that runs in an operating-system process of its own, a new JVM with the class path of this one. The API
 * is that of {@link Thread}:
 *
 * <pre>{@code
 * var p = ChildProcess.start(() -> System.out.println("hello from " + ChildProcess.current().name()));
 * p.join();
 * System.out.println(p.exitStatus());      // exited with code 0
 * }</pre>
 *
 * <p>What to run is a serializable lambda or method reference, or {@link #run()} of a subclass, whose fields travel. The
 * child gets a <em>copy</em> of everything that is captured; what it changes stays in the child. Static fields begin anew there, except those that are
 * {@link Inherited}. A class that is not on the class path comes from the parent, if its class loader hands out its class file.
 *
 * <pre>{@code
 * final class Greeter extends ChildProcess {
 *     private final String whom;               // travels; has to be serializable
 *
 *     Greeter(String whom) {
 *         this.whom = whom;
 *     }
 *
 *     @Override
 *     public void run() {                      // runs in the child
 *         System.out.println("hello " + whom + " from " + name());
 *     }
 * }
 *
 * var g = new Greeter("bob");
 * g.start();
 * g.join();                                    // hello bob from Greeter-1
 * }</pre>
 *
 * <p><b>Rules.</b> A process is started only once and only by the process that created the object; it can be joined only
 * by that one too. A daemon child may have no children. While a child is still loading what it is to run, as in a static
 * initializer of the class that holds the target, it may not start children, or a class whose initializer starts processes
 * would multiply without end. Breaking a rule is an {@link IllegalStateException} that says which.
 *
 * <p><b>Ends.</b> The child ends when the target returns (exit code 0) or throws (its stack trace is printed on the child's
 * standard error; exit code 1), as a {@code main} method would: threads of its own that are not daemons are waited for. A
 * child that is not a daemon keeps its parent's JVM alive as a thread that is not a daemon does; {@link System#exit} and
 * signals in the parent terminate all children. A child whose parent is gone, however that died, ends within a second; one that is stopped, when it is
 * continued. {@code System.out} and {@code System.err} are flushed as the target returns or throws. {@link Finalizer} is for what is to be done at the end, and says in
 * which order things end. What comes to a child, and what it still does then:
 *
 * <table class="striped">
 * <caption>How a child ends whose code does not handle signals itself</caption>
 * <thead><tr><th>what comes</th><th>exit hooks</th><th>exit code</th><th>its own children</th></tr></thead>
 * <tbody>
 * <tr><td>the target returns, or throws</td><td>run</td><td>0, or 1</td><td>joined; daemons terminated</td></tr>
 * <tr><td>{@code System.exit(n)}</td><td>run</td><td>n</td><td>terminated</td></tr>
 * <tr><td>{@link #terminate()}, SIGTERM</td><td>run</td><td>-15</td><td>terminated</td></tr>
 * <tr><td>{@link #interrupt()}, SIGINT, Ctrl-C unless it has {@linkplain ChildProcessBuilder#ownGroup a group of its own}</td><td>run</td><td>-2</td><td>terminated</td></tr>
 * <tr><td>SIGHUP</td><td>run</td><td>-1</td><td>terminated</td></tr>
 * <tr><td>{@link #kill()}, SIGKILL</td><td>do not run</td><td>-9</td><td>end by themselves within a second, and run theirs</td></tr>
 * <tr><td>its parent's death</td><td>run, for 300 ms</td><td>nobody to tell</td><td>terminated</td></tr>
 * </tbody>
 * </table>
 *
 * <p><b>Logging.</b> What the child logs by {@link System.Logger}, {@code java.util.logging} or SLF4J with Logback comes to the loggers of the same names in
 * this process, whose levels, filters, handlers and appenders decide about it; a message begins with {@code [Process-1/12345] }, the child's name and
 * process id. The records of a process stay in their order. What was logged is safe when the call that logs returns, even if the child crashes then; at its end it is handed on
 * before the end is told, unless handlers take longer than half a second. If this process is slow to log, the child waits for half a
 * second at most; what then finds no room is lost, and a warning tells how much that was. The child reads the same configuration, for its levels, but has none of its handlers. Levels of {@code java.util.logging} that
 * this process has set by then hold in the child, too. Exceptions come as themselves or, if they can't, as what prints the same; messages and traces beyond 64 KiB are
 * cut. With the system property {@code multiprocessing4j.forwardLogs=false} children log for themselves. Logback has to be on the class path for
 * that, with this library, and not on the module path.
 *
 * <p><b>Threads as processes.</b> What {@code Context.threads()} or {@link ChildProcessBuilder#thread} makes has the same methods but is a thread of this
 * process, and differs in what follows from that:
 *
 * <ul>
 *   <li>Nothing is copied: what the target captures, or a subclass has, is the same object in the thread, and need not be
 *       serializable.
 *   <li>It can't be killed: {@link #terminate} and {@link #kill} are an {@link UnsupportedOperationException}. {@link #interrupt}
 *       interrupts the thread. {@link System#exit} in it ends this whole process.
 *   <li>Its exit code is 0, or 1 if the target has thrown; what it has thrown goes to the thread's uncaught exception handler.
 *       The threads that it has started are not waited for.
 *   <li>Its {@link #pid} is this process's. {@link #current}, {@link #parent} and {@link #active} in it are about the thread. Whatever
 *       thread has the object may join it.
 *   <li>One that is not a daemon keeps the JVM alive, unless it is a virtual thread. A daemon may have children.
 * </ul>
 *
 * <p>Objects are thread-safe. CPython's counterparts are {@code multiprocessing.Process} and {@code multiprocessing.dummy.Process}.
 *
 * @see io.github.multiprocessing4j.process
 */
public class ChildProcess implements AutoCloseable, Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String name;

    private volatile boolean daemon;

    /** Guards what changes the relation. Travels so that a copy has one too. */
    private final Serializable lock = new Object[0];

    /** What this process is to the running one; all that differs by that is decided there. */
    private transient volatile Relation relation = new Relation.Unstarted(new Start.AsProcess());

    private transient @Nullable RemoteRunnable target;

    private transient Output output = Output.INHERIT;

    private transient boolean ownGroup;

    private transient JvmSettings jvm = JvmSettings.usual();

    private transient AuthKey authKey;

    /** A process named after its class, as {@code Greeter-1}, whose {@link #run()} is overridden. */
    protected ChildProcess() {
        this.name = CurrentProcess.nextName(getClass());
        this.authKey = CurrentProcess.authKey();
    }

    /**
     * A process whose {@link #run()} is overridden.
     *
     * @param name its name
     */
    protected ChildProcess(String name) {
        this.name = Objects.requireNonNull(name, "name");
        this.authKey = CurrentProcess.authKey();
    }

    /**
     * A process whose {@link #run()} is overridden, with a name, options and so on, and in the context that the builder is of:
     *
     * <pre>{@code
     * Greeter(Context context, String whom) {
     *     super(context.processBuilder());
     *     this.whom = whom;
     * }
     * }</pre>
     *
     * @param builder tells what it is to be
     */
    protected ChildProcess(ChildProcessBuilder builder) {
        this(builder, null);
    }

    ChildProcess(ChildProcessBuilder builder, @Nullable RemoteRunnable target) {
        this.name = builder.name != null ? builder.name : CurrentProcess.nextName(getClass());
        this.relation = new Relation.Unstarted(builder.start);
        this.daemon = builder.daemon;
        this.output = builder.output;
        this.jvm = builder.jvm;
        this.ownGroup = builder.ownGroup;
        this.authKey = builder.authKey != null ? builder.authKey : CurrentProcess.authKey();
        this.target = target;
    }

    /** A process that runs already: this one, whose target is given if it has one, or the one that started it. */
    ChildProcess(String name, boolean daemon, Relation relation, AuthKey authKey, @Nullable RemoteRunnable target) {
        this.name = name;
        this.daemon = daemon;
        this.relation = relation;
        this.authKey = authKey;
        this.target = target;
    }

    /**
     * {@return a process, not started yet}
     *
     * @param target what it is to run
     */
    public static ChildProcess of(RemoteRunnable target) {
        return builder().of(target);
    }

    /**
     * Creates and starts a process.
     *
     * @param target what it is to run
     * @return the process
     * @throws SerializationException if the target, or what it captures, can't be sent
     * @throws ProcessStartException if the operating system refuses
     * @throws IllegalStateException if this process may not have children
     */
    public static ChildProcess start(RemoteRunnable target) {
        return of(target).start();
    }

    /** {@return a builder for a process with a name, options and so on} */
    public static ChildProcessBuilder builder() {
        return new ChildProcessBuilder();
    }

    /**
     * {@return the running process; in a child, the object that was started} In a thread that was started as a process, that; not in
     * the threads which it starts otherwise.
     */
    public static ChildProcess current() {
        return CurrentProcess.get();
    }

    /** {@return the process that started the running one, or nothing if it was not started by this library} */
    public static Optional<ChildProcess> parent() {
        return CurrentProcess.parent();
    }

    /**
     * {@return the children of the running process that have not ended, oldest first} Those that are threads come last; they are only told to the
     * one of this JVM's threads and processes that has started them.
     */
    public static List<ChildProcess> active() {
        List<ChildProcess> threads = ThreadChild.activeOf(CurrentProcess.get());
        List<ChildProcess> processes = LiveChildren.active();
        return threads.isEmpty()
                ? processes
                : Stream.concat(processes.stream(), threads.stream()).toList();
    }

    /** {@return the number of processors this JVM may use} */
    public static int cpuCount() {
        return Runtime.getRuntime().availableProcessors();
    }

    /**
     * What the child runs. To be overridden, unless a target was given.
     *
     * @throws Exception if it fails; the child then ends with exit code 1
     */
    public void run() throws Exception {
        if (target != null) {
            target.run();
        }
    }

    /**
     * Starts the process. Returns as soon as the operating system has made it; the target, and what it captures, is copied
     * before. What then happens in the child shows in its exit status and on its standard error.
     *
     * @return this
     * @throws SerializationException if the target, or what it captures, can't be sent
     * @throws ProcessStartException if the operating system refuses
     * @throws IllegalStateException if it was started already, belongs to another process, or this process may not have
     *     children
     */
    public final ChildProcess start() {
        synchronized (lock) {
            Relation unstarted = relation;
            relation = unstarted.started(this);
            try {
                relation.begin();
            } catch (Throwable t) {
                relation = unstarted;
                throw t;
            }
        }
        return this;
    }

    /**
     * Waits until the process has ended.
     *
     * @throws WaitInterruptedException if the calling thread is interrupted
     * @throws IllegalStateException if it was not started, or not by this process
     */
    public final void join() {
        join(Duration.ofNanos(Long.MAX_VALUE));
    }

    /**
     * Waits until the process has ended, but not for ever.
     *
     * @param timeout how long to wait at most; not at all if it is not positive
     * @return whether it has ended
     * @throws WaitInterruptedException if the calling thread is interrupted
     * @throws IllegalStateException if it was not started, or not by this process
     */
    public final boolean join(Duration timeout) {
        try {
            return relation.join(this, timeout);
        } catch (InterruptedException e) {
            throw WaitInterruptedException.of("the end of " + name, e);
        }
    }

    /**
     * {@return whether the process was started and has not ended}
     *
     * @throws IllegalStateException if it was started by another process
     */
    public final boolean isAlive() {
        return relation.isAlive(this);
    }

    /**
     * {@return 0 or the exit code, or the negated number of the signal that ended it} Nothing while it has not ended or was not
     * started, and nothing in a process that did not start it: how it ended is told only there.
     *
     * @throws IllegalStateException if this is closed
     */
    public final OptionalInt exitCode() {
        Optional<ExitStatus> status = relation.exitStatus(this);
        return status.isPresent() ? OptionalInt.of(status.get().exitCode()) : OptionalInt.empty();
    }

    /**
     * {@return how the process ended}
     *
     * @throws IllegalStateException if it has not ended or was not started, if it was not started by this process, or if
     *     this is closed
     */
    public final ExitStatus exitStatus() {
        return relation.exitStatus(this)
                .orElseThrow(() -> new IllegalStateException(this
                        + " has not ended, so it has no exit status yet; start and join it first, or ask exitCode()"));
    }

    /**
     * {@return what HotSpot wrote down as the process crashed in native code: the beginning of its {@code hs_err} file} The file
     * itself, which HotSpot names as it crashes, is removed when this process ends. Nothing
     * if it did not crash or has not ended, if it was not started, or if it was not started by this process.
     *
     * @throws IllegalStateException if this is closed
     */
    public final Optional<String> crashReport() {
        return relation.crashReport(this);
    }

    /**
     * {@return the process id}
     *
     * @throws IllegalStateException if it was not started
     */
    public final long pid() {
        return relation.pid(this);
    }

    /** {@return whether it is, or will be, a thread of this process rather than a process of its own} */
    public final boolean isThread() {
        return relation.isThread();
    }

    /** {@return its name: given, or Process-1, and Process-1:2 for the second child of that; {@code jps -m} shows it too, unless it comes from
     *     the stock, which it says then} */
    public final String name() {
        return name;
    }

    /** {@return whether the process is terminated when its parent ends, rather than waited for} */
    public final boolean isDaemon() {
        return daemon;
    }

    /**
     * Makes it a daemon or not, before it is started.
     *
     * @param daemon whether it is terminated when its parent ends, rather than waited for
     * @throws IllegalStateException if it was started
     */
    public final void setDaemon(boolean daemon) {
        relation.requireDaemonNotFixed(this);
        this.daemon = daemon;
    }

    /** {@return the key by which it is known to others, inherited from its creator unless another was given} */
    public final AuthKey authKey() {
        return authKey;
    }

    /**
     * Asks the process to end, by SIGTERM. Its shutdown hooks run; {@code finally} blocks do not. Does nothing if it has
     * ended. Its own children are terminated by it.
     *
     * @throws IllegalStateException if it was not started, or not by this process
     * @throws UnsupportedOperationException if it is a thread
     */
    public final void terminate() {
        relation.signal(this, Signals.SIGTERM);
    }

    /**
     * Ends the process at once, by SIGKILL: nothing of its code runs any more. Does nothing if it has ended. Its own
     * children end by themselves within a second. This does not wait for the end: until {@link #join()} returns the process may
     * still count as alive, for others too.
     *
     * @throws IllegalStateException if it was not started, or not by this process
     * @throws UnsupportedOperationException if it is a thread
     */
    public final void kill() {
        relation.signal(this, Signals.SIGKILL);
    }

    /**
     * Does to the process what Ctrl-C does, by SIGINT. Does nothing if it has ended, or if SIGINT is ignored: a program that a
     * script without job control has started in the background ignores it, and so do its children. If it is a thread it is {@linkplain
     * Thread#interrupt interrupted}.
     *
     * @throws IllegalStateException if it was not started, or not by this process
     * @throws UnsupportedOperationException if this JVM has no native access
     */
    public final void interrupt() {
        relation.signal(this, Signals.SIGINT);
    }

    /**
     * {@return a future of how it ends} Completing or cancelling it has no effect on the process. What depends on it runs on
     * a thread of its own.
     *
     * @throws IllegalStateException if it was not started, or not by this process
     */
    public final CompletableFuture<ExitStatus> onExit() {
        return ExitNotice.of(name, relation.exit(this));
    }

    /**
     * {@return something that is ready once the process has ended, to wait for along with others}
     *
     * @throws IllegalStateException if it was not started, or not by this process
     */
    public final Sentinel sentinel() {
        return new Sentinel(name, relation.end(this));
    }

    /**
     * {@return the JDK's view of the process}
     *
     * @throws IllegalStateException if it was not started, or has ended
     */
    public final ProcessHandle toHandle() {
        return ProcessHandle.of(pid()).orElseThrow(() -> new IllegalStateException(this + " has ended"));
    }

    /**
     * Lets go of the process, which must have ended or not have been started. Afterwards this object can't be used any more.
     * Closing it again has no effect.
     *
     * @throws IllegalStateException if the process runs
     */
    @Override
    public final void close() {
        synchronized (lock) {
            relation = relation.closed(this);
            target = null;
        }
    }

    boolean ownGroup() {
        return ownGroup;
    }

    Output output() {
        return output;
    }

    JvmSettings jvm() {
        return jvm;
    }

    @Nullable
    RemoteRunnable target() {
        return target;
    }

    /** It is not needed here any more: it has been sent, or has ended. */
    void loseTarget() {
        target = null;
    }

    /** The started process becomes itself: what arrived in it as a copy is now what {@link #current()} gives. */
    void becomeCurrent() {
        relation = new Relation.Self();
        authKey = CurrentProcess.authKey();
    }

    /** {@return name, process id and state} */
    @Override
    public final String toString() {
        return "ChildProcess[" + name + relation.describe() + (daemon ? ", daemon]" : "]");
    }

    /** A copy that arrives in another process can tell who it is, but not be started or joined there. */
    @Serial
    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeLong(relation.pidOrZero());
    }

    @Serial
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        relation = new Relation.Elsewhere(in.readLong());
        output = Output.INHERIT;
        jvm = JvmSettings.usual();
        authKey = CurrentProcess.authKey();
    }
}
