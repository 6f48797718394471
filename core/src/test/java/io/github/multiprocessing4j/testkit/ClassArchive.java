package io.github.multiprocessing4j.testkit;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.queue.Queue;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The JDK's classes that children use, parsed and linked once for all of them, as a shared archive of HotSpot's. It takes about
 * three seconds to make, once for a build folder, and saves each child a quarter of the processor's time that it takes to come up. What
 * is tested is not in it: HotSpot takes classes from jars only.
 */
final class ClassArchive {
    private static final Path BUILD_FOLDER = Path.of("target");

    private static final long PATIENCE_SECONDS = 60;

    private ClassArchive() {}

    /**
     * {@return the options by which a child uses it}
     *
     * @param options the child's others, with which it has to be made
     */
    static List<String> options(List<String> options) {
        Path archive = BUILD_FOLDER.resolve("jdk-" + Runtime.version() + ".jsa").toAbsolutePath();
        try {
            if (!Files.exists(archive)) {
                if (ChildProcess.parent().isPresent()) {
                    return List.of(); // it would have to start a child to make it
                }
                makeUnlessAnotherDoes(archive, options);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("the children's class archive can't be made", e);
        }
        return List.of("-XX:SharedArchiveFile=" + archive);
    }

    /** One JVM of those that run tests side by side; the others wait for it. */
    private static void makeUnlessAnotherDoes(Path archive, List<String> options)
            throws IOException, InterruptedException {
        Files.createDirectories(BUILD_FOLDER);
        try (FileChannel file = FileChannel.open(BUILD_FOLDER.resolve("jsa.lock"), CREATE, WRITE);
                FileLock lock = file.lock()) {
            if (lock.isValid() && !Files.exists(archive)) {
                make(archive, options);
            }
        }
    }

    private static void make(Path archive, List<String> options) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(archive.getParent(), "jsa");
        Path all = folder.resolve("all.classlist");
        Path jdk = folder.resolve("jdk.classlist");
        Path made = folder.resolve("made.jsa");
        listClasses(all, options);
        Files.write(
                jdk,
                Files.readAllLines(all).stream().filter(ClassArchive::isOfJdk).toList());
        dump(jdk, made, options);
        Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(all);
        Files.delete(jdk);
        Files.delete(folder);
    }

    private static boolean isOfJdk(String line) {
        return !line.contains("source:") && !line.contains("multiprocessing4j") && !line.startsWith("@lambda-proxy");
    }

    private static void listClasses(Path list, List<String> options) throws InterruptedException {
        try (Queue<Integer> queue = Queue.create()) {
            List<String> listing = new ArrayList<>(options);
            listing.add("-XX:DumpLoadedClassList=" + list);
            ChildProcess child = ChildProcess.builder().jvmOptions(listing).start(() -> queue.put(1));
            child.join();
            queue.take();
        }
    }

    /** In an empty folder: a class path that has something in it would have to be the children's, too. */
    private static void dump(Path list, Path archive, List<String> options) throws IOException, InterruptedException {
        Path empty = Files.createTempDirectory(list.getParent(), "empty");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder dump = new ProcessBuilder(java.toString());
        dump.command().addAll(options);
        dump.command()
                .addAll(List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xlog:disable",
                        "-Xshare:dump",
                        "-XX:SharedClassListFile=" + list,
                        "-XX:SharedArchiveFile=" + archive));
        Process process = dump.directory(empty.toFile()).inheritIO().start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        if (process.waitFor() != 0) {
            throw new IOException("java -Xshare:dump failed with exit code " + process.exitValue());
        }
        Files.delete(empty);
    }
}
