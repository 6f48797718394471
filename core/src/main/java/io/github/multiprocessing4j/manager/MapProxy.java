package io.github.multiprocessing4j.manager;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A map of a manager, in the order in which its keys came. CPython's {@code DictProxy}. Each method without a function is one call, and no other comes in between.
 * {@link #keySet}, {@link #values} and {@link #entrySet} are views, whose iterators go through what the map has when they are made.
 *
 * <p><b>Functions.</b> A plain lambda stays here. {@code merge}, {@code compute}, {@code computeIfAbsent}, {@code computeIfPresent} and {@code replaceAll} are several calls
 * then, as the default methods of {@link ConcurrentMap} are: they get the value, call the lambda, store what it gives if the value is still the same, and begin again if
 * it is not. So the change is made once, and the lambda may be called more often. A function that serializes is executed in the server, and the method is one
 * call; others wait for it, so it should be quick:
 *
 * <pre>{@code
 * Map<String, Integer> counts = manager.map();
 * counts.merge("a", 1, Integer::sum);                                                             // get and replace, from here
 * counts.merge("a", 1, (BiFunction<Integer, Integer, Integer> & Serializable) Integer::sum);      // one call
 * }</pre>
 *
 * <p>The interfaces of {@link io.github.multiprocessing4j.function} are none of {@code java.util.function} and can't be given to a map. A server that is reached through the network
 * refuses lambdas that serialize: plain ones, which stay here, are right there. {@link #forEach}, and {@code removeIf} of a view, call the function here in any case.
 *
 * <p><b>Values are copies</b>, unless they are proxies: {@code map.computeIfAbsent(k, _ -> new ArrayList<>()).add(1)} changes a copy only. Put it back, or have {@code
 * manager.list()} in the map in place of the {@code ArrayList}.
 *
 * @param <K> the keys; null, too
 * @param <V> the values; null, too
 */
public interface MapProxy<K extends @Nullable Object, V extends @Nullable Object>
        extends ConcurrentMap<K, V>, BaseProxy {
    /** {@return a copy of all keys and values} */
    List<Map.Entry<K, V>> entries();

    /** {@return a copy of all keys} */
    List<K> keys();

    @Override
    default Set<K> keySet() {
        return new MapViews.Keys<>(this);
    }

    @Override
    default Collection<V> values() {
        return new MapViews.Values<>(this);
    }

    @Override
    default Set<Map.Entry<K, V>> entrySet() {
        return new MapViews.Entries<>(this);
    }

    @Override
    default void forEach(BiConsumer<? super K, ? super V> action) {
        Objects.requireNonNull(action);
        entries().forEach(entry -> action.accept(entry.getKey(), entry.getValue()));
    }
}
