package io.github.multiprocessing4j.manager;

import java.util.AbstractCollection;
import java.util.AbstractMap.SimpleEntry;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Views of a map in a server: what they are asked they ask the map, but iterate over a copy. */
final class MapViews {
    private MapViews() {}

    static final class Keys<K extends @Nullable Object> extends AbstractSet<K> {
        private final MapProxy<K, ?> map;

        Keys(MapProxy<K, ?> map) {
            this.map = map;
        }

        @Override
        public int size() {
            return map.size();
        }

        @Override
        public boolean contains(@Nullable Object key) {
            return map.containsKey(key);
        }

        @Override
        public boolean remove(@Nullable Object key) {
            boolean present = map.containsKey(key);
            map.remove(key);
            return present;
        }

        @Override
        public void clear() {
            map.clear();
        }

        @Override
        public Iterator<K> iterator() {
            return new CopyIterator<>(map.keys().iterator(), key -> key, map::remove);
        }
    }

    static final class Values<K extends @Nullable Object, V extends @Nullable Object> extends AbstractCollection<V> {
        private final MapProxy<K, V> map;

        Values(MapProxy<K, V> map) {
            this.map = map;
        }

        @Override
        public int size() {
            return map.size();
        }

        @Override
        public boolean contains(@Nullable Object value) {
            return map.containsValue(value);
        }

        @Override
        public void clear() {
            map.clear();
        }

        @Override
        public Iterator<V> iterator() {
            return new CopyIterator<>(
                    map.entries().iterator(), Map.Entry::getValue, entry -> map.remove(entry.getKey()));
        }
    }

    static final class Entries<K extends @Nullable Object, V extends @Nullable Object>
            extends AbstractSet<Map.Entry<K, V>> {
        private final MapProxy<K, V> map;

        Entries(MapProxy<K, V> map) {
            this.map = map;
        }

        @Override
        public int size() {
            return map.size();
        }

        @Override
        public boolean remove(@Nullable Object entry) {
            return entry instanceof Map.Entry<?, ?> e && map.remove(e.getKey(), e.getValue());
        }

        @Override
        public void clear() {
            map.clear();
        }

        @Override
        public Iterator<Map.Entry<K, V>> iterator() {
            return new CopyIterator<>(
                    map.entries().iterator(),
                    entry -> new WritingEntry<>(map, entry),
                    entry -> map.remove(entry.getKey()));
        }
    }

    /** An entry whose value can be set in the map. */
    private static final class WritingEntry<K extends @Nullable Object, V extends @Nullable Object>
            extends SimpleEntry<K, V> {
        private static final long serialVersionUID = 1L;

        private final transient MapProxy<K, V> map;

        WritingEntry(MapProxy<K, V> map, Map.Entry<K, V> entry) {
            super(entry);
            this.map = map;
        }

        @Override
        public V setValue(V value) {
            map.put(getKey(), value);
            return super.setValue(value);
        }

        private Object writeReplace() {
            return new SimpleEntry<>(this);
        }
    }

    /** Goes through a copy and removes from what it is a copy of. */
    static final class CopyIterator<S extends @Nullable Object, E extends @Nullable Object> implements Iterator<E> {
        private final Iterator<S> copy;

        private final Function<S, E> shown;

        private final java.util.function.Consumer<S> removal;

        private S last;

        private boolean removable;

        @SuppressWarnings("NullAway.Init") // not read before it is written
        CopyIterator(Iterator<S> copy, Function<S, E> shown, java.util.function.Consumer<S> removal) {
            this.copy = copy;
            this.shown = shown;
            this.removal = removal;
        }

        @Override
        public boolean hasNext() {
            return copy.hasNext();
        }

        @Override
        public E next() {
            last = copy.next();
            removable = true;
            return shown.apply(last);
        }

        @Override
        public void remove() {
            if (!removable) {
                throw new IllegalStateException("no element to remove");
            }
            removable = false;
            removal.accept(last);
        }
    }
}
