package io.github.multiprocessing4j;

import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.process.JvmSettings;
import io.github.multiprocessing4j.process.JvmSettingsBuilder;
import io.github.multiprocessing4j.process.PreloadError;
import io.github.multiprocessing4j.process.StartMethod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds contexts whose processes are JVMs of a certain kind. Not thread-safe; can be used again for more than one. */
public final class ContextBuilder {
    private final JvmSettingsBuilder jvm = JvmSettings.builder();

    private final List<String> jvmOptions = new ArrayList<>();

    private @Nullable AuthKey authKey;

    ContextBuilder() {}

    /**
     * Says where the JVMs come from.
     *
     * @param method what is the {@linkplain Multiprocessing#getStartMethod default} at the time of the start, unless this is called
     * @return this
     */
    public ContextBuilder startMethod(StartMethod method) {
        jvm.startMethod(method);
        return this;
    }

    /**
     * Gives options to the JVMs, beside those that were given before.
     *
     * @param options as on the command line of {@code java}; they show in the system's list of processes
     * @return this
     */
    public ContextBuilder jvmOptions(String... options) {
        jvmOptions.addAll(List.of(options));
        return this;
    }

    /**
     * Limits the heap of each JVM.
     *
     * @param bytes at least 4 MiB
     * @return this
     */
    public ContextBuilder maxHeap(long bytes) {
        if (bytes < 4 << 20) {
            throw new IllegalArgumentException("a heap of " + bytes + " bytes is too small for a JVM: 4 MiB at least");
        }
        return jvmOptions("-Xmx" + bytes);
    }

    /**
     * Says how many processors each JVM is to think it may use: so many threads its collector, its compilers and common pool have.
     *
     * @param count at least 1
     * @return this
     */
    public ContextBuilder processors(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("a JVM can't have " + count + " processors");
        }
        return jvmOptions("-XX:ActiveProcessorCount=" + count);
    }

    /**
     * Sets a system property beside those that come from this JVM. It does not show in the list of processes.
     *
     * @param name its name
     * @param value its value
     * @return this
     */
    public ContextBuilder systemProperty(String name, String value) {
        jvm.systemProperty(name, value);
        return this;
    }

    /**
     * Sets an environment variable, or takes it away.
     *
     * @param name its name
     * @param value its value; null if there is to be none
     * @return this
     */
    public ContextBuilder environment(String name, @Nullable String value) {
        jvm.environment(name, value);
        return this;
    }

    /**
     * Has processes run in another working directory.
     *
     * @param path one that is there when a process is started
     * @return this
     */
    public ContextBuilder directory(Path path) {
        jvm.directory(path);
        return this;
    }

    /**
     * Adds to the class path, after what is on this JVM's.
     *
     * @param paths jars and directories
     * @return this
     */
    public ContextBuilder addClassPath(Path... paths) {
        jvm.addClassPath(paths);
        return this;
    }

    /**
     * Adds to the module path, after what is on this JVM's.
     *
     * @param paths jars and directories
     * @return this
     */
    public ContextBuilder addModulePath(Path... paths) {
        jvm.addModulePath(paths);
        return this;
    }

    /**
     * Runs other JVMs than this one's. CPython's {@code set_executable}.
     *
     * @param java the program {@code java} of a JDK 25 or newer
     * @return this
     */
    public ContextBuilder executable(Path java) {
        jvm.executable(java);
        return this;
    }

    /**
     * Has JVMs in stock load and initialize classes ahead, so that nobody waits for that. What can't be loaded is warned of. CPython's {@code
     * set_forkserver_preload}.
     *
     * @param classes in place of those that were given before. Their static initializers run in each JVM in stock
     * @return this
     */
    public ContextBuilder preload(Class<?>... classes) {
        jvm.preload(classes);
        return this;
    }

    /**
     * Has JVMs in stock load and initialize classes ahead.
     *
     * @param onError what becomes of a JVM that can't
     * @param classNames as {@link Class#getName} gives them, in place of those that were given before
     * @return this
     */
    public ContextBuilder preload(PreloadError onError, List<String> classNames) {
        jvm.preload(onError, classNames);
        return this;
    }

    /**
     * Says how many JVMs may wait in stock.
     *
     * @param most how many at most, 4 by default, and 8 of all contexts together; with 0 there are none, and each process has to wait for its own
     * @return this
     */
    public ContextBuilder stock(int most) {
        jvm.stock(most);
        return this;
    }

    /**
     * Says which classes a child may get from this process when it does not find them on its own class path: those of a shell's snippets, of an
     * in-memory compiler, of a class loader of the program's. All, unless this is called. The child finds them by the context class loader of its
     * threads, and asks for each once. If the thread that starts a child has another context class loader than the application's, resources come to the child as well, those
     * of which it has none itself; of their names the patterns see dots for slashes. Classes of the JDK are not shipped.
     *
     * <p>A child keeps a class that it has: after this process has reloaded one, children that have used it go on with the former, except that lambdas are refused
     * whose code is another one.
     *
     * @param patterns {@code com.acme.Job} for one class and those nested in it, {@code com.acme.*} for a package, {@code com.acme.**} for those below it too,
     *     {@code **} for all; with {@code !} before it for those that are not. The first that fits decides; what none fits is not shipped. None: no class is
     * @return this
     * @throws IllegalArgumentException if a pattern is none
     */
    public ContextBuilder shipClasses(String... patterns) {
        jvm.shipClasses(patterns);
        return this;
    }

    /**
     * Gives processes another key than their creator's.
     *
     * @param key the key
     * @return this
     */
    public ContextBuilder authKey(AuthKey key) {
        this.authKey = Objects.requireNonNull(key, "key");
        return this;
    }

    /** {@return the context} */
    public Context build() {
        return new ProcessContext(jvm.jvmOptions(jvmOptions).build(), authKey);
    }
}
