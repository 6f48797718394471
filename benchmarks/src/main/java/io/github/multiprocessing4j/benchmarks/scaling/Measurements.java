package io.github.multiprocessing4j.benchmarks.scaling;

import io.github.multiprocessing4j.benchmarks.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Everything that was found, by who found it where. */
final class Measurements {
    private record Source(Workload workload, Side side) {}

    private final Map<Source, NavigableMap<Long, List<Quantities>>> rounds = new HashMap<>();

    void add(Workload workload, Side side, long point, Quantities found) {
        rounds.computeIfAbsent(new Source(workload, side), _ -> new TreeMap<>())
                .computeIfAbsent(point, _ -> new ArrayList<>())
                .add(found);
    }

    Curve curve(Figure.Line line) {
        List<Curve.Point> points = new ArrayList<>();
        var found = rounds.get(new Source(line.workload(), line.side()));
        if (found == null) {
            throw new IllegalStateException("nothing was measured for " + line);
        }
        found.forEach((point, each) -> points.add(Curve.Point.of(
                point,
                new Sample(each.stream()
                        .map(quantities -> quantities.get(line.quantity()))
                        .toList()))));
        return new Curve(line.title(), points);
    }
}
