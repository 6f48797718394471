package io.github.multiprocessing4j.benchmarks;

import java.util.Optional;

/**
 * A measure on both sides, in the same rounds, or on this library's alone.
 *
 * @param measure what was measured
 * @param here this library's
 * @param comparison that of the one it is compared with, if it is compared
 */
record Result(Measure measure, Sample here, Optional<Comparison> comparison) {
    Result(Measure measure, Sample here) {
        this(measure, here, Optional.empty());
    }

    Result(Measure measure, Sample here, Sample rival) {
        this(measure, here, Optional.of(Comparison.of(here, rival)));
    }

    /**
     * With a rival.
     *
     * @param rival what was measured there
     * @param ratio this library's median over the rival's
     * @param ratios those of the rounds
     */
    record Comparison(Sample rival, double ratio, Sample ratios) {
        static Comparison of(Sample here, Sample rival) {
            return new Comparison(rival, here.median() / rival.median(), here.over(rival));
        }
    }

    boolean meetsTarget() {
        double ratio = comparison.map(Comparison::ratio).orElse(Double.NaN);
        return measure.target().isMet().test(here.median(), ratio);
    }
}
