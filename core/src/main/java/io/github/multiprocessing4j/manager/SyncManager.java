package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.function.RemoteCallable;
import io.github.multiprocessing4j.pool.Pool;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A manager with the usual types: collections, queues, locks and their like, in the server's process. CPython's {@code multiprocessing.managers.SyncManager}, and
 * {@code multiprocessing.Manager()}, which is {@link #start}.
 *
 * <pre>{@code
 * try (var manager = SyncManager.start()) {
 *     List<String> shared = manager.list();
 *     Map<String, Integer> counts = manager.map();
 *     ChildProcess.start(() -> { shared.add("x"); counts.merge("a", 1, Integer::sum); }).join();
 *     System.out.println(shared + " " + counts);                // [x] {a=1}
 * }
 * }</pre>
 */
public final class SyncManager extends Manager {
    SyncManager(RemoteServer server, @Nullable ServerProcess process, @Nullable Duration callTimeout) {
        super(server, process, callTimeout);
    }

    /** {@return a manager with a server that is started} */
    public static SyncManager start() {
        return syncBuilder().start();
    }

    /** {@return a builder of such managers, to which other types can be added} */
    public static ManagerBuilder<SyncManager> syncBuilder() {
        return new ManagerBuilder<>(SyncManager::new, UsualTypes.ALL, "SyncManager");
    }

    /**
     * {@return a new empty list}
     *
     * @param <E> what it holds
     */
    public <E extends @Nullable Object> ListProxy<E> list() {
        return list(List.of());
    }

    /**
     * {@return a new list}
     *
     * @param <E> what it holds
     * @param elements what it begins with
     */
    @SuppressWarnings("unchecked") // it has been given E
    public <E extends @Nullable Object> ListProxy<E> list(Collection<? extends E> elements) {
        return (ListProxy<E>) create(UsualTypes.LIST, elements);
    }

    /**
     * {@return a new empty map}
     *
     * @param <K> its keys
     * @param <V> its values
     */
    public <K extends @Nullable Object, V extends @Nullable Object> MapProxy<K, V> map() {
        return map(Map.of());
    }

    /**
     * {@return a new map}
     *
     * @param <K> its keys
     * @param <V> its values
     * @param entries what it begins with
     */
    @SuppressWarnings("unchecked") // it has been given K and V
    public <K extends @Nullable Object, V extends @Nullable Object> MapProxy<K, V> map(
            Map<? extends K, ? extends V> entries) {
        return (MapProxy<K, V>) create(UsualTypes.MAP, entries);
    }

    /** {@return a new pool, with as many workers as the server's JVM may use processors} */
    public PoolProxy pool() {
        return create(UsualTypes.POOL);
    }

    /**
     * {@return a new pool}
     *
     * @param processes how many workers it has; at least 1
     */
    public PoolProxy pool(int processes) {
        return create(UsualTypes.POOL, processes);
    }

    /**
     * {@return a new pool that is made as is said, such as {@code () -> Pool.builder().maxTasksPerChild(10).build()}}
     *
     * @param maker makes it, in the server; nobody else may use it
     */
    public PoolProxy pool(RemoteCallable<Pool> maker) {
        return create(UsualTypes.POOL, maker);
    }
}
