package io.github.multiprocessing4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Results for people to read. */
final class Table {
    private Table() {}

    /** {@return what is compared with CPython, and after it what is compared with others} */
    static String of(List<Result> results) {
        Predicate<Result> isCpython = result -> result.measure().rival() == Rival.CPYTHON;
        return Stream.of(
                        of(results.stream().filter(isCpython).toList(), Rival.CPYTHON.title()),
                        of(results.stream().filter(isCpython.negate()).toList(), "the other"))
                .filter(table -> !table.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private static String of(List<Result> results, String rival) {
        if (results.isEmpty()) {
            return "";
        }
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("measure", "unit", "multiprocessing4j", rival, "ratio of medians", "target", ""));
        results.forEach(result -> rows.add(row(result)));
        var text = new StringBuilder();
        for (var row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                line.append(pad(row.get(column), width(rows, column))).append("  ");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static List<String> row(Result result) {
        Target target = result.measure().target();
        return List.of(
                result.measure().toString(),
                result.measure().unit(),
                withRange(result.here().median(), result.here()),
                withRange(result.rival().median(), result.rival()),
                withRange(result.ratio(), result.ratios()),
                target.text(),
                target.exists() ? result.meetsTarget() ? "met" : "MISSED" : "");
    }

    private static String withRange(double value, Sample sample) {
        return number(value) + " (" + number(sample.min()) + " to " + number(sample.max()) + ")";
    }

    /** Three digits that count, all digits of what is larger. */
    static String number(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
