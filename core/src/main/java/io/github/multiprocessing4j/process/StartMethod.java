package io.github.multiprocessing4j.process;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a child process comes to its JVM.
 *
 * <p>CPython's counterparts are the names that {@code get_context()} takes. Its third one, {@code fork}, is {@linkplain #named refused}.
 */
public enum StartMethod {
    /**
     * From a stock of JVMs that have started ahead of need and wait, clean, for what to run: a child then runs within a millisecond or a few. The stock
     * begins to be filled when the first child is started, which has to wait for its own JVM; it is filled up in the background, has a JVM for each
     * that was wanted at the same time lately, {@linkplain JvmSettingsBuilder#stock up to a limit}, and ends when it was not used for half a minute, or with this process. What is
     * started with other options comes from another stock. The default.
     */
    FORKSERVER,

    /**
     * A new JVM for each child, which takes about a tenth of a second until it runs.
     *
     * <p>Such a JVM, and those in stock, comes up in about four fifths of the time with an AOT cache ({@code -XX:AOTCache}) of this library's jar. It is built in the background when a
     * child was started without, and kept in {@code $XDG_CACHE_HOME/multiprocessing4j} or {@code ~/.cache/multiprocessing4j}, or where the system property {@code
     * multiprocessing4j.aotCache.directory} says. It is used only if it was made of the very jar by this JDK, and with options that it goes with: not with ZGC, agents or heaps of 31 GB and more, for instance.
     * With {@code multiprocessing4j.aotCache} set to {@code false} there is none.
     */
    SPAWN;

    /** The system property that says which one is the default: {@code forkserver} or {@code spawn}. */
    static final String PROPERTY = "multiprocessing4j.startMethod";

    private static final class Default {
        /** Null as long as nobody has asked. */
        static @Nullable StartMethod method;

        static boolean said;

        static StartMethod ofProperty() {
            String name = System.getProperty(PROPERTY, "forkserver");
            try {
                return named(name);
            } catch (IllegalArgumentException | UnsupportedOperationException e) {
                throw new IllegalArgumentException("-D" + PROPERTY + "=" + name + ": " + e.getMessage(), e);
            }
        }
    }

    /**
     * {@return the one with a name}
     *
     * @param name as in CPython, {@code "spawn"} or {@code "forkserver"}
     * @throws UnsupportedOperationException if it is {@code "fork"}
     * @throws IllegalArgumentException if there is none
     */
    public static StartMethod named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "forkserver" -> FORKSERVER;
            case "spawn" -> SPAWN;
            case "fork" ->
                throw new UnsupportedOperationException(
                        "a JVM can't be forked: only the thread that forks is there in the copy, so that it hangs at"
                            + " the first garbage collection. Who wants fork for its speed has it with the start"
                            + " method FORKSERVER; who wants it for what the child inherits captures that in what the"
                            + " child runs, or puts large data into shared memory (SharedMemory, Array)");
            default ->
                throw new IllegalArgumentException(
                        "there is no start method \"" + name + "\": it can be forkserver or spawn");
        };
    }

    /**
     * {@return by which children are started of which nothing else was said} In a child, that by which it was started itself, until it says otherwise. CPython's {@code
     * get_start_method}.
     *
     * @throws IllegalArgumentException if the system property {@code multiprocessing4j.startMethod} names none that there is
     */
    public static StartMethod getDefault() {
        synchronized (StartMethod.class) {
            StartMethod method = Default.method;
            if (method == null) {
                method = Default.ofProperty();
                Default.method = method;
            }
            return method;
        }
    }

    /**
     * Changes by which children are started of which nothing else is said.
     *
     * @param method from now on
     * @param force whether to do so although it was done before
     * @throws IllegalStateException if it was done before, and this is not forced
     */
    public static void setDefault(StartMethod method, boolean force) {
        Objects.requireNonNull(method, "method");
        synchronized (StartMethod.class) {
            if (Default.said && !force) {
                throw new IllegalStateException("the start method was set before, to " + Default.method
                        + ": a library that needs a certain one makes a context of its own, by"
                        + " Context.builder().startMethod(...)");
            }
            Default.method = method;
            Default.said = true;
        }
    }
}
