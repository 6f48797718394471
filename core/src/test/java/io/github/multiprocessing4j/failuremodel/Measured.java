package io.github.multiprocessing4j.failuremodel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long it took until a caller saw what it sees, in milliseconds.
 *
 * @param cell which one
 * @param runs how often it was tried
 * @param median half of them took no longer
 * @param worst none took longer
 */
record Measured(String cell, int runs, double median, double worst) {
    private static final String HEADER = "cell\truns\tmedian ms\tworst ms";

    private static final double MILLION = 1e6;

    static Measured of(String cell, Collection<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return new Measured(cell, sorted.size(), sorted.get(sorted.size() / 2) / MILLION, sorted.getLast() / MILLION);
    }

    private String row() {
        return String.format(Locale.ROOT, "%s\t%d\t%.2f\t%.2f", cell, runs, median, worst);
    }

    static void write(Path file, Collection<Measured> all) throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        all.forEach(each -> lines.add(each.row()));
        Files.write(file, lines);
    }

    static Map<String, Measured> read(Path file) throws IOException {
        Map<String, Measured> all = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.equals(HEADER)) {
                String[] cells = line.split("\t", -1);
                all.put(
                        cells[0],
                        new Measured(
                                cells[0],
                                Integer.parseInt(cells[1]),
                                Double.parseDouble(cells[2]),
                                Double.parseDouble(cells[3])));
            }
        }
        return all;
    }
}
