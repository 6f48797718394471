package io.github.multiprocessing4j.classes;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Class loaders other than the application's of which objects have been sent: a plug-in's, a shell's, an in-memory compiler's. A class of
 * theirs that is asked for by its name later, by who has got such an object or in what comes back, is found here although the context
 * class loader of the thread that looks for it knows nothing of it. None is kept alive by this.
 *
 * <p>Thread-safe.
 */
public final class SeenLoaders {
    /** The latest first: of two classes of one name the one that was seen later is the one in use. */
    private static final List<WeakReference<ClassLoader>> SEEN = new CopyOnWriteArrayList<>();

    private static final ClassLoader OWN_PLATFORM = ClassLoader.getPlatformClassLoader();

    private static final ClassLoader APPLICATION = ClassLoader.getSystemClassLoader();

    private SeenLoaders() {}

    /**
     * Remembers who has loaded a class.
     *
     * @param type the class
     */
    @SuppressWarnings("ReferenceEquality") // of class loaders
    public static void note(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        if (loader != null && loader != APPLICATION && loader != OWN_PLATFORM) {
            note(loader);
        }
    }

    private static synchronized void note(ClassLoader loader) {
        SEEN.removeIf(reference -> reference.refersTo(null));
        if (SEEN.stream().noneMatch(reference -> reference.refersTo(loader))) {
            SEEN.addFirst(new WeakReference<>(loader));
        }
    }

    /**
     * Looks for a class by its name.
     *
     * @param name its binary name, or that of an array
     * @return the class, not initialized; null if none of the loaders has it
     */
    public static @Nullable Class<?> find(String name) {
        for (WeakReference<ClassLoader> reference : SEEN) {
            ClassLoader loader = reference.get();
            Class<?> found = loader == null ? null : find(name, loader);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /**
     * Looks for a class in one place.
     *
     * @param name its binary name, or that of an array
     * @param loader where; null for the JVM's own
     * @return the class, not initialized; null if it is not to be had there
     */
    public static @Nullable Class<?> find(String name, @Nullable ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
            return null; // others may have it
        }
    }
}
