package io.github.multiprocessing4j.benchmarks.scaling;

import java.util.List;
import java.util.Locale;

/** What costs grow with. */
@SuppressWarnings("ImmutableEnumChecker") // lists that nobody changes
enum Dimension {
    WORKERS("workers", List.of(1L, 2L, 4L, 8L, 16L)),
    SIZE("message size in bytes", List.of(8L, 64L, 1L << 10, 16L << 10, 256L << 10, 1L << 20, 16L << 20, 256L << 20)),
    OBJECTS("live objects", List.of(1L, 10L, 100L, 1000L, 10_000L, 100_000L));

    private final String title;

    private final List<Long> points;

    Dimension(String title, List<Long> points) {
        this.title = title;
        this.points = points;
    }

    String title() {
        return title;
    }

    /** {@return where it is measured, in ascending order} */
    List<Long> points() {
        return points;
    }

    /** {@return whether its axis is one of powers} So few numbers of workers are told apart on an even one. */
    boolean isLogarithmic() {
        return this != WORKERS;
    }

    /** {@return a point as people write it} */
    String format(long point) {
        if (this == SIZE) {
            return point < 1 << 10 ? point + " B" : point < 1 << 20 ? (point >> 10) + " KiB" : (point >> 20) + " MiB";
        }
        return String.format(Locale.ROOT, "%,d", point);
    }
}
