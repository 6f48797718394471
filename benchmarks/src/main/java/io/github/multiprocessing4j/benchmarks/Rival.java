package io.github.multiprocessing4j.benchmarks;

import java.util.Locale;

/** With what this library is compared. */
enum Rival {
    CPYTHON("CPython"),
    AGRONA("Agrona"),
    AERON("Aeron IPC"),
    CHRONICLE("Chronicle Queue"),
    UNIX_SOCKET("Unix sockets"),
    FORK_JOIN("ForkJoinPool"),
    RMI("Java RMI"),

    /** There is nothing to compare it with: a figure of this library's own. */
    NONE("nothing");

    private final String title;

    Rival(String title) {
        this.title = title;
    }

    /** {@return its name for people} */
    String title() {
        return title;
    }

    /** {@return its name for programs} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
