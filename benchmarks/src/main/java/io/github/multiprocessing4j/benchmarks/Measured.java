package io.github.multiprocessing4j.benchmarks;

import java.util.Arrays;
import java.util.Optional;

/**
 * What one process has measured.
 *
 * @param values one, or several of what is not compared
 * @param phases how it came to that, if it has told
 */
record Measured(Sample values, Optional<Phases> phases) {
    /** {@return what a side has printed in its last line} */
    static Measured parse(String line) {
        return new Measured(
                new Sample(Arrays.stream(Phases.valuesOf(line).split(" ", -1))
                        .map(Double::valueOf)
                        .toList()),
                Phases.in(line));
    }

    double value() {
        return values.median();
    }
}
