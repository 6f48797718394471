package io.github.multiprocessing4j.classes;

import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Loads the classes of JShell's snippets as they are at a time. JShell gives other code to a class that it keeps the name of when a method is declared anew; a JVM
 * that has loaded the former can't do so. So who hears of that takes another loader like this for all of them.
 */
final class SnippetClassLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final ClassSource source;

    /** By their binary names. */
    private final Map<String, byte[]> classFiles = new ConcurrentHashMap<>();

    /**
     * Makes one.
     *
     * @param parent which has all other classes
     * @param source which has these
     */
    SnippetClassLoader(ShippedClassLoader parent, ClassSource source) {
        super("snippets", parent);
        this.source = source;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!Snippets.hasClass(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known == null ? define(name) : known;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] bytes = source.fetch(name);
        Class<?> type = defineClass(name, bytes, 0, bytes.length);
        classFiles.put(name, bytes);
        return type;
    }

    /** {@return the class file of one that was loaded; null if it was not} */
    byte @Nullable [] classFile(String name) {
        return classFiles.get(name);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        InputStream own = ShippedClassLoader.resource(name, classFiles);
        return own == null ? super.getResourceAsStream(name) : own;
    }
}
