package io.github.multiprocessing4j.benchmarks.scaling;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is measured, each time in a fresh process, which may find several quantities at once. */
enum Workload {
    POOL_START(Dimension.WORKERS, true),
    POOL_MAP_AUTO_CHUNKS(Dimension.WORKERS, true),
    POOL_MAP_CHUNKSIZE_1(Dimension.WORKERS, true),
    POOL_TASKS_10_MS(Dimension.WORKERS, true),
    LOCK_CONTENDED(Dimension.WORKERS, true),
    QUEUE_PRODUCERS(Dimension.WORKERS, false),
    MANAGER_CLIENTS(Dimension.WORKERS, false),
    PIPE_ONE_WAY(Dimension.SIZE, true),
    PIPE_ROUND_TRIP(Dimension.SIZE, true),
    QUEUE_ONE_WAY(Dimension.SIZE, false),
    QUEUE_ROUND_TRIP(Dimension.SIZE, false),
    OBJECTS_LOCKS(Dimension.OBJECTS, false),
    OBJECTS_QUEUES(Dimension.OBJECTS, false),
    OBJECTS_PROXIES(Dimension.OBJECTS, false);

    private static final long LARGEST_ELEMENT = 64 << 20;

    private static final long MOST_QUEUES = 10_000;

    private final Dimension dimension;

    private final boolean cpython;

    Workload(Dimension dimension, boolean cpython) {
        this.dimension = dimension;
        this.cpython = cpython;
    }

    static Workload named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no workload " + name + ", only " + Arrays.toString(values())));
    }

    Dimension dimension() {
        return dimension;
    }

    /** {@return who does it} */
    List<Side> sides() {
        return cpython ? List.of(Side.OURS, Side.CPYTHON) : List.of(Side.OURS);
    }

    /** {@return where it is measured} */
    List<Long> points(Limits limits) {
        return switch (this) {
            case QUEUE_ONE_WAY, QUEUE_ROUND_TRIP -> Limits.cut(dimension.points(), LARGEST_ELEMENT);
            case OBJECTS_QUEUES -> Limits.cut(dimension.points(), Math.min(MOST_QUEUES, limits.queues()));
            default -> dimension.points();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
