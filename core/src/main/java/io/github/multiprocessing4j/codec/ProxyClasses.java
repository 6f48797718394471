package io.github.multiprocessing4j.codec;

import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Classes of dynamic proxies, defined where Java's own object streams define them. */
final class ProxyClasses {
    private ProxyClasses() {}

    /** A proxy of an interface that is not public must live beside it. */
    @SuppressWarnings("deprecation") // the only way to have the class without an object of it
    static Class<?> of(Class<?>[] interfaces, @Nullable ClassLoader loader) {
        ClassLoader home = loader;
        for (Class<?> type : interfaces) {
            if (!Modifier.isPublic(type.getModifiers())) {
                home = type.getClassLoader();
            }
        }
        return Proxy.getProxyClass(home, interfaces);
    }
}
