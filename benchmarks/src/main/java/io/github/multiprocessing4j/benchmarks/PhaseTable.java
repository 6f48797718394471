package io.github.multiprocessing4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How long either side takes until it is as fast as the other table says, for people to read; nothing if no side has told. */
final class PhaseTable {
    private static final List<String> HEADER = List.of(
            "measure",
            "start-up, s",
            "(CPython)",
            "the first time, ms",
            "(CPython)",
            "warm after, s",
            "(CPython)",
            "then, ms",
            "(CPython)");

    private PhaseTable() {}

    static String of(List<Result> results) {
        var rows = new ArrayList<List<String>>();
        rows.add(HEADER);
        results.stream()
                .filter(result -> result.phases().isPresent())
                .map(PhaseTable::row)
                .forEach(rows::add);
        return rows.size() == 1 ? "" : "\n" + Table.text(rows);
    }

    private static List<String> row(Result result) {
        Optional<Phases> here = result.phases();
        Optional<Phases> there = result.cpythonPhases();
        return List.of(
                result.measure().toString(),
                seconds(here.map(Phases::startUp)),
                seconds(there.map(Phases::startUp)),
                millis(here.map(Phases::first)),
                millis(there.map(Phases::first)),
                seconds(here.map(Phases::warmUp)),
                seconds(there.map(Phases::warmUp)),
                millis(here.map(Phases::steady)),
                millis(there.map(Phases::steady)));
    }

    private static String seconds(Optional<Double> seconds) {
        return seconds.map(value -> String.format(Locale.ROOT, "%.2f", value)).orElse("");
    }

    private static String millis(Optional<Double> seconds) {
        return seconds.map(value -> String.format(Locale.ROOT, "%.3g", value * 1e3))
                .orElse("");
    }
}
