package io.github.multiprocessing4j.testkit;

import static java.util.stream.Collectors.toSet;

import io.github.multiprocessing4j.region.SpareArena;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a test can leave behind, as it is at one moment: processes below this one, threads, open descriptors, and files of
 * the library's in shared memory and in the temporary directory.
 *
 * <p>Descriptors and files need {@code /proc}; elsewhere these two are empty. A process whose parent has died is below
 * this one no longer and is not seen here.
 *
 * @param processes children, their children, and so on
 * @param threads live platform threads that keep the JVM alive or are the library's
 * @param descriptors what the open descriptors refer to, and how many do
 * @param files named blocks of this process, and what is in its private directory
 */
public record Leftovers(
        Set<ProcessHandle> processes, Set<Thread> threads, Map<String, Integer> descriptors, Set<Path> files) {

    private static final String PREFIX = "mp4j-";

    private static final String OWN_PID = Long.toString(ProcessHandle.current().pid());

    /** What the class loaders and the JVM open and keep as they please. */
    private static final Predicate<String> OF_THE_JVM = Pattern.compile(
                    ".*\\.(jar|class|jsa|so)( \\(deleted\\))?|.*/lib/modules|.*/target/(test-)?classes/.*"
                            + "|/dev/u?random|/dev/pts/.*|/dev/tty|/proc/.*|/sys/.*|.*/hsperfdata_.*")
            .asMatchPredicate();

    public static Leftovers now() {
        SpareArena.giveUp();
        return new Leftovers(descendants(), liveThreads(), openDescriptors(), libraryFiles());
    }

    /** Waits until nothing is left that was not there before; returns what is left at the deadline, one line each. */
    public static List<String> awaitNoneBeyond(Leftovers before, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            var left = now().beyond(before);
            if (left.isEmpty() || System.nanoTime() - deadline >= 0) {
                return left;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            if (Thread.interrupted()) { // by a test's timeout that came late: the next park would not wait
                return now().beyond(before);
            }
        }
    }

    /** {@return what is here and was not there before, one line each} */
    List<String> beyond(Leftovers before) {
        var left = new ArrayList<String>();
        minus(processes, before.processes).forEach(process -> left.add("process " + describe(process)));
        minus(threads, before.threads).forEach(thread -> left.add("thread " + describe(thread)));
        descriptors.forEach((target, count) -> {
            int more = count - before.descriptors.getOrDefault(target, 0);
            if (more > 0) {
                left.add("descriptor of " + target + (more == 1 ? "" : ", " + more + " times"));
            }
        });
        minus(files, before.files).forEach(file -> left.add("file " + file));
        return left;
    }

    private static <T> Set<T> minus(Set<T> after, Set<T> before) {
        var rest = new HashSet<>(after);
        rest.removeAll(before);
        return rest;
    }

    private static String describe(ProcessHandle process) {
        var info = process.info();
        String command = info.commandLine()
                .or(info::command)
                .map(line -> line.length() <= 300
                        ? line
                        : line.substring(0, 150) + " ... " + line.substring(line.length() - 150))
                .orElse("of unknown command, or unreaped");
        return process.pid() + " (" + command + ")";
    }

    private static String describe(Thread thread) {
        var frames = Arrays.stream(thread.getStackTrace())
                .limit(5)
                .map(frame -> "\n        at " + frame)
                .toList();
        return '"' + thread.getName() + '"' + (thread.isDaemon() ? " (daemon)" : "") + String.join("", frames);
    }

    private static Set<ProcessHandle> descendants() {
        try (Stream<ProcessHandle> all = ProcessHandle.current().descendants()) {
            return all.collect(toSet());
        }
    }

    private static Set<Thread> liveThreads() {
        ThreadGroup top = Objects.requireNonNull(Thread.currentThread().getThreadGroup());
        for (ThreadGroup parent = top.getParent(); parent != null; parent = top.getParent()) {
            top = parent;
        }
        var threads = new Thread[top.activeCount() * 2 + 64];
        int count = top.enumerate(threads);
        return Arrays.stream(threads, 0, count)
                .filter(thread -> !thread.isDaemon() || thread.getName().startsWith(PREFIX))
                .filter(thread -> !thread.getName().startsWith("junit-") && thread.isAlive())
                .collect(toSet());
    }

    private static Map<String, Integer> openDescriptors() {
        var targets = new HashMap<String, Integer>();
        for (Path descriptor : list(Path.of("/proc/self/fd"))) {
            try {
                String target = Files.readSymbolicLink(descriptor).toString();
                if (!OF_THE_JVM.test(target)) {
                    targets.merge(target, 1, Integer::sum);
                }
            } catch (IOException e) {
                // closed since it was listed
            }
        }
        return targets;
    }

    /** Names carry their owner's pid. The private directory itself stays until this process ends; its content must not. */
    private static Set<Path> libraryFiles() {
        var files = new HashSet<Path>();
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
            for (Path parent : Set.of(Path.of("/dev/shm"), Path.of(System.getProperty("java.io.tmpdir")))) {
                for (Path entry : list(parent)) {
                    var parts = entry.getFileName().toString().split("-", -1);
                    if (entry.getFileName().toString().startsWith(PREFIX)
                            && List.of(parts).contains(OWN_PID)) {
                        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                            files.addAll(list(entry));
                        } else {
                            files.add(entry);
                        }
                    }
                }
            }
        }
        return files;
    }

    private static List<Path> list(Path directory) {
        var entries = new ArrayList<Path>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(entries::add);
        } catch (IOException e) {
            // not there, or gone in the meantime: nothing is left in it
        }
        return entries;
    }
}
