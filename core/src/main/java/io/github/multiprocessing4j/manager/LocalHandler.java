package io.github.multiprocessing4j.manager;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Behind a proxy that is in the server of its object, as an argument or in another object: it calls the object itself. It does not count as a reference. It keeps the
 * object as every reference in a heap does.
 */
final class LocalHandler extends ProxyHandler {
    /** What this thread shows just now. */
    private static final ThreadLocal<Set<ServedObject>> SHOWN = ThreadLocal.withInitial(HashSet::new);

    private final Server server;

    private final ServedObject served;

    LocalHandler(Server server, ServedObject served) {
        super(served.type().describe(served.id()));
        this.server = server;
        this.served = served;
        served.isUsedHere();
        served.heldBy(this);
    }

    /** {@return what an object is here, if it is a proxy of this process's own; null else} */
    static @Nullable ServedObject servedBy(Object object) {
        return behind(object) instanceof LocalHandler local ? local.served : null;
    }

    /** {@return the object itself, if there is a proxy of this process's own; else what was given} */
    static @Nullable Object referentOf(@Nullable Object object) {
        return behind(object) instanceof LocalHandler local ? local.served.referent() : object;
    }

    @Override
    @Nullable
    Object call(Route route, @Nullable Object @Nullable [] arguments) throws Throwable {
        if (route.place() == Route.Place.EQUALS && arguments != null) {
            arguments[0] = referentOf(arguments[0]);
        }
        Invoker method = served.exposure().method(route.key());
        return route.isToString() ? text(method) : result(method, arguments);
    }

    /** An object that holds itself, by way of others perhaps, must not be shown for ever. */
    private @Nullable Object text(Invoker toString) throws Throwable {
        Set<ServedObject> shown = SHOWN.get();
        if (!shown.add(served)) {
            return "(" + served + ")";
        }
        try {
            return result(toString, null);
        } finally {
            shown.remove(served);
        }
    }

    private @Nullable Object result(Invoker method, @Nullable Object @Nullable [] arguments) throws Throwable {
        Object result = Executor.invoke(served, method, arguments);
        String typeid = method.resultTypeid();
        return typeid == null || result == null ? result : server.proxyOf(typeid, result);
    }

    @Override
    boolean isForSame(ProxyHandler other) {
        return other instanceof LocalHandler local && local.served == served;
    }

    @Override
    public Token token() {
        return new Token(served.type().typeid(), server.address(), Long.toHexString(served.id()));
    }

    @Override
    public @Nullable Object getValue() {
        return served.referent();
    }

    @Override
    public @Nullable Object callMethod(String method, @Nullable Object... arguments) throws Exception {
        try {
            return result(served.exposure().byName(method, arguments.length), arguments);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    @Override
    public Future<@Nullable Object> callMethodAsync(String method, @Nullable Object... arguments) {
        CompletableFuture<@Nullable Object> done = new CompletableFuture<>();
        try {
            done.complete(callMethod(method, arguments));
        } catch (Exception e) {
            done.completeExceptionally(e);
        }
        return done;
    }

    /** The object goes when nothing refers to it. */
    @Override
    public void close() {}

    @Override
    public Object writeReplace() {
        return server.departure(served);
    }
}
