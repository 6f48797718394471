package io.github.multiprocessing4j.classes;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Loads what the class path does not have from a {@link ClassSource}. The bytes are kept, since they are needed again: by who checks that two
 * processes run the same code, and by children of this process.
 */
public final class ShippedClassLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    /** For so long: there may be a new plug-in, whose class it is, by then. */
    private static final long REMEMBERED_NANOS = 1_000_000_000;

    private record Refusal(String why, long at) {}

    /** So many names that are not to be had are remembered, lest somebody ask for each of them again and again. */
    private static final int MOST_REFUSALS = 10_000;

    private static final String SUFFIX = ".class";

    private final ClassSource source;

    /** Null until one is needed. Guarded by this. */
    private @Nullable SnippetClassLoader snippets;

    /** By their binary names. */
    private final Map<String, byte[]> classFiles = new ConcurrentHashMap<>();

    /** Why what was asked for is not to be had, by the names. */
    private final Map<String, Refusal> refusals = new ConcurrentHashMap<>();

    private volatile boolean resourcesToo;

    /** What was asked for, also where there was nothing. */
    private final Map<String, List<URL>> resources = new ConcurrentHashMap<>();

    /**
     * Makes one.
     *
     * @param parent which is asked first
     * @param source which is asked then
     */
    public ShippedClassLoader(ClassLoader parent, ClassSource source) {
        super("shipped", parent);
        this.source = source;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        Refusal refusal = refusals.get(name);
        if (refusal != null && System.nanoTime() - refusal.at < REMEMBERED_NANOS) {
            throw new ClassNotFoundException(refusal.why);
        }
        byte[] bytes = fetch(name);
        Class<?> type = defineClass(name, bytes, 0, bytes.length);
        classFiles.put(name, bytes);
        return type;
    }

    private byte[] fetch(String name) throws ClassNotFoundException {
        try {
            return source.fetch(name);
        } catch (ClassNotFoundException e) {
            if (refusals.size() < MOST_REFUSALS) {
                refusals.put(name, new Refusal(String.valueOf(e.getMessage()), System.nanoTime()));
            }
            throw e;
        }
    }

    /** From now on resources come from the source as well. */
    public void shipResources() {
        resourcesToo = true;
    }

    /** {@return whether they do} */
    public boolean shipsResources() {
        return resourcesToo;
    }

    @Override
    protected @Nullable URL findResource(String name) {
        List<URL> all = shipped(name);
        return all.isEmpty() ? null : all.getFirst();
    }

    /** Those of the class path, or else the shipped ones: not both, since the source may well see that class path, too. */
    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        Enumeration<URL> here = getParent().getResources(name);
        return here.hasMoreElements() ? here : Collections.enumeration(shipped(name));
    }

    private List<URL> shipped(String name) {
        return resourcesToo
                ? resources.computeIfAbsent(
                        name, wanted -> ShippedResources.urls(wanted, source.fetchResources(wanted)))
                : List.of();
    }

    /** As for any class, the class file of one that was shipped is a resource beside it. */
    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        InputStream own = resource(name, classFiles);
        return own == null ? super.getResourceAsStream(name) : own;
    }

    static @Nullable InputStream resource(String name, Map<String, byte[]> classFiles) {
        byte[] bytes = name.endsWith(SUFFIX)
                ? classFiles.get(
                        name.substring(0, name.length() - SUFFIX.length()).replace('/', '.'))
                : null;
        return bytes == null ? null : new ByteArrayInputStream(bytes);
    }

    /** The JVM would remember what it has once got by a name: for snippets this has to be asked, and not {@link Class#forName}. */
    @Override
    public Class<?> loadClass(String name) throws ClassNotFoundException {
        return Snippets.hasClass(name) ? snippets().loadClass(name) : super.loadClass(name);
    }

    /** As the JVM does. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return Snippets.hasClass(name) ? snippets().loadClass(name) : super.loadClass(name, resolve);
    }

    /** {@return whether a class came from a process's parent} */
    public static boolean hasShipped(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader instanceof ShippedClassLoader || loader instanceof SnippetClassLoader;
    }

    private synchronized SnippetClassLoader snippets() {
        SnippetClassLoader known = snippets;
        if (known == null) {
            known = snippets = new SnippetClassLoader(this, source);
        }
        return known;
    }

    /** Has snippets loaded anew if they are not as they should be. */
    synchronized void requireSnippets(Predicate<SnippetClassLoader> right) {
        if (snippets != null && !right.test(snippets)) {
            snippets = null;
        }
    }
}
