package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.classes.ClassPatterns;
import io.github.multiprocessing4j.classes.SeenLoaders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds {@link JvmSettings}. Not thread-safe; can be used again for more than one. */
public final class JvmSettingsBuilder {
    private @Nullable StartMethod startMethod;

    private List<String> jvmOptions;

    private final Map<String, String> systemProperties;

    private final Map<String, @Nullable String> environment;

    private @Nullable Path directory;

    private final List<Path> classPath;

    private final List<Path> modulePath;

    private @Nullable Path executable;

    private List<String> preload;

    private PreloadError onPreloadError;

    private int stock;

    private List<String> shippedClasses;

    JvmSettingsBuilder(JvmSettings from) {
        startMethod = from.startMethod();
        jvmOptions = from.jvmOptions();
        systemProperties = new LinkedHashMap<>(from.systemProperties());
        environment = new LinkedHashMap<>(from.environment());
        directory = from.directory();
        classPath = new ArrayList<>(from.classPath());
        modulePath = new ArrayList<>(from.modulePath());
        executable = from.executable();
        preload = from.preload();
        onPreloadError = from.onPreloadError();
        stock = from.stock();
        shippedClasses = from.shippedClasses();
    }

    /**
     * Says where the JVM comes from.
     *
     * @param method what is the {@linkplain StartMethod#getDefault default} at the time of the start, unless this is called
     * @return this
     */
    public JvmSettingsBuilder startMethod(StartMethod method) {
        this.startMethod = Objects.requireNonNull(method, "method");
        return this;
    }

    /**
     * Gives options to the JVM.
     *
     * @param options as on the command line of {@code java}, in place of those that were given before
     * @return this
     */
    public JvmSettingsBuilder jvmOptions(String... options) {
        return jvmOptions(List.of(options));
    }

    /**
     * Gives options to the JVM.
     *
     * @param options as on the command line of {@code java}, in place of those that were given before
     * @return this
     */
    public JvmSettingsBuilder jvmOptions(List<String> options) {
        this.jvmOptions = List.copyOf(options);
        return this;
    }

    /**
     * Sets a system property beside those that come from this JVM. It does not show in the list of processes.
     *
     * @param name its name
     * @param value its value
     * @return this
     */
    public JvmSettingsBuilder systemProperty(String name, String value) {
        systemProperties.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        return this;
    }

    /**
     * Sets an environment variable, or takes it away.
     *
     * @param name its name
     * @param value its value; null if there is to be none
     * @return this
     */
    public JvmSettingsBuilder environment(String name, @Nullable String value) {
        environment.put(Objects.requireNonNull(name, "name"), value);
        return this;
    }

    /**
     * Has it run in another working directory.
     *
     * @param path one that is there when a child is started
     * @return this
     */
    public JvmSettingsBuilder directory(Path path) {
        this.directory = path.toAbsolutePath();
        return this;
    }

    /**
     * Adds to the class path, after what is on this JVM's.
     *
     * @param paths jars and directories
     * @return this
     */
    public JvmSettingsBuilder addClassPath(Path... paths) {
        classPath.addAll(absolute(paths));
        return this;
    }

    /**
     * Adds to the module path, after what is on this JVM's.
     *
     * @param paths jars and directories
     * @return this
     */
    public JvmSettingsBuilder addModulePath(Path... paths) {
        modulePath.addAll(absolute(paths));
        return this;
    }

    private static List<Path> absolute(Path... paths) {
        return List.of(paths).stream().map(Path::toAbsolutePath).toList();
    }

    /**
     * Runs another JVM than this one's. CPython's {@code set_executable}.
     *
     * @param java the program {@code java} of a JDK 25 or newer
     * @return this
     */
    public JvmSettingsBuilder executable(Path java) {
        this.executable = java.toAbsolutePath();
        return this;
    }

    /**
     * Has JVMs in stock load and initialize classes ahead, so that nobody waits for that. What can't be loaded is warned of. CPython's {@code
     * set_forkserver_preload}.
     *
     * @param classes in place of those that were given before. Their static initializers run in each JVM in stock
     * @return this
     */
    public JvmSettingsBuilder preload(Class<?>... classes) {
        for (Class<?> type : classes) {
            SeenLoaders.note(type);
        }
        return preload(
                PreloadError.WARN, List.of(classes).stream().map(Class::getName).toList());
    }

    /**
     * Has JVMs in stock load and initialize classes ahead.
     *
     * @param onError what becomes of a JVM that can't
     * @param classNames as {@link Class#getName} gives them, in place of those that were given before
     * @return this
     */
    public JvmSettingsBuilder preload(PreloadError onError, List<String> classNames) {
        this.preload = List.copyOf(classNames);
        this.onPreloadError = Objects.requireNonNull(onError, "onError");
        return this;
    }

    /**
     * Says how many JVMs may wait in stock. There is one at first, and more when children are started faster than JVMs come up. Each takes some 50 MiB.
     *
     * @param most how many at most, 4 by default, and 8 of all settings together; with 0 there are none, and each child has to wait for its own
     * @return this
     */
    public JvmSettingsBuilder stock(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("there can't be " + most + " JVMs in stock");
        }
        this.stock = most;
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
    public JvmSettingsBuilder shipClasses(String... patterns) {
        this.shippedClasses = new ClassPatterns(List.of(patterns)).patterns();
        return this;
    }

    /**
     * {@return the settings}
     *
     * @throws IllegalArgumentException if a name of an environment variable is none
     */
    public JvmSettings build() {
        return new JvmSettings(
                startMethod,
                jvmOptions,
                systemProperties,
                environment,
                directory,
                classPath,
                modulePath,
                executable,
                preload,
                onPreloadError,
                stock,
                shippedClasses);
    }
}
