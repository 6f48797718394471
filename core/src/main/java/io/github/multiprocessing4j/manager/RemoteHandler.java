package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.failure.CallTimeoutException;
import io.github.multiprocessing4j.failure.ManagerException;
import io.github.multiprocessing4j.failure.RemoteThrowable;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.process.Finalizer;
import io.github.multiprocessing4j.region.Transit;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Behind a proxy for an object in another process. It is one reference to it. */
final class RemoteHandler extends ProxyHandler {
    private final RemoteServer server;

    private final @Nullable Duration limit;

    private final Finalizer release;

    /** Whose server ends when it is forgotten: not as long as this is not. */
    private final @Nullable Manager manager;

    RemoteHandler(RemoteServer server, Description description) {
        this(server, description, null, null);
    }

    /**
     * @param limit how long a call may take; null for as long as it takes
     * @param manager who has made it; null if it has come from elsewhere
     */
    RemoteHandler(RemoteServer server, Description description, @Nullable Duration limit, @Nullable Manager manager) {
        super(description);
        this.manager = manager;
        this.server = server;
        this.limit = limit;
        long id = description.id();
        server.enter(/* manager= */ false);
        this.release = Finalizer.of(this, () -> server.release(id));
    }

    RemoteServer server() {
        return server;
    }

    private long id() {
        return description().id();
    }

    private void requireOpen() {
        if (!release.isActive()) {
            throw new IllegalStateException("this proxy of a " + description().typeid() + " was closed");
        }
    }

    @Override
    @SuppressWarnings("InterruptedInCatchBlock")
    @Nullable
    Object call(Route route, @Nullable Object @Nullable [] arguments) throws Throwable {
        requireOpen();
        if (route.interruptible() && Thread.interrupted()) {
            throw new InterruptedException();
        }
        route.makeListsOfInputs(arguments);
        Request request = new Request.Call(
                id(), route.key(), arguments, Thread.currentThread().threadId());
        try {
            Duration left = Pipeline.drain(limit, route.interruptible());
            Reply reply = description().direct() && !route.takesFunctions()
                    ? server.callDirectly(request, left)
                    : server.call(request, left, route.interruptible());
            return resultOrThrow(reply, server, limit);
        } catch (CallLink.LateException e) {
            throw late(e, route.key());
        } catch (InterruptedException e) {
            Thread.interrupted(); // whoever throws it takes the mark away
            throw e;
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private Exception late(CallLink.LateException late, String what) {
        if (late.isInterrupted()) {
            Thread.interrupted();
            return new InterruptedException("interrupted while " + server + " executes " + what);
        }
        return timedOut(what, late.getCause());
    }

    private CallTimeoutException timedOut(String what, @Nullable Throwable cause) {
        return server.timedOut(what + " of a " + description().typeid(), Objects.requireNonNull(limit), cause);
    }

    /**
     * {@return what an answer brings} Throws what it brings otherwise.
     *
     * @param limit how long a call may take through a proxy that it brings; null for as long as it takes
     */
    static @Nullable Object resultOrThrow(Reply reply, RemoteServer server, @Nullable Duration limit) throws Throwable {
        return switch (reply) {
            case Reply.Return(Object value) -> value;
            case Reply.Encoded(byte[] value) -> CallLink.decoded(value);
            case Reply.Proxy(Description of) -> new RemoteHandler(server, of, limit, null).newProxy();
            case Reply.Thrown(byte[] thrown) -> throw thrownHere(CallLink.decodedThrowable(thrown));
            case Reply.Refused(String reason, byte[] thrown) ->
                throw new ManagerException(reason, CallLink.decodedThrowable(thrown));
            case Reply.Unserializable(String reason) ->
                throw new SerializationException("the result can't be sent by " + server + ": " + reason, null);
        };
    }

    /** As {@link #resultOrThrow} of what throws nothing checked. */
    static @Nullable Object result(Reply reply, RemoteServer server) {
        try {
            return resultOrThrow(reply, server, null);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new ManagerException(
                    "what the manager at " + server.access().address() + " was to do has failed: " + t, t);
        }
    }

    /** An exception as the object has thrown it, with the stack of whoever has called behind the one that it has. */
    private static Throwable thrownHere(Throwable thrown) {
        if (thrown instanceof RemoteThrowable) {
            return new ManagerException(thrown.toString(), thrown);
        }
        thrown.setStackTrace(RemoteStack.joined(thrown.getStackTrace(), new Throwable().getStackTrace()));
        return thrown;
    }

    @Override
    boolean isForSame(ProxyHandler other) {
        return other instanceof RemoteHandler remote && remote.id() == id() && remote.server == server;
    }

    @Override
    public Token token() {
        return new Token(description().typeid(), server.access().address(), Long.toHexString(id()));
    }

    @Override
    public @Nullable Object getValue() {
        requireOpen();
        try {
            Duration left = Pipeline.drain(limit, /* interruptible= */ false);
            return result(server.call(new Request.GetValue(id()), left, false), server);
        } catch (CallLink.LateException e) {
            throw timedOut("copying", e.getCause());
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public @Nullable Object callMethod(String method, @Nullable Object... arguments) throws Exception {
        requireOpen();
        Request request = new Request.CallByName(
                id(), method, arguments, Thread.currentThread().threadId());
        try {
            return resultOrThrow(server.call(request, Pipeline.drain(limit, true), true), server, limit);
        } catch (CallLink.LateException e) {
            throw late(e, method);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new ManagerException(method + " has failed: " + t, t);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public Future<@Nullable Object> callMethodAsync(String method, @Nullable Object... arguments) {
        requireOpen();
        return Pipeline.begin(
                this,
                server,
                new Request.CallByName(
                        id(), method, arguments, Thread.currentThread().threadId()));
    }

    @Override
    public void close() {
        release.clean();
    }

    /** {@return another one for the same object} */
    RemoteHandler another(@Nullable Duration otherLimit) {
        requireOpen();
        try {
            result(server.call(new Request.Another(id()), patience(otherLimit), "making a proxy"), server);
            return new RemoteHandler(server, description(), otherLimit, manager);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Who sets a limit of a moment still wants the proxy that has it; who sets one at all does not want to wait for long. */
    private static Duration patience(@Nullable Duration limit) {
        return limit == null || limit.compareTo(RemoteServer.PATIENCE.minusSeconds(1)) > 0
                ? RemoteServer.PATIENCE
                : limit.plusSeconds(1);
    }

    @Override
    public Object writeReplace() {
        requireOpen();
        try {
            long ticket = Transit.isKeptBySender() ? 0 : hold();
            return new ProxyForm(server.number(), server.access().sent(), description(), ticket);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private long hold() {
        long ticket = server.hold(id());
        Transit transit = Transit.current();
        if (transit != null) {
            transit.add(new Journey(server, id(), ticket));
        }
        return ticket;
    }

    /** In a message. */
    private record Journey(RemoteServer server, long id, long ticket) implements Transit.Passenger {
        @Override
        public void stay() {
            lose();
        }

        @Override
        public void leave() {}

        @Override
        public void lose() {
            server.notices().tell(new Request.Control.Lost(id, ticket));
        }
    }
}
