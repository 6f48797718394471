package io.github.multiprocessing4j.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;

/** Results for people to read: a line for each rival, and one for what a figure is to reach by itself. */
final class Table {
    private static final List<String> HEADER =
            List.of("measure", "unit", "multiprocessing4j", "beside", "which has", "ratio of medians", "target", "");

    private Table() {}

    static String of(List<Result> results) {
        return text(Stream.concat(Stream.of(HEADER), results.stream().flatMap(result -> rows(result).stream()))
                .toList());
    }

    private static List<List<String>> rows(Result result) {
        var rows = new ArrayList<List<String>>();
        for (Optional<Rival> rival : besides(result)) {
            List<String> row = new ArrayList<>(
                    rows.isEmpty()
                            ? List.of(
                                    result.measure().toString(),
                                    result.measure().unit(),
                                    withRange(result.here().median(), result.here()))
                            : Collections.nCopies(3, ""));
            row.addAll(rival.map(other -> comparison(result, other)).orElse(Collections.nCopies(3, "")));
            row.addAll(target(result, rival));
            rows.add(row);
        }
        return rows;
    }

    private static SequencedSet<Optional<Rival>> besides(Result result) {
        var besides = new LinkedHashSet<Optional<Rival>>();
        result.measure().targets().stream()
                .map(Target::rival)
                .filter(Optional::isEmpty)
                .forEach(besides::add);
        result.others().keySet().forEach(rival -> besides.add(Optional.of(rival)));
        if (besides.isEmpty()) {
            besides.add(Optional.empty());
        }
        return besides;
    }

    private static List<String> comparison(Result result, Rival rival) {
        Sample other = result.of(rival);
        return List.of(
                (rival.kind() == Rival.Kind.LIMIT ? "limit: " : "") + rival.title(),
                withRange(other.median(), other),
                withRange(result.ratio(rival), result.ratios(rival)));
    }

    private static List<String> target(Result result, Optional<Rival> rival) {
        return result.measure().targets().stream()
                .filter(target -> target.rival().equals(rival))
                .findFirst()
                .map(target -> List.of(target.text(), target.isMetBy(result) ? "met" : "MISSED"))
                .orElse(List.of("", ""));
    }

    /** {@return rows with columns below each other} */
    static String text(List<List<String>> rows) {
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

    static String withRange(double value, Sample sample) {
        return number(value) + " (" + number(sample.min()) + " to " + number(sample.max()) + ")";
    }

    /** Two or three digits that count, all digits of what is larger, four decimals at most. */
    static String number(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 0.1 || value == 0 ? 2 : value >= 0.01 ? 3 : 4;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
