package io.github.multiprocessing4j.benchmarks;

import java.util.Map;
import java.util.Optional;

/**
 * A measure on this library's side, and on those of its rivals in the same rounds.
 *
 * @param measure what was measured
 * @param here this library's
 * @param others the rivals', in the order of the measure
 * @param phases how this library came to that, if its side has told
 * @param cpythonPhases how CPython did
 */
record Result(
        Measure measure,
        Sample here,
        Map<Rival, Sample> others,
        Optional<Phases> phases,
        Optional<Phases> cpythonPhases) {
    Result(Measure measure, Sample here, Map<Rival, Sample> others) {
        this(measure, here, others, Optional.empty(), Optional.empty());
    }

    Sample of(Rival rival) {
        return Optional.ofNullable(others.get(rival))
                .orElseThrow(() -> new IllegalArgumentException(measure + " is not compared with " + rival.title()));
    }

    /** {@return this library's median over a rival's} */
    double ratio(Rival rival) {
        return here.median() / of(rival).median();
    }

    /** {@return how many times as good as a rival this library is: twice as fast is two, whatever is measured} */
    double advantage(Rival rival) {
        double ratio = ratio(rival);
        return measure.better().equals("lower") ? 1 / ratio : ratio;
    }

    /** {@return the ratios of the rounds} */
    Sample ratios(Rival rival) {
        return here.over(of(rival));
    }

    /** {@return whether the medians meet all targets} */
    boolean meetsTargets() {
        return measure.targets().stream().allMatch(target -> target.isMetBy(this));
    }
}
