package io.github.multiprocessing4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The side of all rivals but CPython: other ways to get messages from JVM to JVM, to get work done in one, or to call one from another, and what the machine can't do
 * better; one of them in a fresh process, its value on the last line of standard output. Each message is copied into an array of its own, as this library does; its processes are started, pinned
 * and timed by the same code.
 */
final class PeerSide {
    private static final List<String> AGRONA =
            List.of("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED");

    /** Those that its documentation asks for, as far as a queue of bytes needs them. */
    private static final List<String> CHRONICLE = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED",
            "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
            "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED");

    private PeerSide() {}

    public static void main(String[] args) throws Exception {
        var measure = Measure.named(args[0]);
        var rival = Rival.valueOf(args[1].toUpperCase(Locale.ROOT));
        Effort effort = args.length == 2 ? Effort.FULL : Effort.parse(args[2]);
        System.out.println(value(measure, rival, effort, Pinning.ofThisProcess())
                + Timing.phases().map(Phases::toString).orElse(""));
    }

    /** {@return what the JVMs of a peer need} */
    static List<String> jvmOptions(Rival rival) {
        return switch (rival) {
            case AGRONA, AERON -> AGRONA;
            case CHRONICLE -> CHRONICLE;
            default -> List.of("--enable-native-access=ALL-UNNAMED");
        };
    }

    static double value(Measure measure, Rival rival, Effort effort, Pinning pinning) throws Exception {
        return switch (rival) {
            case AGRONA, AERON, CHRONICLE, UNIX_SOCKET -> perSecond(rival, PipeSide.small(effort, pinning));
            case FORK_JOIN -> forkJoin(measure, effort);
            case RMI -> RmiPeer.micros(effort);
            case PROCESS_BUILDER -> JavaStartPeer.javaMillis(effort, List.of());
            case JDK_LOCK -> UncontendedLimit.lockNanos(effort);
            case MEMCPY -> MemcpyLimit.mibPerSecond(effort, pinning, /* fresh= */ false);
            case MEMCPY_FRESH -> MemcpyLimit.mibPerSecond(effort, pinning, /* fresh= */ true);
            case CACHE_LINES -> CacheLineRingLimit.messagesPerSecond(effort, pinning);
            case CACHE_LINE -> CacheLineLimit.roundTripMicros(effort, pinning);
            case FUTEX -> FutexLimit.roundTripMicros(effort, pinning);
            case CAS -> UncontendedLimit.sharedCompareAndSetNanos(effort);
            case TRUE -> JavaStartPeer.trueMillis(effort);
            case SPAWN -> spawn(measure, effort);
            case BARE_JVM -> bareJvm(measure, effort);
            case CPYTHON -> throw new IllegalArgumentException("it has a side of its own");
        };
    }

    private static double spawn(Measure measure, Effort effort) throws IOException {
        RowSide row = RowSide.spawn(effort);
        return measure == Measure.PROCESS_200_IN_A_ROW ? row.millis() : row.cpuSeconds();
    }

    private static double bareJvm(Measure measure, Effort effort) throws IOException {
        var side = new StockSide(effort);
        return measure == Measure.STOCK_IDLE_CPU ? side.bareCpuSeconds() : side.bareResidentMib();
    }

    private static double forkJoin(Measure measure, Effort effort) throws Exception {
        return switch (measure) {
            case CPU_BOUND_10_MS -> new CpuSide(effort).forkJoin();
            case POOL_MAP_AUTO_CHUNKS -> ForkJoinPeer.mapAutoChunks(effort);
            case POOL_MAP_CHUNKSIZE_1 -> ForkJoinPeer.mapChunksize1(effort);
            case EXECUTOR_MAP_CHUNKSIZE_1 -> ForkJoinPeer.executorMapChunksize1(effort);
            case POOL_APPLY_ROUND_TRIP -> ForkJoinPeer.applyRoundTrip(effort);
            default -> throw new IllegalArgumentException("no threads do " + measure);
        };
    }

    private static double perSecond(Rival rival, OneWay work) throws Exception {
        Path directory = Files.createTempDirectory(Path.of("/dev/shm"), "mp4j-benchmark-");
        try {
            return switch (rival) {
                case AGRONA -> AgronaPeer.perSecond(work, directory);
                case AERON -> AeronPeer.perSecond(work, directory);
                case CHRONICLE -> ChroniclePeer.perSecond(work, directory);
                case UNIX_SOCKET -> UnixSocketPeer.perSecond(work, directory);
                default -> throw new IllegalArgumentException("no way from JVM to JVM: " + rival);
            };
        } finally {
            delete(directory);
        }
    }

    static void check(byte[] message) {
        if (message.length != PipeSide.SMALL) {
            throw new AssertionError("a message of " + message.length + " bytes");
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
