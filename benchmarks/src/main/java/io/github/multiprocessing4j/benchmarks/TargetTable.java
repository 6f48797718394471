package io.github.multiprocessing4j.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Of each target, what every run has reached, for a page. */
final class TargetTable {
    private TargetTable() {}

    static String of(List<Run> runs) {
        var header = new ArrayList<>(List.of("measure", "target"));
        for (int run = 1; run <= runs.size(); run++) {
            header.add("run " + run);
        }
        header.add("met");
        return Markdown.table(
                header,
                Arrays.stream(Measure.values())
                        .filter(measure ->
                                runs.stream().anyMatch(run -> run.of(measure).isPresent()))
                        .flatMap(measure -> measure.targets().stream().map(target -> row(measure, target, runs)))
                        .toList());
    }

    private static List<String> row(Measure measure, Target target, List<Run> runs) {
        List<Optional<Result>> results =
                runs.stream().map(run -> run.of(measure)).toList();
        long measured = results.stream().flatMap(Optional::stream).count();
        long met = results.stream()
                .flatMap(Optional::stream)
                .filter(target::isMetBy)
                .count();
        String outcome = met + " of " + measured;
        return Stream.of(
                        Stream.of("`" + measure + "`", target.text()),
                        results.stream().map(result -> reached(target, result)),
                        Stream.of(met == measured ? outcome : "**" + outcome + "**"))
                .flatMap(cells -> cells)
                .toList();
    }

    private static String reached(Target target, Optional<Result> result) {
        return result.map(each -> Table.number(target.reachedBy(each))).orElse("");
    }
}
