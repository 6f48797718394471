package io.github.multiprocessing4j.benchmarks;

import java.util.Locale;
import java.util.Optional;
import java.util.function.DoublePredicate;

/**
 * What a figure is to reach.
 *
 * @param text for people to read
 * @param rival to whom the ratio is taken that has to be reached; nobody, if it is the figure itself
 * @param condition of the ratio, or of the figure
 */
record Target(String text, Optional<Rival> rival, DoublePredicate condition) {
    static Target ratioAtMost(double limit) {
        return ratioAtMost(limit, Rival.CPYTHON);
    }

    static Target ratioAtMost(double limit, Rival rival) {
        return ofRatio("<= ", limit, rival, ratio -> ratio <= limit);
    }

    static Target ratioLessThan(double limit, Rival rival) {
        return ofRatio("< ", limit, rival, ratio -> ratio < limit);
    }

    static Target ratioMoreThan(double limit) {
        return ratioMoreThan(limit, Rival.CPYTHON);
    }

    static Target ratioMoreThan(double limit, Rival rival) {
        return ofRatio("> ", limit, rival, ratio -> ratio > limit);
    }

    static Target ratioAtLeast(double limit) {
        return ratioAtLeast(limit, Rival.CPYTHON);
    }

    static Target ratioAtLeast(double limit, Rival rival) {
        return ofRatio(">= ", limit, rival, ratio -> ratio >= limit);
    }

    static Target valueLessThan(double limit, String unit) {
        return ofValue("< ", limit, unit, value -> value < limit);
    }

    static Target valueAtMost(double limit, String unit) {
        return ofValue("<= ", limit, unit, value -> value <= limit);
    }

    static Target valueAtLeast(double limit, String unit) {
        return ofValue(">= ", limit, unit, value -> value >= limit);
    }

    private static Target ofRatio(String comparison, double limit, Rival rival, DoublePredicate condition) {
        return new Target(comparison + number(limit) + " x " + rival.title(), Optional.of(rival), condition);
    }

    private static Target ofValue(String comparison, double limit, String unit, DoublePredicate condition) {
        return new Target(comparison + number(limit) + " " + unit, Optional.empty(), condition);
    }

    /** {@return what is reached: a ratio of medians, or a median} */
    double reachedBy(Result result) {
        return rival.map(result::ratio).orElse(result.here().median());
    }

    /** {@return whether medians meet this} */
    boolean isMetBy(Result result) {
        return condition.test(reachedBy(result));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : Double.toString(value);
    }
}
