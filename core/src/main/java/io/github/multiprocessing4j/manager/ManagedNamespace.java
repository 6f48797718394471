package io.github.multiprocessing4j.manager;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A namespace in a server. */
final class ManagedNamespace implements Executor.CopiedAs {
    private final TreeMap<String, @Nullable Object> values;

    ManagedNamespace(Map<String, ? extends @Nullable Object> values) {
        this.values = new TreeMap<>(values);
    }

    private void require(String name) {
        if (!contains(name)) {
            throw new NoSuchElementException("there is no " + name + " in " + values.keySet());
        }
    }

    public @Nullable Object get(String name) {
        require(name);
        return values.get(name);
    }

    public <T> @Nullable T get(String name, Class<T> type) {
        return type.cast(get(name));
    }

    public void set(String name, @Nullable Object value) {
        values.put(Objects.requireNonNull(name, "name"), value);
    }

    public void remove(String name) {
        require(name);
        values.remove(name);
    }

    public boolean contains(String name) {
        return values.containsKey(name);
    }

    public List<String> names() {
        return new ArrayList<>(values.keySet());
    }

    @Override
    public Object copy() {
        return new TreeMap<>(values);
    }

    @Override
    public String toString() {
        return values.entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith("_"))
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(", ", "Namespace(", ")"));
    }
}
