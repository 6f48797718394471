package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.failure.AuthenticationException;
import io.github.multiprocessing4j.failure.CallTimeoutException;
import io.github.multiprocessing4j.failure.ManagerDiedException;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.region.SessionDirectory;
import io.github.multiprocessing4j.wire.MemoryChannel;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedByInterruptException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/*
 * A thread that makes a call borrows a connection and gives it back, so there are as many as calls at the same time, and virtual threads by the thousands need no more.
 * The first connection is for what needs no answer. The second one goes through the socket and is the one by which others are opened
 * through shared memory, where that is possible; else it is used for calls as all others are.
 */
/** A server as this process sees it: one session there, its connections, and what is to be told. Thread-safe. */
final class RemoteServer {
    private static final Map<Access, RemoteServer> KNOWN = new ConcurrentHashMap<>();

    /** What a server may take for what is never much. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final long DIRECT_AGAIN_NANOS = 1_000_000_000;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Access access;

    private final long session = RANDOM.nextLong();

    private final AtomicLong lastLink = new AtomicLong(Hello.CONTROL);

    private final Connection control;

    private final Notices notices;

    /** The server's, which no other has. */
    private final long number;

    /** By which others are opened, by who holds {@link #opening}. Null if they can't be. */
    private volatile @Nullable CallLink opener;

    private final Object opening = new Object();

    private final Object openingInTurn = new Object();

    private final IdleLinks idle = new IdleLinks();

    /** For direct calls. */
    private final IdleLinks idleDirect = new IdleLinks();

    /** From when on it is worth asking for another one for direct calls, by {@link System#nanoTime}: there is a limit to them. */
    private volatile long directFrom = System.nanoTime();

    private volatile boolean mayShareMemory;

    /** Proxies and managers. Guarded by this, as what follows. */
    private long users;

    private boolean managed;

    /** Whether the last one has gone, so that nobody may come any more. */
    private boolean left;

    private volatile boolean closed;

    private RemoteServer(Access access) throws IOException {
        this.access = access;
        this.control = connect(Hello.CONTROL);
        this.notices = new Notices(control);
        this.number = welcome();
        if (access.mayBeNear()) {
            try {
                opener = socketLink();
            } catch (Throwable t) {
                control.close();
                throw t;
            }
            mayShareMemory = true;
        }
    }

    /** Nothing ever comes by that connection but the end: then there is no server any more, and nothing to keep. */
    private RemoteServer closedWhenItEnds() {
        Thread.ofVirtual().name("mp4j-manager-end").start(() -> {
            try {
                Object unexpected = control.recv();
                LibraryLog.logger().log(Level.WARNING, "{0} has sent what nobody asked for: {1}", this, unexpected);
            } catch (IOException | RuntimeException e) {
                LibraryLog.logger().log(Level.DEBUG, () -> this + " has ended", e);
            }
            close();
        });
        return this;
    }

    /** {@return a server, which was connected with perhaps, at whatever address} It does not end before the caller has {@linkplain #leave left}, too. */
    static RemoteServer of(long number, Access access) {
        for (RemoteServer known : KNOWN.values()) {
            if (known.number == number && !known.closed && known.isEntered()) {
                return known;
            }
        }
        return at(access);
    }

    /** {@return the server that is at an address now, which was connected with perhaps} It does not end before the caller has {@linkplain #leave left}, too. */
    static RemoteServer at(Access some) {
        Access access = some.withKey();
        while (true) {
            RemoteServer known = KNOWN.get(access);
            boolean before = known != null;
            if (known == null) {
                known = KNOWN.computeIfAbsent(access, RemoteServer::reached);
            }
            if (known.isEntered()) {
                if (!before || known.answers()) {
                    return known;
                }
                known.leave();
            }
            known.close(); // it was another one at the same address, or the last one who used it has just left
        }
    }

    private boolean answers() {
        try {
            return call(new Request.Tell(Request.Question.NOTHING), PATIENCE, "answering") instanceof Reply.Return;
        } catch (ManagerDiedException | CallTimeoutException e) {
            return false;
        }
    }

    private static RemoteServer reached(Access access) {
        try {
            return new RemoteServer(access).closedWhenItEnds();
        } catch (AuthenticationException e) {
            throw new UncheckedIOException(
                    "the manager at " + access.address()
                            + " has another key than this process uses for it (ManagerBuilder.authKey): "
                            + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw new ManagerDiedException("no manager can be reached at " + access.address(), e);
        }
    }

    private Connection connect(long number) throws IOException {
        Connection connection = access.connect();
        try {
            ChildProcess self = ChildProcess.current();
            connection.send(new Hello(
                    Hello.VERSION, session, number, ProcessHandle.current().pid(), self.name()));
            return connection;
        } catch (Throwable t) {
            connection.close();
            throw t;
        }
    }

    /** {@return the server's number} It answers this once and nothing else, through that connection. */
    private long welcome() throws IOException {
        try {
            if (!control.poll(PATIENCE)) {
                throw new IOException(access.address() + " does not answer");
            } else if (control.recv() instanceof Welcome(int version, long itsNumber)) {
                if (version != Hello.VERSION) {
                    throw new IOException("another version of this library is at " + access.address()
                            + ", which speaks version " + version + " of the protocol and not " + Hello.VERSION);
                }
                return itsNumber;
            }
            throw new IOException("something else than a manager is at " + access.address());
        } catch (Throwable t) {
            control.close();
            throw t;
        }
    }

    /** What a server says to who comes. */
    record Welcome(int version, long number) implements Serializable {}

    long number() {
        return number;
    }

    private CallLink socketLink() throws IOException {
        long number = lastLink.incrementAndGet();
        return new CallLink(new Transport.OverSocket(connect(number)), this, number, /* direct= */ false);
    }

    Access access() {
        return access;
    }

    // -- calls

    /** {@return a connection that no other thread uses} */
    CallLink borrow() {
        CallLink link = idleLink(/* direct= */ false);
        return link == null ? openLink(/* direct= */ false) : link;
    }

    /**
     * {@return a connection that no other thread uses} A server that does not answer keeps a thread of its own waiting if it must not keep this one.
     *
     * @throws CallLink.LateException if there is none in time, or the thread was interrupted
     */
    private CallLink borrow(boolean direct, @Nullable Duration limit, boolean interruptible)
            throws CallLink.LateException {
        CallLink link = idleLink(direct);
        if (link != null) {
            return link;
        } else if (limit == null && !interruptible) {
            return openLink(direct);
        }
        CompletableFuture<CallLink> opened = new CompletableFuture<>();
        Thread.ofVirtual().name("mp4j-manager-opening").start(() -> openFor(opened, direct));
        return LimitedWait.forResult(opened, limit, interruptible);
    }

    /** Unless nobody wants it any more: then whoever comes after that need not wait for it. */
    private void openFor(CompletableFuture<CallLink> opened, boolean direct) {
        synchronized (openingInTurn) {
            if (opened.isDone()) {
                return;
            }
            try {
                CallLink late = openLink(direct);
                if (!opened.complete(late)) {
                    giveBack(late);
                }
            } catch (RuntimeException | Error e) {
                opened.completeExceptionally(e);
            }
        }
    }

    private @Nullable CallLink idleLink(boolean direct) {
        CallLink link = direct ? idleDirect.poll() : idle.poll();
        return link == null && direct && !mayOpenDirect() ? idle.poll() : link;
    }

    private CallLink openLink(boolean direct) {
        CallLink link = direct && mayOpenDirect() ? openDirect() : null;
        link = link == null && direct ? idle.poll() : link;
        return link != null ? link : Objects.requireNonNull(openPatiently(this::newLink));
    }

    private interface Opening {
        @Nullable
        CallLink open() throws IOException;
    }

    /** Whether or not the thread is or gets interrupted, which is kept for later. */
    private @Nullable CallLink openPatiently(Opening opened) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return opened.open();
                } catch (InterruptedIOException | ClosedByInterruptException e) {
                    if (!Thread.interrupted()) {
                        throw died(e);
                    }
                    interrupted = true;
                } catch (IOException e) {
                    throw died(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private CallLink newLink() throws IOException {
        CallLink link = mayShareMemory ? open(/* direct= */ false) : null;
        mayShareMemory = link != null;
        return link == null ? socketLink() : link;
    }

    private boolean mayOpenDirect() {
        return mayShareMemory && System.nanoTime() - directFrom >= 0;
    }

    /** {@return one for direct calls; null if there can be none} */
    private @Nullable CallLink openDirect() {
        CallLink link = openPatiently(() -> open(/* direct= */ true));
        if (link == null) {
            directFrom = System.nanoTime() + DIRECT_AGAIN_NANOS;
        }
        return link;
    }

    /** {@return a connection through shared memory; null if there can be none} */
    private @Nullable CallLink open(boolean direct) throws IOException {
        if (closed) {
            throw new IOException("the connections to it were closed");
        }
        synchronized (opening) {
            CallLink opens = opener;
            if (opens == null) {
                return null;
            }
            opens.send(new Request.OpenChannel(SessionDirectory.path().toString(), direct));
            return opens.receivePatiently() instanceof Reply.Return(Opened(MemoryChannel.Handle end, long number))
                    ? new CallLink(new Transport.ThroughMemory(end.arrive()), this, number, direct)
                    : null;
        }
    }

    void giveBack(CallLink link) {
        (link.isDirect() ? idleDirect : idle).add(link);
        if (closed) {
            closeIdle();
        }
    }

    /** Opens as many connections as are kept, so that no call opens any that stays: for tests. */
    void warmUp() {
        List<CallLink> links = new ArrayList<>();
        for (int i = 0; i < IdleLinks.MOST; i++) {
            links.add(borrow());
            if (mayOpenDirect()) {
                links.add(openLink(/* direct= */ true));
            }
        }
        links.forEach(this::giveBack);
    }

    /**
     * Has something done and waits for the answer.
     *
     * @param limit how long it may take; null for as long as it takes
     * @param interruptible whether to give up if there is no answer a second after an interrupt
     * @throws ManagerDiedException if the server is gone
     * @throws SerializationException if an argument can't be sent, or the answer not be read
     * @throws CallLink.LateException if the time is over, or the thread was interrupted, and there is no answer
     */
    Reply call(Request request, @Nullable Duration limit, boolean interruptible) throws CallLink.LateException {
        return call(/* direct= */ false, request, limit, interruptible);
    }

    /** As {@link #call}, where the call neither waits nor runs code of this process. */
    Reply callDirectly(Request request, @Nullable Duration limit) throws CallLink.LateException {
        return call(/* direct= */ true, request, limit, /* interruptible= */ false);
    }

    private Reply call(boolean direct, Request request, @Nullable Duration limit, boolean interruptible)
            throws CallLink.LateException {
        long start = limit == null ? 0 : System.nanoTime();
        CallLink link = borrow(direct, limit, interruptible);
        boolean usable = false;
        try {
            link.send(request, Nanos.left(limit, start), interruptible);
            Reply reply = link.await(Nanos.left(limit, start), interruptible);
            usable = true;
            return reply;
        } catch (SerializationException e) {
            usable = true; // nothing was sent, or all was received
            throw e;
        } catch (CallLink.LateException e) {
            usable = e.getCause() != null; // that came as an answer
            throw e;
        } catch (IOException e) {
            throw died(e);
        } finally {
            if (usable) {
                giveBack(link);
            } else {
                link.close();
            }
        }
    }

    /**
     * As {@link #call(Request, Duration, boolean)}, whether or not the thread is interrupted.
     *
     * @param what is done, in words
     */
    Reply call(Request request, @Nullable Duration limit, String what) {
        try {
            return call(request, limit, false);
        } catch (CallLink.LateException e) {
            throw timedOut(what, Objects.requireNonNull(limit), e.getCause());
        }
    }

    /** {@return what is thrown when a time limit is exceeded} */
    CallTimeoutException timedOut(String what, Duration limit, @Nullable Throwable cause) {
        return new CallTimeoutException(
                what + " took longer than " + limit.toMillis() + " ms"
                        + (cause == null ? ", and " + this + " has not answered" : ""),
                limit,
                cause);
    }

    ManagerDiedException died(IOException cause) {
        return new ManagerDiedException("the manager at " + access.address() + " has ended, or was shut down", cause);
    }

    // -- proxies

    /** {@return a proxy that has come with a message} */
    Object arrived(Description description, long ticket) {
        RemoteHandler.result(call(new Request.Redeem(description.id(), ticket), null, "taking a proxy in"), this);
        return new RemoteHandler(this, description).newProxy();
    }

    /** A proxy leaves with a message. {@return by which it holds its object} */
    long hold(long id) {
        long ticket;
        do {
            ticket = RANDOM.nextLong();
        } while (ticket == 0);
        notices.tell(new Request.Control.Hold(id, ticket));
        return ticket;
    }

    /** A proxy was given up. Does not wait: whoever says so may be the garbage collector's helper. */
    void release(long id) {
        notices.release(id);
        leave();
    }

    /** {@return by which it is told what needs no answer} */
    Notices notices() {
        return notices;
    }

    /** {@return whether the caller may use this and does: not when the last one who did has left} */
    private synchronized boolean isEntered() {
        if (!left) {
            users++;
        }
        return !left;
    }

    /** Somebody uses this. */
    synchronized void enter(boolean manager) {
        users++;
        managed |= manager;
    }

    /** Somebody does not use it any more. What was connected with on purpose is left when nobody does; else it may be needed again. */
    void leave() {
        boolean last;
        synchronized (this) {
            last = --users == 0 && managed;
            left |= last;
        }
        if (last) {
            notices.flush();
            close();
        }
    }

    /** Closes all connections. */
    void close() {
        closed = true;
        KNOWN.remove(access, this);
        control.close();
        CallLink opens = opener;
        opener = null;
        if (opens != null) {
            opens.close(); // also while somebody waits in it
        }
        closeIdle();
    }

    private void closeIdle() {
        idle.close();
        idleDirect.close();
    }

    @Override
    public String toString() {
        return "the manager at " + access.address();
    }
}
