package io.github.multiprocessing4j.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/*
 * A child is recorded as it does what children do; of that a second JVM makes the cache; a third one tries it. Only then is it
 * put in its place, all at once. Who has the lock is the only one who builds; the system takes it from the dead.
 */
/** Builds an {@link AotCache}, in a JVM that has the same options for modules as those that will use it, and nothing but this library's jar on its class path. */
public final class AotBuild {
    /** What a cache may take, and what is needed to make it. */
    private static final long NEEDED_BYTES = 100 << 20;

    private static final long PATIENCE_SECONDS = 120;

    /** As nearly all that use it have, and by which one is best made. */
    private static final List<String> SHAPE = List.of("-XX:+UseG1GC", "-Xmx256m");

    /** Without profiles of methods, for which a child would have its compilers work at once. A JDK that does not know the option can do without it. */
    private static final List<String> NO_PROFILES =
            List.of("-XX:+IgnoreUnrecognizedVMOptions", "-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTRecordTraining");

    private final AotStore store;

    private final Path jar = Objects.requireNonNull(AotKey.JAR, "a jar of this library");

    private final List<String> ofModules = Objects.requireNonNull(
            AotOptions.ofModules(JvmCommand.Holder.COMMON), "options with which there can be a cache");

    private AotBuild(AotStore store) {
        this.store = store;
    }

    /** Has a child do what children do. */
    @FunctionalInterface
    public interface Exercise {
        /**
         * Starts the child, and waits for its end.
         *
         * @param jvmOptions what the child's JVM is to be started with
         * @throws Exception if anything goes wrong
         */
        void with(List<String> jvmOptions) throws Exception;
    }

    /**
     * Builds what this JVM's options ask for, unless it is there or somebody else is building.
     *
     * @param folder where caches are kept
     * @param exercise what is recorded, and tried
     * @throws IOException if it could not be built, and that could not be noted
     */
    public static void in(Path folder, Exercise exercise) throws IOException {
        AotStore store = new AotStore(folder);
        store.make();
        try (FileChannel channel = AotCache.openLock(store);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                store.clean();
                new AotBuild(store).run(exercise);
            }
        }
    }

    private void run(Exercise exercise) throws IOException {
        AotKey key = AotKey.now(jar, ofModules);
        if (store.find(key) != null || store.hasFailed(key)) {
            return;
        }
        if (Files.getFileStore(store.folder()).getUsableSpace() < NEEDED_BYTES) {
            return;
        }
        Path work = store.begin();
        try {
            make(work, exercise);
            if (AotKey.now(jar, ofModules).equals(key)) { // else it was rebuilt meanwhile
                store.complete(work, key);
            }
        } catch (Exception e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace, true));
            store.failed(key, trace.toString());
        } finally {
            AotStore.remove(work);
        }
    }

    private void make(Path work, Exercise exercise) throws Exception {
        Path recorded = work.resolve("recorded");
        Path cache = AotStore.cacheIn(work);
        Path said = work.resolve("said");
        exercise.with(and(NO_PROFILES, "-XX:AOTMode=record", "-XX:AOTConfiguration=" + recorded));
        assemble(recorded, cache, said);
        Files.delete(recorded);
        Files.delete(said);
        exercise.with(and(List.of(), "-XX:AOTMode=on", "-XX:AOTCache=" + cache));
    }

    private static List<String> and(List<String> more, String... options) {
        List<String> all = new ArrayList<>(SHAPE);
        all.addAll(more);
        all.addAll(List.of(options));
        return all;
    }

    private void assemble(Path recorded, Path cache, Path said) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ofModules);
        command.addAll(
                and(NO_PROFILES, "-XX:AOTMode=create", "-XX:AOTConfiguration=" + recorded, "-XX:AOTCache=" + cache));
        command.addAll(List.of("--class-path", jar.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException("assembling failed with exit code " + code + ": " + Files.readString(said));
        }
    }
}
