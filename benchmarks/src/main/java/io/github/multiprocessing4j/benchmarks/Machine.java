package io.github.multiprocessing4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the figures were measured on.
 *
 * @param java the JDK
 * @param python CPython's version
 * @param processors how many both sides may use
 * @param load the load average over one minute before and after
 */
public record Machine(String java, String python, int processors, String load) {
    static final int PROCESSORS = 2;

    /** {@return the load average over the last minute} */
    public static String loadNow() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0];
    }

    /** {@return the command that keeps another one on two processors; empty if there are no more} */
    static List<String> onTwoProcessors() throws IOException {
        if (Runtime.getRuntime().availableProcessors() <= PROCESSORS) {
            return List.of();
        }
        List<Integer> two = allowed().stream().limit(PROCESSORS).toList();
        return List.of("taskset", "--cpu-list", two.getFirst() + "," + two.getLast());
    }

    /** {@return the processors that this process may use} */
    static List<Integer> allowed() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            var allowed = lines.filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .findFirst()
                    .orElseThrow();
            return processors(allowed.substring(allowed.indexOf(':') + 1));
        }
    }

    /** {@return the numbers in a list such as 0-3,8} */
    static List<Integer> processors(String list) {
        return Stream.of(list.strip().split(",", -1))
                .flatMap(range -> {
                    String[] ends = range.split("-", -1);
                    int first = Integer.parseInt(ends[0]);
                    return IntStream.rangeClosed(first, Integer.parseInt(ends[ends.length - 1]))
                            .boxed();
                })
                .toList();
    }

    @Override
    public String toString() {
        return "JDK " + java + ", CPython " + python + ", " + processors + " processors, load average " + load;
    }
}
