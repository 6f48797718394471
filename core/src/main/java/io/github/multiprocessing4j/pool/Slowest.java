package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.pool.PoolStats.SlowTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The tasks that took longest, one of a chunk at most. Guarded by the back's lock. */
final class Slowest {
    private static final int KEPT = 5;

    private final List<SlowTask> tasks = new ArrayList<>();

    /** What is faster does not belong here any more. */
    private long least;

    void add(Effort effort, CallSite site, WorkerId worker) {
        if (effort.slowestNanos() > least) {
            tasks.add(new SlowTask(
                    site.oneOf(effort.slowest(), effort.slowestItems()),
                    Duration.ofNanos(effort.slowestNanos()),
                    worker));
            tasks.sort(Comparator.comparing(SlowTask::time).reversed());
            if (tasks.size() > KEPT) {
                tasks.removeLast();
            }
            least = tasks.size() < KEPT ? 0 : tasks.getLast().time().toNanos();
        }
    }

    List<SlowTask> list() {
        return List.copyOf(tasks);
    }
}
