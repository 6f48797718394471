package io.github.multiprocessing4j.manager;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The types of a {@link SyncManager}. */
final class UsualTypes {
    @SuppressWarnings("rawtypes")
    static final ManagedType<ListProxy> LIST = ManagedType.of("list", List.class)
            .proxyType(ListProxy.class)
            .factory(arguments -> new ManagedList<>((Collection<?>) first(arguments, List.of())))
            .synchronizing()
            .direct();

    @SuppressWarnings("rawtypes")
    static final ManagedType<MapProxy> MAP = ManagedType.of("map", ConcurrentMap.class)
            .proxyType(MapProxy.class)
            .factory(arguments -> new ManagedMap<>((Map<?, ?>) first(arguments, Map.of())))
            .synchronizing()
            .direct();

    static final ManagedType<PoolProxy> POOL = ManagedType.of("Pool", PoolProxy.class)
            .factory(ManagedPool::make)
            .result("applyAsync", "AsyncResult")
            .result("mapAsync", "AsyncResult")
            .result("starmapAsync", "AsyncResult")
            .result("imap", "Iterator")
            .result("imapUnordered", "Iterator");

    @SuppressWarnings("rawtypes")
    static final ManagedType<AsyncResultProxy> ASYNC_RESULT = ManagedType.of("AsyncResult", AsyncResultProxy.class);

    @SuppressWarnings("rawtypes")
    static final ManagedType<IteratorProxy> ITERATOR =
            ManagedType.of("Iterator", Iterator.class).proxyType(IteratorProxy.class);

    @SuppressWarnings("rawtypes")
    static final ManagedType<SetProxy> SET = ManagedType.of("set", Set.class)
            .proxyType(SetProxy.class)
            .factory(arguments -> new ManagedSet<>((Collection<?>) first(arguments, List.of())))
            .synchronizing()
            .direct();

    @SuppressWarnings("unchecked") // so says SyncManager
    static final ManagedType<Namespace> NAMESPACE = ManagedType.of("namespace", Namespace.class)
            .factory(arguments -> new ManagedNamespace((Map<String, ?>) first(arguments, Map.of())))
            .synchronizing()
            .direct();

    @SuppressWarnings("rawtypes")
    static final ManagedType<ValueProxy> VALUE = ManagedType.of("value", ValueProxy.class)
            .factory(arguments -> new ManagedValue<>(arguments[0]))
            .synchronizing()
            .direct();

    /** Its first argument is a type code, if there is one. */
    @SuppressWarnings("rawtypes")
    static final ManagedType<ArrayProxy> ARRAY = ManagedType.of("array", Iterable.class)
            .proxyType(ArrayProxy.class)
            .factory(arguments -> new ManagedArray<>(
                    arguments[0] instanceof Character code ? ElementCheck.of(code) : ElementCheck.NONE,
                    (Collection<?>) arguments[1]))
            .synchronizing()
            .direct();

    static final List<ManagedType<?>> ALL = Stream.concat(
                    Stream.<ManagedType<?>>of(LIST, MAP, SET, NAMESPACE, VALUE, ARRAY, POOL, ASYNC_RESULT, ITERATOR),
                    WaitingTypes.ALL.stream())
            .toList();

    private UsualTypes() {}

    /** For who asks for one by the name of its type, which is empty then. */
    private static Object first(@Nullable Object[] arguments, Object otherwise) {
        return arguments.length == 0 ? otherwise : Objects.requireNonNull(arguments[0]);
    }
}
