package io.github.multiprocessing4j.benchmarks;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** Results for programs to read. */
final class Json {
    private Json() {}

    static String of(Machine machine, boolean quick, List<Result> results) {
        return """
            {
              "java": "%s",
              "python": "%s",
              "processors": %d,
              "load": "%s",
              "quick": %s,
              "measures": [
            %s
              ]
            }
            """.formatted(
                        machine.java(),
                        machine.python(),
                        machine.processors(),
                        machine.load(),
                        quick,
                        results.stream()
                                .map(Json::measure)
                                .collect(joining(",\n"))
                                .indent(4)
                                .stripTrailing());
    }

    private static String measure(Result result) {
        Measure measure = result.measure();
        return """
            {
              "name": "%s",
              "unit": "%s",
              "better": "%s",
              "multiprocessing4j": %s,
            %s  "target": "%s",
              "met": %s
            }\
            """.formatted(
                        measure,
                        measure.unit(),
                        measure.better(),
                        sample(result.here()),
                        result.comparison()
                                .map(comparison -> comparison(measure.rival(), comparison))
                                .orElse(""),
                        measure.target().text(),
                        measure.target().exists() ? result.meetsTarget() : null);
    }

    private static String comparison(Rival rival, Result.Comparison comparison) {
        return """
              "%s": %s,
              "ratio": {"of_medians": %s, "min": %s, "max": %s},
            """.formatted(
                        rival,
                        sample(comparison.rival()),
                        comparison.ratio(),
                        comparison.ratios().min(),
                        comparison.ratios().max());
    }

    private static String sample(Sample sample) {
        return "{\"median\": %s, \"min\": %s, \"max\": %s, \"rounds\": %s}"
                .formatted(sample.median(), sample.min(), sample.max(), sample.values());
    }
}
