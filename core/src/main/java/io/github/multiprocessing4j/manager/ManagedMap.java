package io.github.multiprocessing4j.manager;

import java.io.Serial;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** A map in a server. */
final class ManagedMap<K extends @Nullable Object, V extends @Nullable Object> extends LinkedHashMap<K, V>
        implements ConcurrentMap<K, V>, Executor.CopiedAs {
    @Serial
    private static final long serialVersionUID = 1L;

    ManagedMap(Map<? extends K, ? extends V> entries) {
        super(entries);
    }

    public List<Map.Entry<K, V>> entries() {
        List<Map.Entry<K, V>> entries = new ArrayList<>(size());
        forEach((key, value) -> entries.add(new SimpleEntry<>(key, value)));
        return entries;
    }

    public List<K> keys() {
        return new ArrayList<>(keySet());
    }

    @Override
    public Object copy() {
        return new LinkedHashMap<>(this);
    }
}
