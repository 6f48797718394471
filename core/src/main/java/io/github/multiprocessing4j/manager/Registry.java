package io.github.multiprocessing4j.manager;

import java.io.Serial;
import java.io.Serializable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types that a manager knows, by their names. Immutable. */
final class Registry implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // the one that is here serializes
    private final Map<String, ManagedType<?>> types;

    private Registry(Map<String, ManagedType<?>> types) {
        this.types = types;
    }

    static Registry of(Collection<ManagedType<?>> types) {
        Map<String, ManagedType<?>> byName = new LinkedHashMap<>();
        types.forEach(type -> byName.put(type.typeid(), type));
        return new Registry(byName);
    }

    /** {@return this, with one more, or another one of that name} */
    Registry with(ManagedType<?> type) {
        Map<String, ManagedType<?>> more = new LinkedHashMap<>(types);
        more.put(type.typeid(), type);
        return new Registry(more);
    }

    @Nullable
    ManagedType<?> get(String typeid) {
        return types.get(typeid);
    }

    /** Throws an {@link IllegalStateException} if results are to be of types that there are not. */
    void requireResultTypes() {
        for (ManagedType<?> type : types.values()) {
            for (String of : type.resultTypeids()) {
                if (!types.containsKey(of)) {
                    throw new IllegalStateException("results of " + type + " are to be of the type " + of
                            + ", which is not registered; there are " + this);
                }
            }
        }
    }

    Collection<ManagedType<?>> types() {
        return types.values();
    }

    @Override
    public String toString() {
        return types.keySet().toString();
    }
}
