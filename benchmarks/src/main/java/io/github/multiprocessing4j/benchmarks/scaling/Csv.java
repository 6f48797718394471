package io.github.multiprocessing4j.benchmarks.scaling;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The curves of a plot in a file: a line for each point, after a comment that says where the figures are from.
 *
 * @param origin machine and rounds
 * @param curves in the order of the legend
 */
record Csv(String origin, List<Curve> curves) {
    private static final String COMMENT = "# ";

    private static final int COLUMNS = 5;

    Csv {
        curves = List.copyOf(curves);
        if (origin.contains("\n")) {
            throw new IllegalArgumentException("more than one line: " + origin);
        }
    }

    String write(String dimension) {
        var text = new StringBuilder(COMMENT + origin + "\n" + dimension + ",series,median,smallest,largest\n");
        for (Curve curve : curves) {
            if (curve.title().contains(",") || curve.title().contains("\n")) {
                throw new IllegalArgumentException("a title without commas, please: " + curve.title());
            }
            for (Curve.Point point : curve.points()) {
                text.append(point.at()).append(',').append(curve.title()).append(',');
                text.append(point.median()).append(',').append(point.smallest()).append(',');
                text.append(point.largest()).append('\n');
            }
        }
        return text.toString();
    }

    /** {@return what {@link #write} has written} */
    static Csv read(String text) throws IOException {
        List<String> lines = text.lines().toList();
        if (lines.size() < 2 || !lines.getFirst().startsWith(COMMENT)) {
            throw new IOException("not a file of this program's: it does not begin with a comment and a heading");
        }
        Map<String, List<Curve.Point>> points = new LinkedHashMap<>();
        for (String line : lines.subList(2, lines.size())) {
            String[] cells = line.split(",", -1);
            if (cells.length != COLUMNS) {
                throw new IOException(cells.length + " instead of " + COLUMNS + " columns: " + line);
            }
            points.computeIfAbsent(cells[1], _ -> new ArrayList<>()).add(point(cells));
        }
        List<Curve> curves = new ArrayList<>();
        points.forEach((title, each) -> curves.add(new Curve(title, each)));
        return new Csv(lines.getFirst().substring(COMMENT.length()), curves);
    }

    private static Curve.Point point(String[] cells) throws IOException {
        try {
            return new Curve.Point(
                    Long.parseLong(cells[0]),
                    Double.parseDouble(cells[2]),
                    Double.parseDouble(cells[3]),
                    Double.parseDouble(cells[4]));
        } catch (NumberFormatException e) {
            throw new IOException("not all are numbers: " + String.join(",", cells), e);
        }
    }
}
