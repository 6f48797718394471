package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.function.RemoteCallable;
import io.github.multiprocessing4j.function.RemoteFunction;
import java.io.Serial;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A type of objects that a manager can have: under which name, with which interface, how they are made. CPython's arguments of {@code
 * BaseManager.register}.
 *
 * <pre>{@code
 * interface Maths { int add(int x, int y); int multiply(int x, int y); }
 *
 * var maths = ManagedType.of("Maths", Maths.class).factory(MathsImpl::new).exposed("add");
 * try (var manager = Manager.builder().register(maths).start()) {
 *     System.out.println(manager.create(maths).add(4, 3));      // 7
 * }
 * }</pre>
 *
 * <p>Immutable: each method that says more returns another type. The object needs not implement the interface; public methods of the same names and parameter
 * types are enough in place of the abstract ones. A default method that such an object does not have can't be called: that throws a {@link
 * io.github.multiprocessing4j.failure.ManagerException}.
 *
 * @param <T> the interface of the proxies
 */
public final class ManagedType<T> implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String typeid;

    private final Class<?> type;

    private final Class<T> proxyType;

    private final @Nullable RemoteFunction<@Nullable Object[], ?> factory;

    /** Null if all methods are. */
    @SuppressWarnings("serial") // those that are here serialize
    private final @Nullable Set<String> exposed;

    @SuppressWarnings("serial") // those that are here serialize
    private final Map<String, String> results;

    private final boolean synchronizing;

    private final boolean direct;

    private ManagedType(
            String typeid,
            Class<?> type,
            Class<T> proxyType,
            @Nullable RemoteFunction<@Nullable Object[], ?> factory,
            @Nullable Set<String> exposed,
            Map<String, String> results,
            boolean synchronizing,
            boolean direct) {
        this.typeid = typeid;
        this.type = type;
        this.proxyType = proxyType;
        this.factory = factory;
        this.exposed = exposed;
        this.results = results;
        this.synchronizing = synchronizing;
        this.direct = direct;
    }

    /**
     * {@return a type whose objects can't be asked for as long as there is no {@link #factory}} Enough for a client, and for results of methods.
     *
     * @param <T> the interface
     * @param typeid its name
     * @param type the interface; a method of it may be called through every proxy unless {@link #exposed} says otherwise
     */
    public static <T> ManagedType<T> of(String typeid, Class<T> type) {
        Objects.requireNonNull(typeid, "typeid");
        if (!type.isInterface()) {
            throw new IllegalArgumentException("proxies have an interface, and " + type.getName() + " is none");
        }
        return new ManagedType<>(typeid, type, type, null, null, Map.of(), false, false);
    }

    /**
     * {@return this type, with objects made so} A factory that returns the same object each time lets several clients share that: each gets a proxy for it.
     *
     * <p>Where {@link ManagerBuilder#start} has started the server, what the factory has captured is a copy there. Only {@link ManagerBuilder#getServer} shares objects of
     * this process itself.
     *
     * @param maker makes one, in the server; may return the same one each time
     */
    public ManagedType<T> factory(RemoteCallable<?> maker) {
        Objects.requireNonNull(maker, "maker");
        return factory(arguments -> {
            if (arguments.length > 0) {
                throw new IllegalArgumentException(
                        "the factory of " + typeid + " takes no arguments, and got " + arguments.length);
            }
            return maker.call();
        });
    }

    /**
     * {@return this type, with objects made from arguments} As {@link #factory(RemoteCallable)} otherwise.
     *
     * @param maker makes one, in the server, from what {@link Manager#create} is given
     */
    public ManagedType<T> factory(RemoteFunction<@Nullable Object[], ?> maker) {
        return new ManagedType<>(typeid, type, proxyType, maker, exposed, results, synchronizing, direct);
    }

    /**
     * {@return this type, with those methods only, and {@code equals}, {@code hashCode} and {@code toString}} Others throw a {@link
     * io.github.multiprocessing4j.failure.ManagerException}. So do default methods, but for those that run in the caller, as those of a {@linkplain #proxyType richer interface}
     * do, and those that are given a plain lambda: what these call has to be exposed. {@link BaseProxy#getValue} is no method of the object: it copies the object in any case.
     *
     * @param methods their names; all methods of a name are meant
     */
    public ManagedType<T> exposed(String... methods) {
        return new ManagedType<>(typeid, type, proxyType, factory, Set.of(methods), results, synchronizing, direct);
    }

    /**
     * {@return this type, with proxies of a richer interface} Its default methods run in the caller, by means of calls, and its abstract ones in the server, where the object
     * has to have them. CPython's {@code proxytype}.
     *
     * @param <P> the interface
     * @param richer the interface; it may extend {@link BaseProxy}
     */
    public <P extends T> ManagedType<P> proxyType(Class<P> richer) {
        if (!richer.isInterface()) {
            throw new IllegalArgumentException("proxies have an interface, and " + richer.getName() + " is none");
        }
        return new ManagedType<>(typeid, type, richer, factory, exposed, results, synchronizing, direct);
    }

    /**
     * {@return this type, with a method whose results stay in the server} The caller gets a proxy. CPython's {@code method_to_typeid}.
     *
     * <p>The type is registered, too, with or without a factory: {@code ManagedType.of("job", Job.class)} is enough. Results must have all abstract methods of its
     * interface that are exposed. A server that was made by {@link SyncManager#syncBuilder} has {@code list}, {@code map}, {@code set}, {@code namespace}, {@code
     * value}, {@code array}, {@code queue}, {@code
     * joinableQueue}, {@code lock}, {@code rLock}, {@code condition}, {@code semaphore}, {@code boundedSemaphore}, {@code event}, {@code barrier}, {@code Pool}, {@code
     * AsyncResult} and {@code Iterator}. {@code Iterator} is for every {@link java.util.Iterator}. The others have methods that the JDK's classes lack, so
     * they are for methods that return what they were given as a proxy. For a collection of your own register a type of its own, such as {@code ManagedType.of("names",
     * List.class).result("iterator", "Iterator")}.
     *
     * @param method its name
     * @param resultTypeid the name of the type of its results
     */
    public ManagedType<T> result(String method, String resultTypeid) {
        Map<String, String> more = new HashMap<>(results);
        more.put(method, resultTypeid);
        return new ManagedType<>(typeid, type, proxyType, factory, exposed, Map.copyOf(more), synchronizing, direct);
    }

    /** {@return this type, with objects that one call at a time is in} For objects that are not thread-safe. */
    public ManagedType<T> synchronizing() {
        return new ManagedType<>(typeid, type, proxyType, factory, exposed, results, true, direct);
    }

    /** Its calls neither wait nor take long, nor run code of clients: whoever takes them in executes them at once. */
    ManagedType<T> direct() {
        return new ManagedType<>(typeid, type, proxyType, factory, exposed, results, synchronizing, true);
    }

    /** {@return its name} */
    public String typeid() {
        return typeid;
    }

    /** {@return the interface that the object is called by} */
    public Class<?> type() {
        return type;
    }

    /** {@return the interface of the proxies} */
    public Class<T> proxyType() {
        return proxyType;
    }

    /** Throws an {@link IllegalArgumentException} if something was said of methods that there are not. */
    void requireMethods() {
        Set<String> there = Stream.of(type, proxyType, Object.class)
                .flatMap(each -> Arrays.stream(each.getMethods()))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        Stream.concat(exposed == null ? Stream.of() : exposed.stream(), results.keySet().stream())
                .filter(name -> !there.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(this + " has no method " + name + ", only " + there);
                });
    }

    /** {@return the names of types that results of its methods are of} */
    Collection<String> resultTypeids() {
        return results.values();
    }

    boolean isSynchronizing() {
        return synchronizing;
    }

    boolean isDirect() {
        return direct;
    }

    boolean exposes(String method) {
        return exposed == null || exposed.contains(method);
    }

    @Nullable
    String resultOf(String method) {
        return results.get(method);
    }

    @Nullable
    RemoteFunction<@Nullable Object[], ?> maker() {
        return factory;
    }

    /** {@return how proxies of it are described} */
    Description describe(long id) {
        return new Description(typeid, id, type, proxyType, direct);
    }

    @Override
    public String toString() {
        return "ManagedType[" + typeid + ", " + proxyType.getName() + "]";
    }
}
