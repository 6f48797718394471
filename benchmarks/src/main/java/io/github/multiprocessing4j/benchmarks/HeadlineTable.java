package io.github.multiprocessing4j.benchmarks;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The few measures that tell somebody at the front door what to expect, the bad ones among them; medians of the runs' medians. */
final class HeadlineTable {
    private static final List<Headline> HEADLINES = List.of(
            new Headline("start a process and join it (spawn)", Measure.PROCESS_START_JOIN_SPAWN),
            new Headline("the same, from the stock (forkserver)", Measure.PROCESS_START_JOIN_FORKSERVER),
            new Headline("a pool of two until its first result", Measure.POOL_READY_2_WORKERS),
            new Headline("memory of an idle worker", Measure.WORKER_IDLE_RSS),
            new Headline("`pool.apply`, there and back", Measure.POOL_APPLY_ROUND_TRIP),
            new Headline("`pool.map` of small items", Measure.POOL_MAP_AUTO_CHUNKS),
            new Headline("`pool.map` of arguments of 1 MiB", Measure.POOL_MAP_1MIB_ARGUMENTS),
            new Headline("`Pipe`, messages of 64 bytes", Measure.PIPE_ONE_WAY_64B),
            new Headline("`Pipe`, messages of 1 MiB", Measure.PIPE_ONE_WAY_1MIB),
            new Headline("`Queue`, small objects", Measure.QUEUE_ONE_WAY_SMALL_TUPLE),
            new Headline("`Queue`, there and back", Measure.QUEUE_ROUND_TRIP),
            new Headline("`Lock`, nobody else wants it", Measure.LOCK_UNCONTENDED_ACQUIRE_RELEASE),
            new Headline("`SharedMemory` of 1 MiB, create and unlink", Measure.SHARED_MEMORY_CREATE_UNLINK_1MIB),
            new Headline("a manager's `map.get`", Measure.MANAGER_DICT_GET_ROUND_TRIP));

    private HeadlineTable() {}

    static String of(List<Run> runs) {
        return Markdown.table(
                List.of("", "unit", "multiprocessing4j", "CPython", "others in Java"),
                HEADLINES.stream().flatMap(headline -> headline.row(runs)).toList());
    }

    /**
     * A row.
     *
     * @param what is measured, in words
     * @param measure which that is
     */
    private record Headline(String what, Measure measure) {
        Stream<List<String>> row(List<Run> runs) {
            List<Result> results =
                    runs.stream().flatMap(run -> run.of(measure).stream()).toList();
            return results.isEmpty()
                    ? Stream.empty()
                    : Stream.of(List.of(
                            what,
                            measure.unit(),
                            "**" + median(results, result -> result.here().median()) + "**",
                            median(results, result -> result.of(Rival.CPYTHON).median()),
                            peers(results)));
        }

        private String peers(List<Result> results) {
            return measure.rivals().stream()
                    .filter(rival -> rival.kind() == Rival.Kind.PEER)
                    .map(rival -> rival.title() + " "
                            + median(results, result -> result.of(rival).median()))
                    .collect(joining(", "));
        }

        private static String median(List<Result> results, ToDoubleFunction<Result> value) {
            return Table.number(
                    Sample.of(results.stream().mapToDouble(value).toArray()).median());
        }
    }
}
