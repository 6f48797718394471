package io.github.multiprocessing4j.benchmarks.scaling;

import io.github.multiprocessing4j.benchmarks.Sample;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One cost as it grows.
 *
 * @param title in legend, table and file
 * @param points in ascending order
 */
record Curve(String title, List<Point> points) {
    Curve {
        points = List.copyOf(points);
    }

    /**
     * What the rounds have found at one place.
     *
     * @param at the number of workers, bytes or objects
     * @param median of the rounds
     * @param smallest of the rounds
     * @param largest of the rounds
     */
    record Point(long at, double median, double smallest, double largest) {
        static Point of(long at, Sample rounds) {
            return new Point(at, rounds.median(), rounds.min(), rounds.max());
        }
    }

    OptionalDouble at(long place) {
        return points.stream()
                .filter(point -> point.at() == place)
                .mapToDouble(Point::median)
                .findFirst();
    }

    double[] places() {
        return points.stream().mapToDouble(Point::at).toArray();
    }

    double[] medians() {
        return points.stream().mapToDouble(Point::median).toArray();
    }
}
