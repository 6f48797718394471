package io.github.multiprocessing4j.codec;

import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of one codec: its registered serializers first, then the codec's own format, then the serializers of
 * {@link SerializerProvider}s, which are not looked for before one of them is needed.
 */
final class Registry extends ClassValue<Shape> {
    private final Map<Class<?>, Serializer<?>> registered;

    private volatile @Nullable Map<Class<?>, Serializer<?>> provided;

    Registry(Map<Class<?>, Serializer<?>> registered) {
        this.registered = new LinkedHashMap<>(registered);
    }

    @Override
    protected Shape computeValue(Class<?> type) {
        Shape custom = match(type, registered);
        if (custom != null) {
            return custom;
        }
        Shape shape = Shapes.of(type);
        if (shape instanceof Shape.OfStream && mayBeProvided(type)) {
            custom = match(type, provided());
        }
        return custom == null ? shape : custom;
    }

    /** What the JDK itself serializes is left to it: asking first would make every use of it slow to start. */
    private static boolean mayBeProvided(Class<?> type) {
        return type.getClassLoader() != null || !Serializable.class.isAssignableFrom(type);
    }

    private static @Nullable CustomShape match(Class<?> type, Map<Class<?>, Serializer<?>> serializers) {
        Serializer<?> exact = serializers.get(type);
        if (exact != null) {
            return new CustomShape(type, exact);
        }
        for (Map.Entry<Class<?>, Serializer<?>> entry : serializers.entrySet()) {
            Class<?> general = entry.getKey();
            if (Modifier.isAbstract(general.getModifiers()) && general.isAssignableFrom(type)) {
                return new CustomShape(general, entry.getValue());
            }
        }
        return null;
    }

    /** The serializer that the other side names by the class for which it is registered. */
    @Nullable
    CustomShape named(Class<?> type) {
        Serializer<?> serializer = registered.get(type);
        if (serializer == null) {
            serializer = provided().get(type);
        }
        return serializer == null ? null : new CustomShape(type, serializer);
    }

    private Map<Class<?>, Serializer<?>> provided() {
        Map<Class<?>, Serializer<?>> found = provided;
        if (found == null) {
            found = new LinkedHashMap<>();
            for (SerializerProvider provider : ServiceLoader.load(SerializerProvider.class)) {
                found.putAll(provider.serializers());
            }
            provided = found;
        }
        return found;
    }
}
