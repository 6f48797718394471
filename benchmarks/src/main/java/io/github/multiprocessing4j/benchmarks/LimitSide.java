package io.github.multiprocessing4j.benchmarks;

import java.util.List;
import java.util.Locale;

/** What the machine can do, and what else does the same work: one figure in a fresh process, on the last line of standard output. */
final class LimitSide {
    private LimitSide() {}

    public static void main(String[] args) throws Exception {
        var limit = Limit.valueOf(args[0].toUpperCase(Locale.ROOT));
        Effort effort = args.length == 1 ? Effort.FULL : Effort.parse(args[1]);
        System.out.println(limit.measure(effort, Pinning.ofThisProcess()));
    }

    /** {@return what its JVM needs} */
    static List<String> jvmOptions() {
        return List.of("--enable-native-access=ALL-UNNAMED");
    }
}
