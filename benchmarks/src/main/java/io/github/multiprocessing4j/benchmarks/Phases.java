package io.github.multiprocessing4j.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How a process comes to do its work as fast as it can. In seconds.
 *
 * @param startUp from the start of the process until the work was done for the first time, without that
 * @param first how long it took then
 * @param warmUp from there until it took, for five times on the median, at most a tenth longer than in the end
 * @param steady how long it takes in the end
 */
record Phases(double startUp, double first, double warmUp, double steady) {
    private static final String MARK = " phases ";

    /** {@return the values of a line that a side has printed last} */
    static String valuesOf(String line) {
        int mark = line.indexOf(MARK);
        return mark < 0 ? line : line.substring(0, mark);
    }

    /** {@return what the line tells of phases, if it does} */
    static Optional<Phases> in(String line) {
        int mark = line.indexOf(MARK);
        if (mark < 0) {
            return Optional.empty();
        }
        String[] seconds = line.substring(mark + MARK.length()).split(" ", -1);
        return Optional.of(new Phases(
                Double.parseDouble(seconds[0]),
                Double.parseDouble(seconds[1]),
                Double.parseDouble(seconds[2]),
                Double.parseDouble(seconds[3])));
    }

    /** {@return the medians of several rounds; nothing if there were none} */
    static Optional<Phases> medians(List<Phases> rounds) {
        return rounds.isEmpty()
                ? Optional.empty()
                : Optional.of(new Phases(
                        median(rounds, Phases::startUp),
                        median(rounds, Phases::first),
                        median(rounds, Phases::warmUp),
                        median(rounds, Phases::steady)));
    }

    private static double median(List<Phases> rounds, ToDoubleFunction<Phases> which) {
        return Sample.of(rounds.stream().mapToDouble(which).toArray()).median();
    }

    /** {@return what is printed behind values, so that {@link #in} finds it} */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s%.6e %.6e %.6e %.6e", MARK, startUp, first, warmUp, steady);
    }
}
