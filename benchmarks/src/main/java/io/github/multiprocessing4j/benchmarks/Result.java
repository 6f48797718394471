package io.github.multiprocessing4j.benchmarks;

/**
 * A measure on both sides, in the same rounds.
 *
 * @param measure what was measured
 * @param here this library's
 * @param rival that of the one it is compared with
 */
record Result(Measure measure, Sample here, Sample rival) {
    /** This library's median over the rival's. */
    double ratio() {
        return here.median() / rival.median();
    }

    /** The ratios of the rounds. */
    Sample ratios() {
        return here.over(rival);
    }

    boolean meetsTarget() {
        return measure.target().isMet().test(here.median(), ratio());
    }
}
