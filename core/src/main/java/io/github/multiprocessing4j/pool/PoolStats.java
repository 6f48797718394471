package io.github.multiprocessing4j.pool;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a pool's workers have spent their time with: a look at the moment in which {@link Pool#stats()} was called.
 *
 * <p>If workers wait most of the time, the caller can't keep up: its input is slow, chunks are too large for the work to be
 * shared out evenly, or there are more workers than work. If they serialize, chunks are too small or values too large. {@link #toString()} is a
 * table for people.
 *
 * <p>CPython's {@code Pool} has no counterpart.
 *
 * @param workers those who are there, by their {@linkplain WorkerContext#index() numbers}
 * @param endedWorkers how many have ended, of whatever
 * @param ended what those have done in all
 * @param slowest the five tasks that took longest, the longest first, of each chunk one at most
 */
public record PoolStats(List<WorkerStats> workers, int endedWorkers, Usage ended, List<SlowTask> slowest) {
    static final PoolStats NONE = new PoolStats(List.of(), 0, Usage.NONE, List.of());

    /** Makes it. */
    public PoolStats {
        workers = List.copyOf(workers);
        slowest = List.copyOf(slowest);
    }

    /** {@return what all workers have done, those who are there and those who are not any more} */
    public Usage total() {
        return workers.stream().map(WorkerStats::usage).reduce(ended, Usage::plus);
    }

    /**
     * What one worker has done.
     *
     * @param index its number in the pool
     * @param worker which one it is
     * @param usage of its time
     */
    public record WorkerStats(int index, WorkerId worker, Usage usage) {}

    /**
     * What time was spent with. What a worker runs now counts as work until it is reported.
     *
     * @param chunks how many were run
     * @param items how many tasks have ended well
     * @param startUp from the launch until it was initialized
     * @param waiting without anything to do
     * @param working in the tasks themselves
     * @param serializing decoding arguments and encoding results, in the worker; zero of threads
     */
    public record Usage(
            long chunks, long items, Duration startUp, Duration waiting, Duration working, Duration serializing) {
        static final Usage NONE = ofNanos(0, 0, 0, 0, 0, 0);

        static Usage ofNanos(long chunks, long items, long startUp, long waiting, long working, long serializing) {
            return new Usage(
                    chunks,
                    items,
                    Duration.ofNanos(startUp),
                    Duration.ofNanos(waiting),
                    Duration.ofNanos(working),
                    Duration.ofNanos(serializing));
        }

        /**
         * {@return the sum}
         *
         * @param other what to add
         */
        public Usage plus(Usage other) {
            return new Usage(
                    chunks + other.chunks,
                    items + other.items,
                    startUp.plus(other.startUp),
                    waiting.plus(other.waiting),
                    working.plus(other.working),
                    serializing.plus(other.serializing));
        }
    }

    /**
     * A task that took long.
     *
     * @param task which one it was, as "item 17 of map"; or "one of the items 17 to 31 of map", as tasks that take less than a
     *     microsecond are measured together
     * @param time how long it took, without its arguments' and its result's way
     * @param worker who ran it
     */
    public record SlowTask(String task, Duration time, WorkerId worker) {}

    /** {@return a table for people to read} */
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder(line("worker", "items", "start-up", "waiting", "working", "codec"));
        for (WorkerStats each : workers) {
            table.append(line(each.worker().toString(), each.usage()));
        }
        if (endedWorkers > 0) {
            table.append(line(endedWorkers + " that ended", ended));
        }
        for (SlowTask each : slowest) {
            table.append(
                    String.format(Locale.ROOT, "%s took %s in %s%n", each.task(), seconds(each.time()), each.worker()));
        }
        return table.toString();
    }

    private static String line(String name, Usage usage) {
        return line(
                name,
                String.valueOf(usage.items()),
                seconds(usage.startUp()),
                seconds(usage.waiting()),
                seconds(usage.working()),
                seconds(usage.serializing()));
    }

    private static String line(Object... columns) {
        return String.format(Locale.ROOT, "%-30s %12s %12s %12s %12s %12s%n", columns);
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f s", time.toNanos() / 1e9);
    }
}
