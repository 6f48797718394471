package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.classes.ClassPatterns;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the JVM of a child comes about, and what differs in it from this one. Immutable.
 *
 * {@snippet :
 * var small = JvmSettings.builder().jvmOptions("-Xmx64m").startMethod(StartMethod.SPAWN).build();
 * }
 *
 * @param startMethod where the JVM comes from; null for the {@linkplain StartMethod#getDefault default} at the time of the start
 * @param jvmOptions as on the command line of {@code java}, after, and so stronger than, those that a child has anyway; {@link
 *     ChildProcessBuilder#jvmOptions(String...)} tells which these are
 * @param systemProperties set before any class of the program is loaded, beside and stronger than those that come from this JVM. They are sent
 *     to the child and show in no list of processes
 * @param environment variables that it has beside and instead of this process's; null for none of that name
 * @param directory its working directory; null for this process's
 * @param classPath what comes after this JVM's class path
 * @param modulePath what comes after this JVM's module path
 * @param executable the {@code java} to run, of a JDK 25 or newer; null for this JVM's
 * @param preload names of classes that a JVM in stock loads and initializes before it is told what to run
 * @param onPreloadError what becomes of it if it can't
 * @param stock how many JVMs are kept in stock at most; see {@link StartMethod#FORKSERVER}
 * @param shippedClasses which classes a child gets from this process if it does not find them itself; {@link
 *     JvmSettingsBuilder#shipClasses} says how they are named
 */
public record JvmSettings(
        @Nullable StartMethod startMethod,
        List<String> jvmOptions,
        Map<String, String> systemProperties,
        Map<String, @Nullable String> environment,
        @Nullable Path directory,
        List<Path> classPath,
        List<Path> modulePath,
        @Nullable Path executable,
        List<String> preload,
        PreloadError onPreloadError,
        int stock,
        List<String> shippedClasses)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int USUAL_STOCK = 4;

    private static final JvmSettings USUAL = new JvmSettings(
            null,
            List.of(),
            Map.of(),
            Map.of(),
            null,
            List.of(),
            List.of(),
            null,
            List.of(),
            PreloadError.WARN,
            USUAL_STOCK,
            List.of("**"));

    /** Makes them. */
    public JvmSettings {
        jvmOptions = List.copyOf(jvmOptions);
        systemProperties = Map.copyOf(systemProperties);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        classPath = List.copyOf(classPath);
        modulePath = List.copyOf(modulePath);
        preload = List.copyOf(preload);
        shippedClasses = new ClassPatterns(shippedClasses).patterns();
        Objects.requireNonNull(onPreloadError, "onPreloadError");
        if (stock < 0) {
            throw new IllegalArgumentException("there can't be " + stock + " JVMs in stock");
        }
        for (String name : environment.keySet()) {
            String value = environment.get(name);
            if (value != null && value.contains("\0")) {
                throw new IllegalArgumentException("the environment variable " + name + " can't hold a zero character");
            }
            if (name.isEmpty() || name.contains("=") || name.contains("\0")) {
                throw new IllegalArgumentException("an environment variable can't be named \"" + name + "\"");
            }
        }
    }

    /** {@return those of which nothing else was said: a JVM like this one, by the default start method} */
    public static JvmSettings usual() {
        return USUAL;
    }

    /** {@return a builder of others, which begins with the usual ones} */
    public static JvmSettingsBuilder builder() {
        return new JvmSettingsBuilder(USUAL);
    }

    /** {@return a builder of others, which begins with these} */
    public JvmSettingsBuilder toBuilder() {
        return new JvmSettingsBuilder(this);
    }

    /** Paths can't be serialized. */
    @Serial
    private Object writeReplace() {
        return new Form(
                startMethod,
                jvmOptions,
                systemProperties,
                new LinkedHashMap<>(environment),
                text(directory),
                classPath.stream().map(Path::toString).toList(),
                modulePath.stream().map(Path::toString).toList(),
                text(executable),
                preload,
                onPreloadError,
                stock,
                shippedClasses);
    }

    private static @Nullable String text(@Nullable Path path) {
        return path == null ? null : path.toString();
    }

    private record Form(
            @Nullable StartMethod startMethod,
            List<String> jvmOptions,
            Map<String, String> systemProperties,
            Map<String, @Nullable String> environment,
            @Nullable String directory,
            List<String> classPath,
            List<String> modulePath,
            @Nullable String executable,
            List<String> preload,
            PreloadError onPreloadError,
            int stock,
            List<String> shippedClasses)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        @Serial
        private Object readResolve() {
            return new JvmSettings(
                    startMethod,
                    jvmOptions,
                    systemProperties,
                    environment,
                    directory == null ? null : Path.of(directory),
                    classPath.stream().map(Path::of).toList(),
                    modulePath.stream().map(Path::of).toList(),
                    executable == null ? null : Path.of(executable),
                    preload,
                    onPreloadError,
                    stock,
                    shippedClasses);
        }
    }

    ClassPatterns shipped() {
        return new ClassPatterns(shippedClasses);
    }

    StartMethod method() {
        return startMethod == null ? StartMethod.getDefault() : startMethod;
    }
}
