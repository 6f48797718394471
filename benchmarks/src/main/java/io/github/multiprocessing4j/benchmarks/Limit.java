package io.github.multiprocessing4j.benchmarks;

import java.util.List;
import java.util.Locale;

/** What is measured without this library, to know what the machine, the JVM or one JVM with threads takes for the same work. */
enum Limit {
    MEMCPY("MiB/s"),
    MEMCPY_FRESH("MiB/s"),
    CACHE_LINE_ROUND_TRIP("us"),
    CACHE_LINE_ONE_WAY("messages/s"),
    FUTEX_ROUND_TRIP("us"),
    TRUE_START("ms"),
    JAVA_START("ms"),
    JAVA_START_FIRST_COMPILER("ms"),
    FORK_JOIN_MAP_AUTO_CHUNKS("items/s"),
    FORK_JOIN_MAP_CHUNKSIZE_1("items/s"),
    FORK_JOIN_APPLY_ROUND_TRIP("us"),
    THREAD_POOL_MAP_CHUNKSIZE_1("items/s"),
    REENTRANT_LOCK("ns"),
    COMPARE_AND_SET("ns"),
    COMPARE_AND_SET_SHARED("ns");

    private static final List<String> FIRST_COMPILER = List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1");

    private final String unit;

    Limit(String unit) {
        this.unit = unit;
    }

    String unit() {
        return unit;
    }

    /** {@return the figure, measured in this process and others that it starts} */
    double measure(Effort effort, Pinning pinning) throws Exception {
        return switch (this) {
            case MEMCPY -> MemcpyLimit.mibPerSecond(effort, pinning, /* fresh= */ false);
            case MEMCPY_FRESH -> MemcpyLimit.mibPerSecond(effort, pinning, /* fresh= */ true);
            case CACHE_LINE_ROUND_TRIP -> CacheLineLimit.roundTripMicros(effort, pinning);
            case CACHE_LINE_ONE_WAY -> CacheLineRingLimit.messagesPerSecond(effort, pinning);
            case FUTEX_ROUND_TRIP -> FutexLimit.roundTripMicros(effort, pinning);
            case TRUE_START -> JavaStartPeer.trueMillis(effort);
            case JAVA_START -> JavaStartPeer.javaMillis(effort, List.of());
            case JAVA_START_FIRST_COMPILER -> JavaStartPeer.javaMillis(effort, FIRST_COMPILER);
            case FORK_JOIN_MAP_AUTO_CHUNKS -> ForkJoinPeer.mapAutoChunks(effort);
            case FORK_JOIN_MAP_CHUNKSIZE_1 -> ForkJoinPeer.mapChunksize1(effort);
            case FORK_JOIN_APPLY_ROUND_TRIP -> ForkJoinPeer.applyRoundTrip(effort);
            case THREAD_POOL_MAP_CHUNKSIZE_1 -> ForkJoinPeer.executorMapChunksize1(effort);
            case REENTRANT_LOCK -> UncontendedLimit.lockNanos(effort);
            case COMPARE_AND_SET -> UncontendedLimit.compareAndSetNanos(effort);
            case COMPARE_AND_SET_SHARED -> UncontendedLimit.sharedCompareAndSetNanos(effort);
        };
    }

    /** {@return its name for programs} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
