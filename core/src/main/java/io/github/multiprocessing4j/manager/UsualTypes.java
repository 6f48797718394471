package io.github.multiprocessing4j.manager;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;

/** The types of a {@link SyncManager}. */
final class UsualTypes {
    @SuppressWarnings("rawtypes")
    static final ManagedType<ListProxy> LIST = ManagedType.of("list", List.class)
            .proxyType(ListProxy.class)
            .factory(arguments -> new ManagedList<>((Collection<?>) arguments[0]))
            .synchronizing()
            .direct();

    @SuppressWarnings("rawtypes")
    static final ManagedType<MapProxy> MAP = ManagedType.of("map", ConcurrentMap.class)
            .proxyType(MapProxy.class)
            .factory(arguments -> new ManagedMap<>((Map<?, ?>) arguments[0]))
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

    static final List<ManagedType<?>> ALL = List.of(LIST, MAP, POOL, ASYNC_RESULT, ITERATOR);

    private UsualTypes() {}
}
