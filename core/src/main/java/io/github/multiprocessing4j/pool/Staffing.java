package io.github.multiprocessing4j.pool;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How many workers there are to be, and how long each stays.
 *
 * @param fewest that are kept running though there is nothing to do
 * @param most that may work at the same time
 * @param spares that stand ready to take the place of one that ends, and do nothing until then
 * @param maxTasks after how many chunks one is replaced
 * @param maxMemory at how many bytes of resident memory one is replaced
 * @param maxAge after how many nanoseconds one is replaced
 * @param maxIdle after how many nanoseconds without work one ends
 * @param failFast whether the death of one is the end of all
 */
record Staffing(
        int fewest, int most, int spares, int maxTasks, long maxMemory, long maxAge, long maxIdle, boolean failFast) {
    static final int UNLIMITED_TASKS = Integer.MAX_VALUE;

    static final long UNLIMITED = Long.MAX_VALUE;

    static Staffing of(int workers) {
        return new Staffing(
                workers, workers, 0, UNLIMITED_TASKS, UNLIMITED, UNLIMITED, UNLIMITED, /* failFast= */ false);
    }

    Staffing resized(int workers) {
        int kept = fewest == most ? workers : Math.min(fewest, workers);
        return new Staffing(kept, workers, spares, maxTasks, maxMemory, maxAge, maxIdle, failFast);
    }

    Staffing withFewest(int workers) {
        return new Staffing(workers, most, spares, maxTasks, maxMemory, maxAge, maxIdle, failFast);
    }

    Staffing withSpares(int workers) {
        return new Staffing(fewest, most, workers, maxTasks, maxMemory, maxAge, maxIdle, failFast);
    }

    Staffing withMaxTasks(int tasks) {
        return new Staffing(fewest, most, spares, tasks, maxMemory, maxAge, maxIdle, failFast);
    }

    Staffing withMaxMemory(long bytes) {
        return new Staffing(fewest, most, spares, maxTasks, bytes, maxAge, maxIdle, failFast);
    }

    Staffing withMaxAge(Duration age) {
        return new Staffing(fewest, most, spares, maxTasks, maxMemory, nanos(age), maxIdle, failFast);
    }

    Staffing withMaxIdle(Duration idle) {
        return new Staffing(fewest, most, spares, maxTasks, maxMemory, maxAge, nanos(idle), failFast);
    }

    Staffing failingFast() {
        return new Staffing(fewest, most, spares, maxTasks, maxMemory, maxAge, maxIdle, /* failFast= */ true);
    }

    private static long nanos(Duration duration) {
        return TimeUnit.NANOSECONDS.convert(duration);
    }

    /** How many there are to be at work or ready for it if there are so many chunks. */
    int wanted(int chunks) {
        return Math.max(fewest, Math.min(most, chunks));
    }
}
