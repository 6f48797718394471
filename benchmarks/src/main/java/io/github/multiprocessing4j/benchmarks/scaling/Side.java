package io.github.multiprocessing4j.benchmarks.scaling;

/** Whose cost it is. */
enum Side {
    OURS("multiprocessing4j"),
    CPYTHON("CPython");

    private final String title;

    Side(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
