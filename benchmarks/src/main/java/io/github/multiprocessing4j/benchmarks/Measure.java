package io.github.multiprocessing4j.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/** What is measured, the same on both sides. */
@SuppressWarnings("ImmutableEnumChecker") // a target does not change
enum Measure {
    /** Start and join of a child that does nothing. */
    PROCESS_START_JOIN_SPAWN("ms", "lower", Target.ratioAtMost(2.5)),

    /** The same with a child that comes from the stock. */
    PROCESS_START_JOIN_FORKSERVER("ms", "lower", Target.ratioAtMost(0.15)),

    /** From the start of such a child to the first instruction of its target, whose class is loaded ahead. */
    PROCESS_START_TO_TARGET_PRELOADED(Rival.NONE, "ms", "lower", Target.valueAtMost(1, "ms")),

    /** The same, of a class that is not. */
    PROCESS_START_TO_TARGET(Rival.NONE, "ms", "lower", Target.valueAtMost(3, "ms")),

    /** Resident memory of a worker after the pool's first task. */
    WORKER_IDLE_RSS("MiB", "lower", Target.valueAtMost(60, "MiB")),

    /** {@code pool.map} of {@code x -> x * x} over 200,000 integers. */
    POOL_MAP_AUTO_CHUNKS("items/s", "higher", Target.ratioAtLeast(3)),

    /** The same over 20,000 integers, each sent by itself. */
    POOL_MAP_CHUNKSIZE_1("items/s", "higher", Target.ratioAtLeast(10)),

    /** {@code pool.imapUnordered} over as many, each sent by itself. */
    POOL_IMAP_UNORDERED_CHUNKSIZE_1("items/s", "higher", Target.ratioAtLeast(8)),

    /** {@code pool.apply} of next to nothing. */
    POOL_APPLY_ROUND_TRIP("us", "lower", Target.ratioAtMost(0.15)),

    /** {@code pool.map} of an array's length over 128 arrays of 1 MiB, each sent by itself. */
    POOL_MAP_1MIB_ARGUMENTS("MiB/s", "higher", Target.ratioAtLeast(4)),

    /** {@code executor.map} over 10,000 integers, each sent by itself. */
    POOL_EXECUTOR_MAP_CHUNKSIZE_1("items/s", "higher", Target.ratioAtLeast(40)),

    /** {@code pool.imap} over 10,000,000 integers by a JVM whose heap is 64 MiB. */
    POOL_IMAP_10M_ITEMS_64MIB(Rival.NONE, "items/s", "higher", Target.NONE),

    /** What that JVM has in its heap after a collection at most. */
    POOL_IMAP_10M_PEAK_HEAP_64MIB(Rival.NONE, "MiB", "lower", Target.valueLessThan(64, "MiB")),

    /** Results in the 100 ms after the death of one of two workers while another stands by, over those in as much time before. */
    POOL_KILL_NEXT_100_MS(Rival.NONE, "%", "higher", Target.valueAtLeast(90, "%")),

    /** Tasks of 10 ms of calculation, sixty at a time, by two workers and by two threads of one JVM. */
    CPU_BOUND_10_MS(Rival.FORK_JOIN, "tasks/s", "higher", Target.ratioAtLeast(0.95, Rival.FORK_JOIN)),

    /** How many times as fast two workers are with these as one thread. */
    CPU_BOUND_SPEEDUP_2_WORKERS("x", "higher", Target.NONE),

    /** {@code lock} and {@code unlock} of a lock that nobody else wants. */
    LOCK_UNCONTENDED_ACQUIRE_RELEASE("ns", "lower", Target.ratioAtMost(0.5)),

    /** A shared value's increment under its own lock. */
    VALUE_LOCKED_INCREMENT("ns", "lower", Target.ratioAtMost(0.1)),

    /** How often in a second two processes together get the lock that both want all the time. */
    LOCK_CONTENDED_2_PROCESSES("locks/s", "higher", Target.ratioMoreThan(2)),

    /** How much of that the one who gets less gets, at the worst. */
    LOCK_CONTENDED_SMALLER_SHARE("%", "higher", Target.valueAtLeast(33.3, "%")),

    /** From {@code release} through another process's {@code acquire} and {@code release} to {@code acquire}. */
    SEMAPHORE_HAND_OFF_ROUND_TRIP("us", "lower", Target.ratioAtMost(0.5)),

    /** The same, asked by an event. */
    EVENT_WAKE_ROUND_TRIP("us", "lower", Target.ratioAtMost(1)),

    /** A named block of 1 MiB whose memory is taken when it is touched. */
    SHARED_MEMORY_CREATE_UNLINK_1MIB("us", "lower", Target.ratioAtMost(1)),

    /** The same with a block that one thread uses. */
    SHARED_MEMORY_CREATE_UNLINK_1MIB_CONFINED("us", "lower", Target.ratioAtMost(1)),

    /** The same with its memory reserved. */
    SHARED_MEMORY_CREATE_UNLINK_1MIB_RESERVED("us", "lower", Target.NONE),

    /** How many times as fast two workers count words as one process does. */
    WORDCOUNT_SPEEDUP_2_WORKERS("x", "higher", Target.valueAtLeast(1.7, "x")),

    /** Messages of 64 bytes through a one-way pipe. */
    PIPE_ONE_WAY_64B("msgs/s", "higher", Target.ratioAtLeast(20)),

    /** A message of 64 bytes to another process and back. */
    PIPE_ROUND_TRIP_64B("us", "lower", Target.ratioAtMost(0.15)),

    /** Messages of 1 MiB, received into the same array. */
    PIPE_ONE_WAY_1MIB_INTO("MiB/s", "higher", Target.ratioAtLeast(2.5)),

    /** Messages of 1 MiB, each received into a new array. */
    PIPE_ONE_WAY_1MIB_FRESH("MiB/s", "higher", Target.ratioAtLeast(1.2)),

    /** Small records through a {@code Queue}. */
    QUEUE_ONE_WAY_SMALL("msgs/s", "higher", Target.ratioAtLeast(15)),

    /** An integer through a {@code Queue} to another process, and through another one back. */
    QUEUE_ROUND_TRIP("us", "lower", Target.ratioAtMost(0.2)),

    /** Arrays of 1 MiB through a {@code Queue}. */
    QUEUE_ONE_WAY_1MIB("MiB/s", "higher", Target.ratioAtLeast(2)),

    /** Small records through a {@code SimpleQueue}. */
    SIMPLE_QUEUE_ONE_WAY_SMALL("msgs/s", "higher", Target.ratioAtLeast(15)),

    /** An integer through a {@code SimpleQueue} to another process, and through another one back. */
    SIMPLE_QUEUE_ROUND_TRIP("us", "lower", Target.ratioAtMost(0.2)),

    /** Arrays of 1 MiB through a {@code SimpleQueue}. */
    SIMPLE_QUEUE_ONE_WAY_1MIB("MiB/s", "higher", Target.ratioAtLeast(2)),

    /** The time of a processor that a hundred threads take that wait for messages for 10 s. */
    IDLE_100_READERS_CPU("s", "lower", Target.valueLessThan(0.2, "s")),

    /** Messages of 64 bytes from JVM to JVM, beside a ring of Agrona. */
    PEERS_64B_AGRONA(Rival.AGRONA, Target.ratioAtLeast(0.7, Rival.AGRONA)),

    /** The same beside Aeron's IPC. */
    PEERS_64B_AERON(Rival.AERON, Target.ratioMoreThan(1, Rival.AERON)),

    /** The same beside Chronicle Queue. */
    PEERS_64B_CHRONICLE(Rival.CHRONICLE, Target.ratioMoreThan(1, Rival.CHRONICLE)),

    /** The same beside Unix-domain sockets of the JDK. */
    PEERS_64B_UNIX_SOCKET(Rival.UNIX_SOCKET, Target.ratioMoreThan(1, Rival.UNIX_SOCKET)),

    /** {@code map.get} through a proxy of a manager's map. */
    MANAGER_MAP_GET("us", "lower", Target.ratioAtMost(0.25)),

    /** The same by eight processes together. */
    MANAGER_8_CLIENTS("calls/s", "higher", Target.ratioAtLeast(5)),

    /** The same by one process through TCP. */
    MANAGER_MAP_GET_TCP("us", "lower", Target.ratioAtMost(0.8)),

    /** The same to the usual server beside Java RMI. */
    MANAGER_VS_RMI(Rival.RMI, "us", "lower", Target.ratioLessThan(1, Rival.RMI)),

    /** The same through TCP beside Java RMI. */
    MANAGER_TCP_VS_RMI(Rival.RMI, "us", "lower", Target.ratioLessThan(1, Rival.RMI)),

    /** By how much the heap of a manager's server grows while a million proxies are created and dropped: by less than a byte for each. */
    MANAGER_MILLION_PROXIES(Rival.NONE, "MiB", "lower", Target.valueAtMost(0.9, "MiB")),

    /** By how much that of the client does. */
    MANAGER_MILLION_PROXIES_CLIENT(Rival.NONE, "MiB", "lower", Target.valueAtMost(0.9, "MiB"));

    private final Rival rival;

    private final String unit;

    private final String better;

    private final Target target;

    Measure(String unit, String better, Target target) {
        this(Rival.CPYTHON, unit, better, target);
    }

    Measure(Rival rival, Target target) {
        this(rival, "msgs/s", "higher", target);
    }

    Measure(Rival rival, String unit, String better, Target target) {
        this.rival = rival;
        this.unit = unit;
        this.better = better;
        this.target = target;
    }

    static Measure named(String name) {
        return Arrays.stream(values())
                .filter(measure -> measure.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no measure " + name + " among " + Arrays.toString(values())));
    }

    Rival rival() {
        return rival;
    }

    String unit() {
        return unit;
    }

    /** {@return lower or higher} */
    String better() {
        return better;
    }

    Target target() {
        return target;
    }

    /** {@return its name on both sides} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
