package io.github.multiprocessing4j.codec;

import java.io.ObjectInputFilter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Codec} that differs from the {@linkplain Codec#standard() standard one}. Not safe for use by several
 * threads; what it builds is.
 */
public final class CodecBuilder {
    private final Map<Class<?>, Serializer<?>> serializers = new LinkedHashMap<>();

    private @Nullable ObjectInputFilter filter;

    private @Nullable ClassLoader loader;

    CodecBuilder() {}

    /**
     * Decides which classes may be read. The filter is asked about every class that a message names, and about every
     * container and array with its length; about values of the JDK that hold no others (numbers, strings, times) only
     * where Java's own object streams ask. A filter of the whole JVM ({@code -Djdk.serialFilter}) is asked as well. Without
     * any filter every class is accepted; the length of an array or collection
     * is always checked against the length of the message.
     *
     * @param filter such as {@code ObjectInputFilter.Config.createFilter("com.acme.*;java.base/*;!*")}
     * @return this builder
     */
    public CodecBuilder filter(ObjectInputFilter filter) {
        this.filter = Objects.requireNonNull(filter, "filter");
        return this;
    }

    /**
     * Sets the loader by which classes are found. Without it that is the context class loader of the reading thread.
     *
     * @param loader the loader
     * @return this builder
     */
    public CodecBuilder classLoader(ClassLoader loader) {
        this.loader = Objects.requireNonNull(loader, "loader");
        return this;
    }

    /**
     * Lets a serializer carry all objects of a class. For a concrete class these are its direct instances; for an interface
     * or an abstract class, the instances of every class below it that has no serializer of its own. The codec at the other
     * end must have a serializer for the same class; register it on both sides, or provide it through
     * {@link SerializerProvider}.
     *
     * @param <T> the class
     * @param type the class
     * @param serializer how its objects are written and read
     * @return this builder
     */
    public <T> CodecBuilder register(Class<T> type, Serializer<T> serializer) {
        serializers.put(Objects.requireNonNull(type, "type"), Objects.requireNonNull(serializer, "serializer"));
        return this;
    }

    /** {@return a codec with what was set so far} */
    public Codec build() {
        return new StandardCodec(new Registry(serializers), filter, loader);
    }
}
