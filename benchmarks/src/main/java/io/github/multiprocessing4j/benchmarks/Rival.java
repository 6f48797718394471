package io.github.multiprocessing4j.benchmarks;

import java.util.Locale;

/** With what this library is compared. */
enum Rival {
    CPYTHON("CPython", Kind.CPYTHON),

    // -- what else gets work done, or messages from one to another, in Java

    AGRONA("Agrona", Kind.PEER),
    AERON("Aeron IPC", Kind.PEER),
    CHRONICLE("Chronicle Queue", Kind.PEER),
    UNIX_SOCKET("Unix sockets", Kind.PEER),
    FORK_JOIN("ForkJoinPool", Kind.PEER),
    RMI("Java RMI", Kind.PEER),
    PROCESS_BUILDER("ProcessBuilder of java", Kind.PEER),
    JDK_LOCK("ReentrantLock", Kind.PEER),

    /** This library's other start method. */
    SPAWN("spawn", Kind.PEER),

    // -- what the machine can't do better

    /** Copies in and out of memory that two processes share. */
    MEMCPY("memcpy in and out", Kind.LIMIT),

    /** The same, out into a new array each time. */
    MEMCPY_FRESH("memcpy into new arrays", Kind.LIMIT),

    /** Messages in cache lines that one process writes and another one, spinning, reads. */
    CACHE_LINES("cache lines", Kind.LIMIT),

    /** A cache line that goes from one processor to another and back. */
    CACHE_LINE("a cache line", Kind.LIMIT),

    /** Two that sleep and wake each other. */
    FUTEX("futex(2)", Kind.LIMIT),

    /** One compare-and-set on shared memory. */
    CAS("compare-and-set", Kind.LIMIT),

    /** A process that does nothing at all. */
    TRUE("/bin/true", Kind.LIMIT),

    /** A JVM that does nothing but to wait for input. */
    BARE_JVM("a JVM that waits", Kind.LIMIT);

    private final String title;

    private final Kind kind;

    /** What a rival is to this library. */
    enum Kind {
        CPYTHON,
        PEER,
        LIMIT
    }

    Rival(String title, Kind kind) {
        this.title = title;
        this.kind = kind;
    }

    /** {@return its name for people} */
    String title() {
        return title;
    }

    Kind kind() {
        return kind;
    }

    /** {@return its name for programs} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
