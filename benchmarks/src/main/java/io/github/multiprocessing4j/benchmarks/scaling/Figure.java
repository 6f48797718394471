package io.github.multiprocessing4j.benchmarks.scaling;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A plot, a file and a table: which quantities of which workloads they show. */
@SuppressWarnings("ImmutableEnumChecker") // lists that nobody changes
enum Figure {
    POOL_START("Until a pool is ready", "seconds", Scale.EVEN, both(Workload.POOL_START, "seconds")),
    POOL_START_PROCESSOR(
            "Processor time to start a pool",
            "seconds of a processor",
            Scale.EVEN,
            both(Workload.POOL_START, "processor_seconds")),
    POOL_MEMORY(
            "Memory of all workers of an idle pool",
            "MiB",
            Scale.EVEN,
            List.of(
                    new Line("multiprocessing4j resident", Workload.POOL_START, Side.OURS, "rss_mib"),
                    new Line("multiprocessing4j proportional", Workload.POOL_START, Side.OURS, "pss_mib"),
                    new Line("CPython resident", Workload.POOL_START, Side.CPYTHON, "rss_mib"),
                    new Line("CPython proportional", Workload.POOL_START, Side.CPYTHON, "pss_mib"))),
    POOL_NEEDS(
            "What a pool needs of the operating system",
            "number, or MiB",
            Scale.EVEN,
            List.of(
                    new Line("coordinator's descriptors", Workload.POOL_START, Side.OURS, "descriptors"),
                    new Line("coordinator's threads", Workload.POOL_START, Side.OURS, "threads"),
                    new Line("workers' threads", Workload.POOL_START, Side.OURS, "worker_threads"),
                    new Line("shared memory in MiB", Workload.POOL_START, Side.OURS, "shared_mib"))),
    POOL_IDLE(
            "Processors that the coordinator of an idle pool takes",
            "processors",
            Scale.EVEN,
            both(Workload.POOL_START, "idle_processors")),
    POOL_MAP_AUTO_CHUNKS(
            "pool.map of x * x over 200,000 integers, automatic chunks",
            "items per second",
            Scale.EVEN,
            both(Workload.POOL_MAP_AUTO_CHUNKS, "per_second")),
    POOL_MAP_CHUNKSIZE_1(
            "pool.map of x * x over 20,000 integers, one by one",
            "items per second",
            Scale.EVEN,
            both(Workload.POOL_MAP_CHUNKSIZE_1, "per_second")),
    POOL_COORDINATOR(
            "The coordinator's processor time for each item",
            "microseconds",
            Scale.POWERS,
            List.of(
                    new Line("one by one", Workload.POOL_MAP_CHUNKSIZE_1, Side.OURS, "coordinator_us"),
                    new Line("automatic chunks", Workload.POOL_MAP_AUTO_CHUNKS, Side.OURS, "coordinator_us"),
                    new Line("CPython one by one", Workload.POOL_MAP_CHUNKSIZE_1, Side.CPYTHON, "coordinator_us"),
                    new Line(
                            "CPython automatic chunks",
                            Workload.POOL_MAP_AUTO_CHUNKS,
                            Side.CPYTHON,
                            "coordinator_us"))),
    POOL_TASKS_10_MS(
            "Tasks of 10 ms of calculation",
            "tasks per second",
            Scale.EVEN,
            List.of(
                    new Line("multiprocessing4j", Workload.POOL_TASKS_10_MS, Side.OURS, "per_second"),
                    new Line("its ideal", Workload.POOL_TASKS_10_MS, Side.OURS, "ideal"),
                    new Line("CPython", Workload.POOL_TASKS_10_MS, Side.CPYTHON, "per_second"),
                    new Line("CPython's ideal", Workload.POOL_TASKS_10_MS, Side.CPYTHON, "ideal"))),
    LOCK_CONTENDED(
            "One lock that all want",
            "acquisitions per second",
            Scale.POWERS,
            both(Workload.LOCK_CONTENDED, "per_second")),
    LOCK_SMALLEST_SHARE(
            "One lock that all want: who gets least",
            "percent of all acquisitions",
            Scale.EVEN,
            List.of(
                    new Line("multiprocessing4j", Workload.LOCK_CONTENDED, Side.OURS, "smallest_share"),
                    new Line("CPython", Workload.LOCK_CONTENDED, Side.CPYTHON, "smallest_share"),
                    new Line("equal shares", Workload.LOCK_CONTENDED, Side.OURS, "equal"))),
    QUEUE_PRODUCERS(
            "Producers and one consumer of a queue",
            "messages per second",
            Scale.EVEN,
            both(Workload.QUEUE_PRODUCERS, "per_second")),
    MANAGER_CLIENTS(
            "Clients of a manager's map", "calls per second", Scale.EVEN, both(Workload.MANAGER_CLIENTS, "per_second")),
    THROUGHPUT(
            "One way",
            "bytes per second",
            Scale.POWERS,
            List.of(
                    new Line("Pipe", Workload.PIPE_ONE_WAY, Side.OURS, "bytes_per_second"),
                    new Line("Queue", Workload.QUEUE_ONE_WAY, Side.OURS, "bytes_per_second"),
                    new Line("CPython's Pipe", Workload.PIPE_ONE_WAY, Side.CPYTHON, "bytes_per_second"))),
    ROUND_TRIP(
            "There and back",
            "microseconds",
            Scale.POWERS,
            List.of(
                    new Line("Pipe", Workload.PIPE_ROUND_TRIP, Side.OURS, "us"),
                    new Line("two Queues", Workload.QUEUE_ROUND_TRIP, Side.OURS, "us"),
                    new Line("CPython's Pipe", Workload.PIPE_ROUND_TRIP, Side.CPYTHON, "us"))),
    OBJECTS_CREATE("To make one more", "microseconds", Scale.POWERS, objects("create_us")),
    OBJECTS_CALL("One call", "microseconds", Scale.POWERS, objects("call_us")),
    OBJECTS_MEMORY("Shared memory for each", "bytes", Scale.POWERS, objects("shared_bytes")),
    OBJECTS_DESCRIPTORS("Descriptors for each, in all processes", "descriptors", Scale.POWERS, objects("descriptors"));

    /** How the values' axis is divided. */
    enum Scale {
        EVEN,
        POWERS
    }

    /**
     * What a curve shows.
     *
     * @param title of the curve
     * @param workload which finds it
     * @param side on this side
     * @param quantity by this name
     */
    record Line(String title, Workload workload, Side side, String quantity) {}

    private final String title;

    private final String unit;

    private final Scale scale;

    private final List<Line> lines;

    Figure(String title, String unit, Scale scale, List<Line> lines) {
        this.title = title;
        this.unit = unit;
        this.scale = scale;
        this.lines = lines;
    }

    private static List<Line> both(Workload workload, String quantity) {
        return workload.sides().stream()
                .map(side -> new Line(side.title(), workload, side, quantity))
                .toList();
    }

    private static List<Line> objects(String quantity) {
        return List.of(
                new Line("locks", Workload.OBJECTS_LOCKS, Side.OURS, quantity),
                new Line("queues", Workload.OBJECTS_QUEUES, Side.OURS, quantity),
                new Line("proxies", Workload.OBJECTS_PROXIES, Side.OURS, quantity));
    }

    String title() {
        return title;
    }

    String unit() {
        return unit;
    }

    Scale scale() {
        return scale;
    }

    List<Line> lines() {
        return lines;
    }

    /** {@return what it needs, each once} */
    List<Workload> workloads() {
        return lines.stream().map(Line::workload).distinct().toList();
    }

    Dimension dimension() {
        return lines.getFirst().workload().dimension();
    }

    /** {@return its figure of that name, or else all whose names begin so} */
    static List<Figure> named(String name) {
        List<Figure> all = List.of(values());
        List<Figure> exactly =
                all.stream().filter(each -> each.toString().equals(name)).toList();
        List<Figure> group = all.stream()
                .filter(each -> each.toString().startsWith(name + "_"))
                .toList();
        if (exactly.isEmpty() && group.isEmpty()) {
            throw new IllegalArgumentException("there is no figure " + name + ", only " + Arrays.toString(values()));
        }
        return exactly.isEmpty() ? group : exactly;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
