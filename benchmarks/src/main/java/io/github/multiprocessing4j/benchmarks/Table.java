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

    /** {@return what is compared with CPython, after it what is compared with others, and then what is not compared} */
    static String of(List<Result> results) {
        Predicate<Result> isCpython = result -> result.measure().rival() == Rival.CPYTHON;
        Predicate<Result> isAlone = result -> result.comparison().isEmpty();
        return Stream.of(
                        of(results, isCpython, List.of(Rival.CPYTHON.title(), "ratio of medians")),
                        of(results, isCpython.or(isAlone).negate(), List.of("the other", "ratio of medians")),
                        of(results, isAlone, List.of()))
                .filter(table -> !table.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private static String of(List<Result> results, Predicate<Result> which, List<String> comparison) {
        List<List<String>> chosen =
                results.stream().filter(which).map(Table::row).toList();
        return chosen.isEmpty() ? "" : text(header(comparison), chosen);
    }

    private static List<String> header(List<String> comparison) {
        return Stream.of(List.of("measure", "unit", "multiprocessing4j"), comparison, List.of("target", ""))
                .flatMap(List::stream)
                .toList();
    }

    private static String text(List<String> header, List<List<String>> results) {
        var rows = new ArrayList<List<String>>();
        rows.add(header);
        rows.addAll(results);
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
        var row = new ArrayList<String>();
        row.add(result.measure().toString());
        row.add(result.measure().unit());
        row.add(withRange(result.here().median(), result.here()));
        result.comparison().ifPresent(comparison -> {
            row.add(withRange(comparison.rival().median(), comparison.rival()));
            row.add(withRange(comparison.ratio(), comparison.ratios()));
        });
        row.add(target.text());
        row.add(target.exists() ? result.meetsTarget() ? "met" : "MISSED" : "");
        return row;
    }

    static String withRange(double value, Sample sample) {
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
