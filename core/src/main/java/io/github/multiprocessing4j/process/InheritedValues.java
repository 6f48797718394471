package io.github.multiprocessing4j.process;

import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The values of all {@link Inherited} variables, by their names: the class in whose initializer one was made, and how many were made there before. Those
 * that have arrived in this process wait here for their class to be initialized, and go on to children also if that never happens. A class that was
 * unloaded is forgotten, with its variables.
 */
final class InheritedValues {
    /** Guarded by this class, as is all that follows. */
    private static final Map<String, WeakReference<Inherited<?>>> VARIABLES = new LinkedHashMap<>();

    /** Those that have arrived for classes that are not initialized. */
    private static final Map<String, @Nullable Object> ARRIVED = new LinkedHashMap<>();

    private static final ClassValue<AtomicInteger> COUNTS = new ClassValue<>() {
        @Override
        protected AtomicInteger computeValue(Class<?> type) {
            return new AtomicInteger();
        }
    };

    private InheritedValues() {}

    /** Registers a variable, and gives it the value that has arrived for it. */
    static synchronized void add(Class<?> type, Inherited<?> variable) {
        String name = type.getName() + "#" + COUNTS.get(type).incrementAndGet();
        VARIABLES.put(name, new WeakReference<>(variable));
        if (ARRIVED.containsKey(name)) {
            variable.inherit(ARRIVED.remove(name));
        }
    }

    /** {@return what a child is to start with; null if nothing} */
    static synchronized @Nullable Map<String, @Nullable Object> now() {
        if (VARIABLES.isEmpty() && ARRIVED.isEmpty()) {
            return null; // as nearly always
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>(ARRIVED);
        for (Map.Entry<String, WeakReference<Inherited<?>>> entry : VARIABLES.entrySet()) {
            Inherited<?> variable = entry.getValue().get();
            if (variable != null) {
                values.put(entry.getKey(), variable.get());
            }
        }
        return values;
    }

    /** In the child, where some of the classes may have been loaded ahead, or by what has arrived. */
    static synchronized void arrive(Map<?, ?> values) {
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            String name = (String) entry.getKey();
            WeakReference<Inherited<?>> known = VARIABLES.get(name);
            Inherited<?> variable = known == null ? null : known.get();
            if (variable == null) {
                ARRIVED.put(name, entry.getValue());
            } else {
                variable.inherit(entry.getValue());
            }
        }
    }
}
