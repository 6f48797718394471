package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.codec.Sink;
import io.github.multiprocessing4j.failure.ManagerException;
import io.github.multiprocessing4j.function.RemoteFunction;
import io.github.multiprocessing4j.region.SessionDirectory;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Does what clients ask for. Thread-safe; executes in the thread that calls it. */
final class Executor {
    private final Registry registry;

    private final ObjectTable table;

    private final ProxiesOnTheirWay onTheirWay;

    private final ServerReport report;

    /** Opens a channel for a client. */
    private final BiFunction<Session, Boolean, @Nullable Opened> opened;

    private final Runnable shutdown;

    Executor(
            Registry registry,
            ObjectTable table,
            ProxiesOnTheirWay onTheirWay,
            ServerReport report,
            BiFunction<Session, Boolean, @Nullable Opened> opened,
            Runnable shutdown) {
        this.registry = registry;
        this.table = table;
        this.onTheirWay = onTheirWay;
        this.report = report;
        this.opened = opened;
        this.shutdown = shutdown;
    }

    /** {@return the answer to what must not wait, or null if it would have to} Anything else is refused. */
    @Nullable
    Reply executeDirectly(Request request, Session session) {
        try {
            if (!(request instanceof Request.Call call)) {
                throw new ManagerException("only calls may come this way", null);
            }
            ServedObject served = table.get(call.id());
            Invoker method = served.exposure().method(call.method());
            if (!served.type().isDirect() || method.takesFunctions()) {
                throw new ManagerException(
                        method.name() + " of a " + served + " may wait and can't come this way", null);
            }
            if (!served.turn().tryEnter()) {
                return null; // another call runs code of a client in there, perhaps
            }
            try {
                return call(served, method, call.arguments(), session, call.thread());
            } finally {
                served.turn().leave();
            }
        } catch (ManagerException e) {
            return Reply.refused(e);
        } catch (RuntimeException | Error e) {
            return Reply.thrown(e);
        }
    }

    /** {@return the answer, whatever happens} */
    Reply execute(Request request, Session session) {
        try {
            return switch (request) {
                case Request.Call call -> {
                    ServedObject served = table.get(call.id());
                    yield call(
                            served, served.exposure().method(call.method()), call.arguments(), session, call.thread());
                }
                case Request.CallByName call -> {
                    ServedObject served = table.get(call.id());
                    Invoker method = served.exposure().byName(call.name(), call.arguments().length);
                    yield call(served, method, call.arguments(), session, call.thread());
                }
                case Request.Create create -> create(create, session);
                case Request.GetValue get -> value(table.get(get.id()));
                case Request.Redeem redeem -> {
                    session.own(onTheirWay.redeem(redeem.id(), redeem.ticket()));
                    yield new Reply.Return(null);
                }
                case Request.Another another -> {
                    session.own(table.retain(another.id()));
                    yield new Reply.Return(null);
                }
                case Request.OpenChannel open -> new Reply.Return(openChannel(open, session));
                case Request.Tell tell -> new Reply.Return(report.answer(tell.question()));
                case Request.Shutdown _ -> {
                    shutdown.run();
                    yield new Reply.Return(null);
                }
                case Request.Control control -> {
                    control(control, session);
                    yield new Reply.Return(null);
                }
            };
        } catch (ManagerException e) {
            return Reply.refused(e);
        } catch (RuntimeException | Error e) {
            return Reply.thrown(e);
        }
    }

    /** Does what needs no answer. */
    void control(Request.Control control, Session session) {
        switch (control) {
            case Request.Control.Hold hold -> onTheirWay.hold(hold.id(), hold.ticket(), session);
            case Request.Control.Lost lost -> onTheirWay.lost(lost.ticket());
            case Request.Control.Interrupt interrupt -> session.interrupt(interrupt);
            case Request.Control.Release release -> {
                for (long id : release.ids()) {
                    session.disown(id);
                }
            }
        }
    }

    private Reply call(
            ServedObject served,
            Invoker method,
            @Nullable Object @Nullable [] arguments,
            Session session,
            long thread) {
        Caller.is(new Caller(session, thread));
        try {
            Object result = invoke(served, method, arguments);
            String typeid = method.resultTypeid();
            return typeid == null || result == null ? new Reply.Return(result) : stays(typeid, result, session);
        } catch (ManagerException e) {
            throw e;
        } catch (Throwable t) {
            return Reply.thrown(t);
        } finally {
            Caller.is(null);
        }
    }

    /** Calls a method of an object as its type says. */
    static @Nullable Object invoke(ServedObject served, Invoker method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        Object referent = served.referent();
        if (served.type().isSynchronizing()) {
            served.turn().enter();
            try {
                return method.invoke(referent, arguments);
            } finally {
                served.turn().leave();
            }
        }
        return method.invoke(referent, arguments);
    }

    private Reply create(Request.Create create, Session session) {
        ManagedType<?> type = type(create.typeid());
        RemoteFunction<@Nullable Object[], ?> maker = type.maker();
        if (maker == null) {
            throw new ManagerException(
                    "no " + type.typeid() + " can be made: the server has registered that type without a factory",
                    null);
        }
        Caller.is(new Caller(session, create.thread()));
        try {
            Object made = maker.apply(create.arguments());
            Objects.requireNonNull(made, () -> "the factory of " + type.typeid() + " has made nothing");
            return stays(create.typeid(), made, session);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new ManagerException("the factory of " + type.typeid() + " has thrown " + t, t);
        } finally {
            Caller.is(null);
        }
    }

    /** {@return the entry of an object, to which nobody refers yet if it is new} */
    ServedObject entry(String typeid, Object object) {
        return table.entry(type(typeid), object);
    }

    private ManagedType<?> type(String typeid) {
        ManagedType<?> type = registry.get(typeid);
        if (type == null) {
            throw new ManagerException("no type " + typeid + " is registered here, only " + registry, null);
        }
        return type;
    }

    /** An object stays here; whoever called gets a proxy. */
    private Reply stays(String typeid, Object object, Session session) {
        ServedObject served = LocalHandler.servedBy(object); // it may be one that is here already
        if (served == null) {
            served = entry(typeid, object);
        }
        table.retain(served);
        session.own(served);
        return new Reply.Proxy(served.type().describe(served.id()));
    }

    /** The object itself, encoded while no call that keeps to the rules is in it. */
    private static Reply value(ServedObject served) {
        Object referent = served.referent();
        Sink sink = new Sink();
        served.turn().enter(); // what is not thread-safe is used in turns; what is takes care of itself
        try {
            Codec.standard().write(referent instanceof CopiedAs copied ? copied.copy() : referent, sink);
        } finally {
            served.turn().leave();
        }
        return new Reply.Encoded(sink.toByteArray());
    }

    /** What an object is copied as that is of a class of this package. */
    interface CopiedAs {
        @Nullable
        Object copy();
    }

    /** {@return the client's end; null if it can't use one} */
    private @Nullable Object openChannel(Request.OpenChannel open, Session session) {
        if (!SessionDirectory.path().toString().equals(open.tree())) {
            return null;
        }
        return opened.apply(session, open.direct());
    }
}
