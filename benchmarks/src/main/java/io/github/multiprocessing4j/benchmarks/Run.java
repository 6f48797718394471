package io.github.multiprocessing4j.benchmarks;

import java.util.List;
import java.util.Optional;

/**
 * A comparison that was written down.
 *
 * @param machine where it was made
 * @param quick whether the figures are rough
 * @param results in the order in which they were measured
 */
record Run(Machine machine, boolean quick, List<Result> results) {
    /** {@return what was found of a measure, if it was measured} */
    Optional<Result> of(Measure measure) {
        return results.stream().filter(result -> result.measure() == measure).findFirst();
    }
}
