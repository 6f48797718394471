package io.github.multiprocessing4j.benchmarks;

import java.util.Locale;

/**
 * What a figure is to reach.
 *
 * @param text for people to read
 * @param isMet tells by this library's median and its ratio to the rival's
 */
record Target(String text, Condition isMet) {
    static final Target NONE = new Target("", (here, ratio) -> true);

    /** When a target is met. */
    interface Condition {
        boolean test(double here, double ratio);
    }

    static Target ratioAtMost(double limit) {
        return new Target("<= " + number(limit) + " x CPython", (here, ratio) -> ratio <= limit);
    }

    static Target ratioLessThan(double limit, Rival rival) {
        return new Target("< " + number(limit) + " x " + rival.title(), (here, ratio) -> ratio < limit);
    }

    static Target ratioMoreThan(double limit) {
        return ratioMoreThan(limit, Rival.CPYTHON);
    }

    static Target ratioMoreThan(double limit, Rival rival) {
        return new Target("> " + number(limit) + " x " + rival.title(), (here, ratio) -> ratio > limit);
    }

    static Target ratioAtLeast(double limit) {
        return ratioAtLeast(limit, Rival.CPYTHON);
    }

    static Target ratioAtLeast(double limit, Rival rival) {
        return new Target(">= " + number(limit) + " x " + rival.title(), (here, ratio) -> ratio >= limit);
    }

    static Target valueLessThan(double limit, String unit) {
        return new Target("< " + number(limit) + " " + unit, (here, ratio) -> here < limit);
    }

    static Target valueAtMost(double limit, String unit) {
        return new Target("<= " + number(limit) + " " + unit, (here, ratio) -> here <= limit);
    }

    static Target valueAtLeast(double limit, String unit) {
        return new Target(">= " + number(limit) + " " + unit, (here, ratio) -> here >= limit);
    }

    boolean exists() {
        return !text.isEmpty();
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : Double.toString(value);
    }
}
