package io.github.multiprocessing4j.launch;

import io.github.multiprocessing4j.os.LibraryLog;
import java.io.File;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * This library's classes, and those of the JDK that a child uses, loaded and linked ahead of time: a JVM that is given that comes up in four fifths of the
 * time. It holds no class of the user's, for which it would have to be made anew with each change. It is made in the
 * background, by a program of its own that a short one does not have to wait for, when there is none yet. Where it can't be
 * made or used, children start as they do without, and a log message of level DEBUG says why.
 *
 * @param file the cache
 * @param jar what it was made of, which has to come first on the class path
 */
public record AotCache(Path file, Path jar) {
    /** The system property that says {@code false} to do without. */
    static final String PROPERTY = "multiprocessing4j.aotCache";

    /** The class that makes it, of a package above this one. */
    private static final String BUILDER = "io.github.multiprocessing4j.AotTraining";

    /** The builder is nobody's child that has to be waited for, hears no signal that is meant for this program, and gives way to all others. */
    private static final String IN_THE_BACKGROUND = "trap '' HUP INT QUIT; nice -n 19 \"$@\" &";

    private static final State STATE = new State();

    private record Missing(AotStore store, Path jar, List<String> ofModules) {}

    /** Guarded by itself. */
    private static final class State {
        /** What was wanted in vain. */
        @Nullable
        Missing missing;

        /** What this JVM has tried to have built, or told of its being used. */
        final Set<Object> dealtWith = new HashSet<>();

        synchronized void missing(Missing what) {
            if (!dealtWith.contains(what)) {
                missing = what;
            }
        }

        synchronized @Nullable Missing takeMissing() {
            Missing taken = missing;
            missing = null;
            return taken != null && dealtWith.add(taken) ? taken : null;
        }

        synchronized boolean isFirst(Path cache) {
            return dealtWith.add(cache);
        }
    }

    /**
     * {@return the one that goes with a JVM of this JDK}
     *
     * @param options all that it is started with, but for the class path
     */
    static Optional<AotCache> with(List<String> options) {
        Path jar = AotKey.JAR;
        List<String> ofModules =
                jar == null || "false".equals(System.getProperty(PROPERTY)) ? null : AotOptions.ofModules(options);
        AotStore store = ofModules == null ? null : AotStore.ofUser();
        if (jar == null || ofModules == null || store == null) {
            return Optional.empty();
        }
        try {
            AotKey key = AotKey.now(jar, ofModules);
            Path file = store.find(key);
            if (file != null) {
                if (STATE.isFirst(file)) {
                    store.touch(key);
                }
                return Optional.of(new AotCache(file, jar));
            }
            if (!store.hasFailed(key)) {
                STATE.missing(new Missing(store, jar, ofModules));
            } else if (STATE.isFirst(store.failure(key))) {
                LibraryLog.logger()
                        .log(
                                Level.DEBUG,
                                "children start without an AOT cache: why none could be built is in {0}; remove that"
                                        + " for another try at once",
                                store.failure(key));
            }
        } catch (IOException | UnsupportedOperationException e) {
            LibraryLog.logger().log(Level.DEBUG, "children start without an AOT cache", e);
        }
        return Optional.empty();
    }

    /** {@return the options by which a JVM uses it} What it has to say of that is for nobody: it goes on without if it has to. */
    List<String> options() {
        return List.of("-Xlog:aot*=off,cds*=off:stderr", "-XX:AOTCache=" + file);
    }

    /** {@return a class path that begins with what it was made of} */
    String first(String classPath) {
        return Stream.concat(
                        Stream.of(jar.toString()),
                        Arrays.stream(classPath.split(File.pathSeparator, -1)).filter(entry -> !isJar(entry)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private boolean isJar(String entry) {
        return Path.of(entry).toAbsolutePath().normalize().equals(jar);
    }

    /** Has the one built that a child was started without. To be called when that child has got its way. */
    public static void buildMissing() {
        Missing missing = STATE.takeMissing();
        if (missing == null) {
            return;
        }
        try {
            missing.store().make();
            if (!isBeingBuilt(missing.store())) {
                startBuilder(missing);
            }
        } catch (IOException | UnsupportedOperationException e) {
            LibraryLog.logger().log(Level.DEBUG, "no AOT cache is built", e);
        }
    }

    /** Just not to start many programs in vain: they look themselves again. */
    private static boolean isBeingBuilt(AotStore store) throws IOException {
        try (FileChannel channel = openLock(store);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        }
    }

    static FileChannel openLock(AotStore store) throws IOException {
        return FileChannel.open(store.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static void startBuilder(Missing missing) throws IOException {
        Path home = Path.of(System.getProperty("java.home"));
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", IN_THE_BACKGROUND, "mp4j-aot"));
        command.add(home.resolve("bin/java").toString());
        command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(missing.ofModules());
        command.addAll(List.of("-D" + PROPERTY + "=false", "-Dmultiprocessing4j.startMethod=spawn"));
        command.addAll(List.of("--class-path", missing.jar().toString(), BUILDER));
        command.add(missing.store().folder().toString());
        Surroundings surroundings =
                new Surroundings(Map.of(), missing.store().folder(), new Stdio.Discarded(), /* ownGroup= */ false);
        LaunchedProcess shell = Launcher.best().launch(command, new byte[0], surroundings);
        var _ = shell.awaitEnd();
    }
}
