package io.github.multiprocessing4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The side of other ways to get messages from JVM to JVM, to get work done in one, or to call one from another: one of them in a fresh process, its value on the last
 * line of standard output. Each message is copied into an array of its own, as this library does; its processes are started, pinned
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
        var rival = Rival.valueOf(args[0].toUpperCase(Locale.ROOT));
        Effort effort = args.length == 1 ? Effort.FULL : Effort.parse(args[1]);
        System.out.println(
                switch (rival) {
                    case FORK_JOIN -> new CpuSide(effort).forkJoin();
                    case RMI -> RmiPeer.micros(effort);
                    default -> perSecond(rival, PipeSide.small(effort, Pinning.ofThisProcess()));
                });
    }

    /** {@return what the JVMs of a peer need} */
    static List<String> jvmOptions(Rival rival) {
        return switch (rival) {
            case AGRONA, AERON -> AGRONA;
            case CHRONICLE -> CHRONICLE;
            case CPYTHON, UNIX_SOCKET, FORK_JOIN, RMI, NONE -> List.of("--enable-native-access=ALL-UNNAMED");
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
                case CPYTHON, FORK_JOIN, RMI, NONE ->
                    throw new IllegalArgumentException("no way from JVM to JVM: " + rival);
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
