package io.github.multiprocessing4j.benchmarks.scaling;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** A figure in a page: the picture, the medians, and where they are from. */
final class FigureTable {
    private static final int DIGITS = 3;

    private FigureTable() {}

    static String of(Figure figure, Csv csv) {
        var page = new StringBuilder("![" + figure.title() + "](" + figure + ".svg)\n\n");
        page.append(row(
                figure.dimension().title(),
                csv.curves().stream().map(Curve::title).toList()));
        page.append("|---:").repeat("|---:", csv.curves().size()).append("|\n");
        List<Long> places = csv.curves().stream()
                .flatMap(curve -> curve.points().stream().map(Curve.Point::at))
                .distinct()
                .sorted()
                .toList();
        for (long place : places) {
            page.append(row(
                    figure.dimension().format(place),
                    csv.curves().stream().map(curve -> cell(curve.at(place))).toList()));
        }
        return page.append("\nIn ")
                .append(figure.unit())
                .append(". ")
                .append(csv.origin())
                .append(".\n")
                .toString();
    }

    private static String row(String first, List<String> others) {
        return others.stream().collect(Collectors.joining(" | ", "| " + first + " | ", " |\n"));
    }

    private static String cell(OptionalDouble value) {
        return value.isPresent() ? number(value.getAsDouble()) : "";
    }

    /** {@return a number as precise as it was measured: three digits} */
    static String number(double value) {
        var rounded = new BigDecimal(value).round(new MathContext(DIGITS));
        return String.format(Locale.ROOT, "%,." + Math.max(0, decimals(rounded)) + "f", rounded);
    }

    private static int decimals(BigDecimal rounded) {
        return rounded.signum() == 0 ? 0 : DIGITS - (rounded.precision() - rounded.scale());
    }
}
