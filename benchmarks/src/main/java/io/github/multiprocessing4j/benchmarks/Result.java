package io.github.multiprocessing4j.benchmarks;

/**
 * A measure on both sides, in the same rounds.
 *
 * @param measure what was measured
 * @param here this library's
 * @param cpython CPython's
 */
record Result(Measure measure, Sample here, Sample cpython) {
    /** This library's median over CPython's. */
    double ratio() {
        return here.median() / cpython.median();
    }

    /** The ratios of the rounds. */
    Sample ratios() {
        return here.over(cpython);
    }

    boolean meetsTarget() {
        return measure.target().isMet().test(here.median(), ratio());
    }
}
