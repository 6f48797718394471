package io.github.multiprocessing4j.benchmarks;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * What to measure.
 *
 * @param measures in the order of their declaration
 */
record Selection(List<Measure> measures) {
    /** What the names of a group's measures begin with. */
    private static final Map<String, List<String>> GROUPS = new TreeMap<>(Map.of(
            "process", List.of("process_", "stock_"),
            "pool", List.of("pool_", "executor_", "worker_"),
            "cpu", List.of("cpu_", "wordcount_"),
            "sync", List.of("lock_", "value_", "semaphore_", "event_"),
            "shared_memory", List.of("shared_memory_"),
            "pipe", List.of("pipe_"),
            "queue", List.of("Queue_", "SimpleQueue_"),
            "idle", List.of("idle_"),
            "manager", List.of("manager_")));

    static final Selection ALL = new Selection(List.of(Measure.values()));

    static Set<String> groups() {
        return GROUPS.keySet();
    }

    /** {@return the measure of a name, or else those of a group} */
    static Selection named(String name) {
        List<String> beginnings = GROUPS.get(name);
        if (beginnings == null) {
            return new Selection(List.of(Measure.named(name)));
        }
        return new Selection(Arrays.stream(Measure.values())
                .filter(measure -> beginnings.stream().anyMatch(measure.toString()::startsWith))
                .toList());
    }

    /** For picocli. */
    static final class Converter implements CommandLine.ITypeConverter<Selection> {
        @Override
        public Selection convert(String name) {
            return named(name);
        }
    }

    /** For picocli. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.concat(
                            groups().stream(), Arrays.stream(Measure.values()).map(Measure::toString))
                    .iterator();
        }
    }
}
