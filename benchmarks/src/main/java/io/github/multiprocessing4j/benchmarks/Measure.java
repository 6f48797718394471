package io.github.multiprocessing4j.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What is measured, the same on all sides. */
@SuppressWarnings("ImmutableEnumChecker") // targets and rivals do not change
enum Measure {
    /** Start and join of a child that does nothing. */
    PROCESS_START_JOIN_SPAWN(
            Rivals.cpythonAnd(Rival.PROCESS_BUILDER, Rival.TRUE), "ms", "lower", Target.ratioAtMost(1.3)),

    /** The same beside a CPython whose main module imports next to nothing. */
    PROCESS_START_JOIN_SPAWN_BARE(Rivals.CPYTHON, "ms", "lower"),

    /** The same with a child that comes from the stock. */
    PROCESS_START_JOIN_FORKSERVER(Rivals.CPYTHON, "ms", "lower", Target.ratioAtMost(0.15)),

    /** The same beside a CPython whose main module imports next to nothing. */
    PROCESS_START_JOIN_FORKSERVER_BARE(Rivals.CPYTHON, "ms", "lower"),

    /** The same beside a child that CPython forks, its default on Linux up to 3.13. */
    PROCESS_START_JOIN_FORK(Rivals.CPYTHON, "ms", "lower"),

    /** From the start of such a child to the first instruction of its target, whose class is loaded ahead. */
    PROCESS_START_TO_TARGET_PRELOADED(Rivals.NOBODY, "ms", "lower", Target.valueAtMost(1, "ms")),

    /** The same, of a class that is not. */
    PROCESS_START_TO_TARGET(Rivals.NOBODY, "ms", "lower", Target.valueAtMost(3, "ms")),

    /** What a spawned child that does nothing takes of a processor. */
    PROCESS_SPAWN_CPU(Rivals.CPYTHON, "s", "lower", Target.valueAtMost(0.15, "s")),

    /** Start and join of a child, while 200 are started one after the other, of a stock of four. */
    PROCESS_200_IN_A_ROW(Rivals.only(Rival.SPAWN), "ms", "lower", Target.ratioAtMost(0.8, Rival.SPAWN)),

    /** What such a child takes of a processor. */
    PROCESS_200_IN_A_ROW_CPU(Rivals.only(Rival.SPAWN), "s", "lower", Target.ratioAtMost(1, Rival.SPAWN)),

    /** Resident memory of a JVM in stock. */
    STOCK_IDLE_RSS(Rivals.only(Rival.BARE_JVM), "MiB", "lower", Target.valueAtMost(55, "MiB")),

    /** What it takes of a processor in 10 s: less than the kernel's clock tells apart. */
    STOCK_IDLE_CPU(Rivals.only(Rival.BARE_JVM), "s", "lower", Target.valueLessThan(0.01, "s")),

    /** Resident memory of a worker after the pool's first task. */
    WORKER_IDLE_RSS(Rivals.cpythonAnd(Rival.BARE_JVM), "MiB", "lower", Target.valueAtMost(60, "MiB")),

    /** From nothing until a pool of two has done its first task. */
    POOL_READY_2_WORKERS(Rivals.CPYTHON, "ms", "lower"),

    /** {@code pool.map} of {@code x -> x * x} over 200,000 integers. */
    POOL_MAP_AUTO_CHUNKS(Rivals.cpythonAnd(Rival.FORK_JOIN), "items/s", "higher", Target.ratioAtLeast(3)),

    /** The same over 20,000 integers, each sent by itself. */
    POOL_MAP_CHUNKSIZE_1(Rivals.cpythonAnd(Rival.FORK_JOIN), "items/s", "higher", Target.ratioAtLeast(10)),

    /** {@code pool.imapUnordered} over as many, each sent by itself. */
    POOL_IMAP_UNORDERED_CHUNKSIZE_1(Rivals.CPYTHON, "items/s", "higher", Target.ratioAtLeast(8)),

    /** {@code pool.apply} of next to nothing. */
    POOL_APPLY_ROUND_TRIP(
            Rivals.cpythonAnd(Rival.FORK_JOIN, Rival.CACHE_LINE, Rival.FUTEX), "us", "lower", Target.ratioAtMost(0.15)),

    /** {@code pool.map} of an array's length over 128 arrays of 1 MiB, each sent by itself. */
    POOL_MAP_1MIB_ARGUMENTS(Rivals.cpythonAnd(Rival.MEMCPY_FRESH), "MiB/s", "higher", Target.ratioAtLeast(4)),

    /** {@code executor.map} over 10,000 integers, each sent by itself. */
    EXECUTOR_MAP_CHUNKSIZE_1(Rivals.cpythonAnd(Rival.FORK_JOIN), "items/s", "higher", Target.ratioAtLeast(40)),

    /** {@code pool.imap} over 10,000,000 integers by a JVM whose heap is 64 MiB. */
    POOL_IMAP_10M_ITEMS_64MIB(Rivals.NOBODY, "items/s", "higher"),

    /** What that JVM has in its heap after a collection at most. */
    POOL_IMAP_10M_PEAK_HEAP_64MIB(Rivals.NOBODY, "MiB", "lower", Target.valueLessThan(64, "MiB")),

    /** Results in the 100 ms after the death of one of two workers while another stands by, over those in as much time before. */
    POOL_KILL_NEXT_100_MS(Rivals.NOBODY, "%", "higher", Target.valueAtLeast(90, "%")),

    /** Tasks of 10 ms of calculation, sixty at a time, by two workers and by two threads of one JVM. */
    CPU_BOUND_10_MS(Rivals.only(Rival.FORK_JOIN), "tasks/s", "higher", Target.ratioAtLeast(0.95, Rival.FORK_JOIN)),

    /** How many times as fast two workers are with these as one thread. */
    CPU_BOUND_SPEEDUP_2_WORKERS(Rivals.CPYTHON, "x", "higher"),

    /** {@code lock} and {@code unlock} of a lock that nobody else wants. */
    LOCK_UNCONTENDED_ACQUIRE_RELEASE(
            Rivals.cpythonAnd(Rival.JDK_LOCK, Rival.CAS), "ns", "lower", Target.ratioAtMost(0.5)),

    /** A shared value's increment under its own lock. */
    VALUE_LOCKED_INCREMENT(Rivals.cpythonAnd(Rival.JDK_LOCK, Rival.CAS), "ns", "lower", Target.ratioAtMost(0.1)),

    /** How often in a second two processes together get the lock that both want all the time. */
    LOCK_CONTENDED_2_PROCESSES(Rivals.CPYTHON, "adds/s", "higher", Target.ratioMoreThan(2)),

    /** How much of that the one who gets less gets, at the worst. */
    LOCK_CONTENDED_SMALLER_SHARE(Rivals.CPYTHON, "%", "higher", Target.valueAtLeast(33.3, "%")),

    /** From {@code release} through another process's {@code acquire} and {@code release} to {@code acquire}. */
    SEMAPHORE_HAND_OFF_ROUND_TRIP(
            Rivals.cpythonAnd(Rival.CACHE_LINE, Rival.FUTEX), "us", "lower", Target.ratioAtMost(0.5)),

    /** The same, asked by an event. */
    EVENT_WAKE_ROUND_TRIP(Rivals.cpythonAnd(Rival.CACHE_LINE, Rival.FUTEX), "us", "lower", Target.ratioAtMost(1)),

    /** A named block of 1 MiB whose memory is taken when it is touched. */
    SHARED_MEMORY_CREATE_UNLINK_1MIB(Rivals.CPYTHON, "us", "lower", Target.ratioAtMost(1)),

    /** The same with a block that one thread uses. */
    SHARED_MEMORY_CREATE_UNLINK_1MIB_CONFINED(Rivals.CPYTHON, "us", "lower", Target.ratioAtMost(1)),

    /** The same with its memory reserved. */
    SHARED_MEMORY_CREATE_UNLINK_1MIB_RESERVED(Rivals.CPYTHON, "us", "lower"),

    /** How many times as fast two workers count words as one process does. */
    WORDCOUNT_SPEEDUP_2_WORKERS(Rivals.CPYTHON, "x", "higher", Target.valueAtLeast(1.7, "x")),

    /** Messages of 64 bytes through a one-way pipe. */
    PIPE_ONE_WAY_64B(
            Rivals.cpythonAnd(Rival.AGRONA, Rival.AERON, Rival.CHRONICLE, Rival.UNIX_SOCKET, Rival.CACHE_LINES),
            "msgs/s",
            "higher",
            Target.ratioAtLeast(20),
            Target.ratioAtLeast(0.7, Rival.AGRONA),
            Target.ratioMoreThan(1, Rival.AERON),
            Target.ratioMoreThan(1, Rival.CHRONICLE),
            Target.ratioMoreThan(1, Rival.UNIX_SOCKET)),

    /** A message of 64 bytes to another process and back. */
    PIPE_ROUND_TRIP_64B(Rivals.cpythonAnd(Rival.CACHE_LINE, Rival.FUTEX), "us", "lower", Target.ratioAtMost(0.15)),

    /** A message of 1 MiB to another process and back. */
    PIPE_ROUND_TRIP_1MIB(Rivals.CPYTHON, "us", "lower"),

    /** Messages of 1 MiB, received into the same array. */
    PIPE_ONE_WAY_1MIB_INTO(Rivals.cpythonAnd(Rival.MEMCPY), "MiB/s", "higher", Target.ratioAtLeast(2.5)),

    /** Messages of 1 MiB, each received into a new array. */
    PIPE_ONE_WAY_1MIB(Rivals.cpythonAnd(Rival.MEMCPY_FRESH), "MiB/s", "higher", Target.ratioAtLeast(1.2)),

    /** Small records through a {@code Queue}. */
    QUEUE_ONE_WAY_SMALL_TUPLE(Rivals.cpythonAnd(Rival.CACHE_LINES), "msgs/s", "higher", Target.ratioAtLeast(15)),

    /** An integer through a {@code Queue} to another process, and through another one back. */
    QUEUE_ROUND_TRIP(Rivals.cpythonAnd(Rival.CACHE_LINE, Rival.FUTEX), "us", "lower", Target.ratioAtMost(0.2)),

    /** Arrays of 1 MiB through a {@code Queue}. */
    QUEUE_ONE_WAY_1MIB(Rivals.cpythonAnd(Rival.MEMCPY_FRESH), "MiB/s", "higher", Target.ratioAtLeast(2)),

    /** Small records through a {@code SimpleQueue}. */
    SIMPLE_QUEUE_ONE_WAY_SMALL_TUPLE(Rivals.cpythonAnd(Rival.CACHE_LINES), "msgs/s", "higher", Target.ratioAtLeast(15)),

    /** An integer through a {@code SimpleQueue} to another process, and through another one back. */
    SIMPLE_QUEUE_ROUND_TRIP(Rivals.cpythonAnd(Rival.CACHE_LINE, Rival.FUTEX), "us", "lower", Target.ratioAtMost(0.2)),

    /** Arrays of 1 MiB through a {@code SimpleQueue}. */
    SIMPLE_QUEUE_ONE_WAY_1MIB(Rivals.cpythonAnd(Rival.MEMCPY_FRESH), "MiB/s", "higher", Target.ratioAtLeast(2)),

    /** The time of a processor that a hundred threads take that wait for messages for 10 s. */
    IDLE_100_READERS_CPU(Rivals.CPYTHON, "s", "lower", Target.valueLessThan(0.2, "s")),

    /** The same of a hundred threads that wait for a lock. */
    IDLE_100_WAITERS_CPU(Rivals.CPYTHON, "s", "lower", Target.valueLessThan(0.5, "s")),

    /** {@code map.get} through a proxy of a manager's map. */
    MANAGER_DICT_GET_ROUND_TRIP(
            Rivals.cpythonAnd(Rival.RMI, Rival.CACHE_LINE, Rival.FUTEX),
            "us",
            "lower",
            Target.ratioAtMost(0.25),
            Target.ratioLessThan(1, Rival.RMI)),

    /** The same by eight processes together. */
    MANAGER_8_CLIENTS(Rivals.CPYTHON, "calls/s", "higher", Target.ratioAtLeast(5)),

    /** The same by one process through TCP. */
    MANAGER_DICT_GET_ROUND_TRIP_TCP(
            Rivals.cpythonAnd(Rival.RMI), "us", "lower", Target.ratioAtMost(0.8), Target.ratioLessThan(1, Rival.RMI)),

    /** By how much the heap of a manager's server grows while a million proxies are created and dropped: by less than a byte for each. */
    MANAGER_MILLION_PROXIES(Rivals.NOBODY, "MiB", "lower", Target.valueAtMost(0.9, "MiB")),

    /** By how much that of the client does. */
    MANAGER_MILLION_PROXIES_CLIENT(Rivals.NOBODY, "MiB", "lower", Target.valueAtMost(0.9, "MiB"));

    private final Set<Rival> rivals;

    private final String unit;

    private final String better;

    private final List<Target> targets;

    Measure(Set<Rival> rivals, String unit, String better, Target... targets) {
        this.rivals = rivals;
        this.unit = unit;
        this.better = better;
        this.targets = List.of(targets);
    }

    static Measure named(String name) {
        return Arrays.stream(values())
                .filter(measure -> measure.toString().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no measure " + name + " among " + Arrays.toString(values())));
    }

    /** {@return with whom this library is compared, CPython first and limits last} */
    Set<Rival> rivals() {
        return rivals;
    }

    String unit() {
        return unit;
    }

    /** {@return lower or higher} */
    String better() {
        return better;
    }

    List<Target> targets() {
        return targets;
    }

    /** {@return its name on all sides: that of a class or a unit has capitals, as on CPython's} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT)
                .replaceFirst("^simple_queue", "SimpleQueue")
                .replaceFirst("^queue", "Queue")
                .replace("_64b", "_64B")
                .replace("mib", "MiB");
    }
}
