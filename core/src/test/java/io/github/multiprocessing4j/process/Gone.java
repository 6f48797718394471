package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.os.ProcStat;
import io.github.multiprocessing4j.region.SessionDirectory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Whether processes are gone, and what they had in shared memory. */
final class Gone {
    private static final long ONE_SECOND = 1_000_000_000;

    private static final long LOOK_AGAIN_NANOS = 5_000_000;

    private Gone() {}

    /** An orphan may stay a zombie for as long as whoever inherits it likes, so the kernel is asked for its state. */
    static boolean is(long pid) {
        return !ProcStat.of(pid).map(ProcStat::alive).orElse(false);
    }

    /** Waits until none of them is alive, for a second at most. */
    static void withinASecond(Collection<Long> pids) {
        within(1, () -> pids.stream().filter(pid -> !is(pid)).toList());
    }

    /** Waits until there are none. */
    static void within(int seconds, Supplier<List<Long>> alive) {
        await(
                seconds * ONE_SECOND,
                () -> alive.get().stream().map(pid -> "process " + pid).toList());
    }

    /** Waits until nothing is left in shared memory that processes have made, for two seconds at most. */
    static void withAllThatTheyHad(Collection<Long> pids, Collection<String> blocks) {
        await(2 * ONE_SECOND, () -> {
            List<String> left = new ArrayList<>();
            pids.forEach(pid -> left.addAll(directoriesOf(pid)));
            blocks.stream()
                    .filter(block -> Files.exists(Path.of("/dev/shm", block)))
                    .forEach(left::add);
            return left;
        });
    }

    private static List<String> directoriesOf(long pid) {
        List<String> left = new ArrayList<>();
        try (DirectoryStream<Path> all =
                Files.newDirectoryStream(Path.of("/dev/shm"), SessionDirectory.PREFIX + "*-" + pid + "-*")) {
            all.forEach(each -> left.add(each.toString()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return left;
    }

    private static void await(long nanos, Supplier<List<String>> left) {
        long start = System.nanoTime();
        for (List<String> now = left.get(); !now.isEmpty(); now = left.get()) {
            List<String> seen = now;
            assertTrue(System.nanoTime() - start < nanos, () -> "still there: " + seen);
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }
}
