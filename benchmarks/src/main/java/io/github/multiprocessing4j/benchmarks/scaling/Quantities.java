package io.github.multiprocessing4j.benchmarks.scaling;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one process has found.
 *
 * @param values by their names
 */
record Quantities(Map<String, Double> values) {
    Quantities {
        values = Map.copyOf(values);
    }

    /** {@return what {@link #toString} has written, here or in Python} */
    static Quantities parse(String line) {
        Map<String, Double> values = new TreeMap<>();
        for (String each : line.strip().split(" ", -1)) {
            int equals = each.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("no quantity: '" + each + "' in " + line);
            }
            values.put(each.substring(0, equals), Double.parseDouble(each.substring(equals + 1)));
        }
        return new Quantities(values);
    }

    double get(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("there is no " + name + " among " + values.keySet());
        }
        return value;
    }

    @Override
    public String toString() {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(each -> String.format(Locale.ROOT, "%s=%s", each.getKey(), each.getValue()))
                        .collect(Collectors.joining(" "));
    }
}
