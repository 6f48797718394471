package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.function.RemoteCallable;
import io.github.multiprocessing4j.function.RemoteRunnable;
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

    /**
     * {@return a new empty set}
     *
     * @param <E> what it holds
     */
    public <E extends @Nullable Object> SetProxy<E> set() {
        return set(List.of());
    }

    /**
     * {@return a new set}
     *
     * @param <E> what it holds
     * @param elements what it begins with
     */
    @SuppressWarnings("unchecked") // it has been given E
    public <E extends @Nullable Object> SetProxy<E> set(Collection<? extends E> elements) {
        return (SetProxy<E>) create(UsualTypes.SET, elements);
    }

    /** {@return a new empty namespace} */
    public Namespace namespace() {
        return namespace(Map.of());
    }

    /**
     * {@return a new namespace}
     *
     * @param values what it begins with, by name
     */
    public Namespace namespace(Map<String, ? extends @Nullable Object> values) {
        return create(UsualTypes.NAMESPACE, values);
    }

    /**
     * {@return a new value} CPython's {@code Value}, which wants a type code and takes no notice of it.
     *
     * @param <T> what it is
     * @param initial what it is at the beginning
     */
    @SuppressWarnings("unchecked") // it has been given T
    public <T extends @Nullable Object> ValueProxy<T> value(T initial) {
        return (ValueProxy<T>) create(UsualTypes.VALUE, initial);
    }

    /**
     * {@return a new array, which may have any elements}
     *
     * @param <T> its elements
     * @param elements what they are at the beginning; there will be as many
     */
    @SuppressWarnings("unchecked") // it has been given T
    public <T extends @Nullable Object> ArrayProxy<T> array(Collection<? extends T> elements) {
        return (ArrayProxy<T>) create(UsualTypes.ARRAY, null, elements);
    }

    /**
     * {@return a new array of one of CPython's types} Its elements are {@link Integer}s for b B h H i and u, whose are code points, {@link Long}s for I l L q Q, {@link Double}s
     * for f d, {@link Boolean}s for ?, {@link Character}s for c. One that is out of the type's range is refused.
     *
     * @param <T> its elements
     * @param typecode one of b B h H i I l L q Q f d c u ?
     * @param elements what they are at the beginning; there will be as many
     * @throws IllegalArgumentException if there is no such type code, or an element is not of that type
     */
    @SuppressWarnings("unchecked") // it has been given T
    public <T> ArrayProxy<T> array(char typecode, Collection<? extends T> elements) {
        return (ArrayProxy<T>) create(UsualTypes.ARRAY, typecode, elements);
    }

    /**
     * {@return a new queue without a limit}
     *
     * @param <E> what it holds
     */
    public <E> QueueProxy<E> queue() {
        return queue(Integer.MAX_VALUE);
    }

    /**
     * {@return a new queue with a limit}
     *
     * @param <E> what it holds
     * @param capacity how many elements it may hold; who puts more waits
     * @throws IllegalArgumentException if the capacity is not positive
     */
    @SuppressWarnings("unchecked") // it holds nothing yet
    public <E> QueueProxy<E> queue(int capacity) {
        return (QueueProxy<E>) create(WaitingTypes.QUEUE, capacity);
    }

    /**
     * {@return a new queue without a limit that can be waited for}
     *
     * @param <E> what it holds
     */
    public <E> JoinableQueueProxy<E> joinableQueue() {
        return joinableQueue(Integer.MAX_VALUE);
    }

    /**
     * {@return a new queue with a limit that can be waited for}
     *
     * @param <E> what it holds
     * @param capacity how many elements it may hold; who puts more waits
     * @throws IllegalArgumentException if the capacity is not positive
     */
    @SuppressWarnings("unchecked") // it holds nothing yet
    public <E> JoinableQueueProxy<E> joinableQueue(int capacity) {
        return (JoinableQueueProxy<E>) create(WaitingTypes.JOINABLE_QUEUE, capacity);
    }

    /** {@return a new lock, which is not reentrant and may be released by anybody} */
    public LockProxy lock() {
        return create(WaitingTypes.LOCK);
    }

    /** {@return a new lock that the thread which holds it may acquire again} */
    public LockProxy rLock() {
        return create(WaitingTypes.RLOCK);
    }

    /**
     * {@return a new semaphore}
     *
     * @param permits how many there are at the beginning
     * @throws IllegalArgumentException if they are less than 0
     */
    public SemaphoreProxy semaphore(int permits) {
        return create(WaitingTypes.SEMAPHORE, permits);
    }

    /**
     * {@return a new semaphore that never has more permits than at the beginning}
     *
     * @param permits how many there are at the beginning
     * @throws IllegalArgumentException if they are less than 0
     */
    public SemaphoreProxy boundedSemaphore(int permits) {
        return create(WaitingTypes.BOUNDED_SEMAPHORE, permits);
    }

    /** {@return a new condition with a new reentrant lock} */
    public ConditionProxy condition() {
        try (LockProxy lock = rLock()) {
            return condition(lock);
        }
    }

    /**
     * {@return a new condition of a lock}
     *
     * @param lock the lock
     * @throws IllegalArgumentException if it is not one of this manager's server
     */
    public ConditionProxy condition(LockProxy lock) {
        return create(WaitingTypes.CONDITION, lock);
    }

    /** {@return a new event that is not set} */
    public EventProxy event() {
        return create(WaitingTypes.EVENT);
    }

    /**
     * {@return a new barrier}
     *
     * @param parties how many have to arrive
     * @throws IllegalArgumentException if they are not positive
     */
    public BarrierProxy barrier(int parties) {
        return newBarrier(parties, null, null);
    }

    /**
     * {@return a new barrier with an action}
     *
     * @param parties how many have to arrive
     * @param action what is done in the server when the last one has arrived, before any goes on
     * @throws IllegalArgumentException if the parties are not positive
     */
    public BarrierProxy barrier(int parties, RemoteRunnable action) {
        return newBarrier(parties, action, null);
    }

    /**
     * {@return a new barrier that breaks if somebody has waited too long}
     *
     * @param parties how many have to arrive
     * @param timeout how long {@link BarrierProxy#await()} waits
     * @throws IllegalArgumentException if the parties are not positive
     */
    public BarrierProxy barrier(int parties, Duration timeout) {
        return newBarrier(parties, null, timeout);
    }

    /**
     * {@return a new barrier with an action that breaks if somebody has waited too long}
     *
     * @param parties how many have to arrive
     * @param action what is done in the server when the last one has arrived, before any goes on
     * @param timeout how long {@link BarrierProxy#await()} waits
     * @throws IllegalArgumentException if the parties are not positive
     */
    public BarrierProxy barrier(int parties, RemoteRunnable action, Duration timeout) {
        return newBarrier(parties, action, timeout);
    }

    private BarrierProxy newBarrier(int parties, @Nullable RemoteRunnable action, @Nullable Duration timeout) {
        return create(WaitingTypes.BARRIER, parties, action, timeout);
    }
}
