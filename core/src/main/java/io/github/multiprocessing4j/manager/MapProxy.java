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
 * A map of a manager, in the order in which its keys came. CPython's {@code DictProxy}. Each method is one call, and no other comes in between. Those with a function run
 * it in the server if it serializes; a plain lambda stays here and is called again if somebody else has changed the value meanwhile, as the default methods of
 * {@link ConcurrentMap} do: the change is made once. {@link #keySet}, {@link #values} and {@link #entrySet} are views, whose iterators go through what the map has when
 * they are made.
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
