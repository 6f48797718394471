package io.github.multiprocessing4j.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** How this library does beside rivals of a kind over several runs, for a page. */
final class RivalTable {
    private static final double PERCENT = 100;

    private RivalTable() {}

    /** {@return medians of the runs' medians; how many times as good, or how many percent of a limit, with the worst and the best run} */
    static String of(List<Run> runs, Rival.Kind kind) {
        String how = kind == Rival.Kind.LIMIT ? "of it" : "times as good";
        return Markdown.table(
                List.of("measure", "unit", "multiprocessing4j", "beside", "which has", how),
                Arrays.stream(Measure.values())
                        .flatMap(measure -> rows(measure, kind, runs))
                        .toList());
    }

    private static Stream<List<String>> rows(Measure measure, Rival.Kind kind, List<Run> runs) {
        List<Result> results =
                runs.stream().flatMap(run -> run.of(measure).stream()).toList();
        return results.isEmpty()
                ? Stream.empty()
                : measure.rivals().stream()
                        .filter(rival -> rival.kind() == kind)
                        .map(rival -> row(measure, rival, results));
    }

    private static List<String> row(Measure measure, Rival rival, List<Result> results) {
        Sample advantages = over(results, result -> result.advantage(rival));
        return List.of(
                "`" + measure + "`",
                measure.unit(),
                Table.number(over(results, result -> result.here().median()).median()),
                rival.title(),
                Table.number(over(results, result -> result.of(rival).median()).median()),
                rival.kind() == Rival.Kind.LIMIT
                        ? percent(advantages)
                        : Table.withRange(advantages.median(), advantages));
    }

    private static String percent(Sample shares) {
        return String.format(
                Locale.ROOT,
                "%,.0f %% (%,.0f to %,.0f)",
                PERCENT * shares.median(),
                PERCENT * shares.min(),
                PERCENT * shares.max());
    }

    private static Sample over(List<Result> results, ToDoubleFunction<Result> value) {
        return Sample.of(results.stream().mapToDouble(value).toArray());
    }
}
