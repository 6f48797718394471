package io.github.multiprocessing4j.codec;

import java.util.Map;

/**
 * A service by which serializers become known to every codec of every process that has the provider on its class path or
 * module path. Since parent and child share that path, this is the way to teach both sides at once. Providers are found
 * by {@link java.util.ServiceLoader} through the loader that also finds the classes, and only when a message first holds a
 * class that the codec does not carry in its own format: so the classes named here should be such that Java's own
 * serialization would refuse or carry them.
 */
public interface SerializerProvider {
    /** {@return what is carried by which serializer, by the rules of {@link CodecBuilder#register}} */
    Map<Class<?>, Serializer<?>> serializers();
}
