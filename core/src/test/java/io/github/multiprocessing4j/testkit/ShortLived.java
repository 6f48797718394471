package io.github.multiprocessing4j.testkit;

import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.pool.PoolBuilder;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.ChildProcessBuilder;
import io.github.multiprocessing4j.process.JvmSettings;
import java.util.List;
import java.util.stream.Stream;

/**
 * For a JVM that lives for a second or two, as nearly all of these tests do: the second compiler takes a quarter of the
 * processor's time in it and gives nothing back, and the JDK's own classes as much.
 *
 * <p>Not for those that try what the second compiler makes of accesses to shared memory, in many rounds: they run as a
 * user's do.
 */
public final class ShortLived {
    /** For a program that is started with options of its own. */
    static final List<String> OF_PROGRAM = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    /** Later options win, so that the second compiler can be had by another one. */
    public static final List<String> OPTIONS = Stream.concat(
                    OF_PROGRAM.stream(), ClassArchive.options(OF_PROGRAM).stream())
            .toList();

    /** For the process of a manager. */
    public static final JvmSettings JVM =
            JvmSettings.usual().toBuilder().jvmOptions(OPTIONS).build();

    private ShortLived() {}

    /** {@return these options and others} */
    public static List<String> and(String... options) {
        return Stream.concat(OPTIONS.stream(), Stream.of(options)).toList();
    }

    /** {@return a pool whose workers have these options} */
    public static Pool pool(int processes) {
        return poolBuilder().processes(processes).build();
    }

    /** For a pool whose workers have these options. */
    public static PoolBuilder poolBuilder() {
        return Pool.builder().jvmOptions(OPTIONS);
    }

    /** For a child with these options. */
    public static ChildProcessBuilder child() {
        return ChildProcess.builder().jvmOptions(OPTIONS);
    }
}
