package io.github.multiprocessing4j.benchmarks.micro;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What JMH has found out about a benchmark.
 *
 * @param benchmark its class and method
 * @param parameter what it was done with; empty if there is no choice
 * @param nanos what an operation takes
 * @param error half of the confidence interval that JMH gives, of 99.9 %; no number if it was measured too seldom for one
 * @param bytes what an operation allocates
 */
record Figures(String benchmark, String parameter, double nanos, double error, double bytes) {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    static Figures of(RunResult result) {
        Result<?> time = result.getPrimaryResult();
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        if (allocated == null) {
            throw new IllegalStateException(
                    "JMH's profiler did not say what " + result.getParams().id() + " allocates");
        }
        return new Figures(
                shortName(result.getParams().getBenchmark()),
                result.getParams().getParamsKeys().stream()
                        .map(result.getParams()::getParam)
                        .collect(Collectors.joining(" ")),
                time.getScore(),
                time.getScoreError(),
                allocated.getScore());
    }

    /** {@return without the package} */
    private static String shortName(String benchmark) {
        return benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1);
    }

    /** {@return for people to read} */
    static String table(Collection<Figures> figures) {
        int benchmark = width(figures.stream().map(Figures::benchmark).toList(), "benchmark");
        int parameter = width(figures.stream().map(Figures::parameter).toList(), "parameter");
        String row = "%-" + benchmark + "s  %-" + parameter + "s  %14s   %-10s  %12s%n";
        var text = new StringBuilder(row.formatted("benchmark", "parameter", "ns/op", "error", "B/op"));
        for (Figures each : figures) {
            text.append(row.formatted(
                    each.benchmark, each.parameter, number(each.nanos), "± " + number(each.error), number(each.bytes)));
        }
        return text.toString();
    }

    private static int width(List<String> cells, String title) {
        return cells.stream().mapToInt(String::length).reduce(title.length(), Math::max);
    }

    /** One decimal, or two of what is small: an allocation of a byte in a hundred operations is none. */
    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%,.1f", value);
    }

    @Override
    public String toString() {
        return benchmark + (parameter.isEmpty() ? "" : " " + parameter) + ": " + number(nanos) + " ± " + number(error)
                + " ns/op, " + number(bytes) + " B/op";
    }
}
