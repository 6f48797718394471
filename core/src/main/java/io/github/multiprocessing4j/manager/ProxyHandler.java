package io.github.multiprocessing4j.manager;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What is behind a proxy: of an object in another process, or in this one. */
abstract sealed class ProxyHandler implements InvocationHandler, BaseProxy permits RemoteHandler, LocalHandler {
    /** Of the proxies of an interface for objects that are called by an interface. */
    private static final ClassValue<Map<Class<?>, Map<Method, Route>>> ROUTES = new ClassValue<>() {
        @Override
        protected Map<Class<?>, Map<Method, Route>> computeValue(Class<?> proxyType) {
            return new ConcurrentHashMap<>();
        }
    };

    private final Description description;

    private final Map<Method, Route> routes;

    ProxyHandler(Description description) {
        this.description = description;
        this.routes =
                ROUTES.get(description.proxyType()).computeIfAbsent(description.type(), _ -> new ConcurrentHashMap<>());
    }

    final Description description() {
        return description;
    }

    /** {@return a proxy with this behind it} */
    final Object newProxy() {
        Class<?> type = description.proxyType();
        Class<?>[] interfaces =
                BaseProxy.class.isAssignableFrom(type) ? new Class<?>[] {type} : new Class<?>[] {BaseProxy.class, type};
        return Proxy.newProxyInstance(loaderFor(type), interfaces, this);
    }

    /** An interface of the JDK's is of a loader that does not know this library. */
    private static @Nullable ClassLoader loaderFor(Class<?> type) {
        try {
            ClassLoader own = type.getClassLoader();
            return Class.forName(BaseProxy.class.getName(), false, own) == BaseProxy.class
                    ? own
                    : BaseProxy.class.getClassLoader();
        } catch (ClassNotFoundException e) {
            return BaseProxy.class.getClassLoader();
        }
    }

    /** {@return what is behind a proxy; null if the object is none} */
    static @Nullable ProxyHandler behind(@Nullable Object proxy) {
        return proxy instanceof BaseProxy
                        && Proxy.isProxyClass(proxy.getClass())
                        && Proxy.getInvocationHandler(proxy) instanceof ProxyHandler handler
                ? handler
                : null;
    }

    /** Has the object execute a method. Throws what that throws. */
    abstract @Nullable Object call(Route route, @Nullable Object @Nullable [] arguments) throws Throwable;

    /** {@return whether another proxy is for the same object} */
    abstract boolean isForSame(ProxyHandler other);

    @Override
    @SuppressWarnings("ReferenceEquality") // the proxy itself needs not be asked
    public final @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        Route route = routes.get(method);
        if (route == null) {
            route = Route.of(method, description.type());
            routes.put(method, route);
        }
        return switch (route.place()) {
            case PROXY -> own(method, arguments);
            case HERE -> route.runHere(proxy, arguments);
            case EQUALS -> proxy == arguments(arguments)[0] || isEqual(route, arguments(arguments)[0]);
            case THERE -> route.staysWith(arguments) ? route.runHere(proxy, arguments) : call(route, arguments);
        };
    }

    private boolean isEqual(Route route, @Nullable Object other) throws Throwable {
        ProxyHandler handler = behind(other);
        return handler != null && isForSame(handler)
                || Boolean.TRUE.equals(call(route, new @Nullable Object[] {other}));
    }

    private static @Nullable Object[] arguments(@Nullable Object @Nullable [] arguments) {
        return arguments == null ? new @Nullable Object[0] : arguments;
    }

    private static @Nullable Object[] list(@Nullable Object arguments) {
        return (@Nullable Object[]) Objects.requireNonNull(arguments, "arguments");
    }

    /** A method of {@link BaseProxy}. */
    private @Nullable Object own(Method method, @Nullable Object @Nullable [] arguments) throws Exception {
        @Nullable Object[] given = arguments(arguments);
        return switch (method.getName()) {
            case "token" -> token();
            case "getValue" -> getValue();
            case "callMethod" -> callMethod(String.valueOf(given[0]), list(given[1]));
            case "callMethodAsync" -> callMethodAsync(String.valueOf(given[0]), list(given[1]));
            case "writeReplace" -> writeReplace();
            case "close" -> {
                close();
                yield null;
            }
            default -> throw new IllegalStateException("unknown here: " + method);
        };
    }
}
