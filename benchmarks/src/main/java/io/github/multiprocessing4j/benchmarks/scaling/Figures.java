package io.github.multiprocessing4j.benchmarks.scaling;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The files of figures that were measured, now or earlier.
 *
 * @param directory where they are
 */
record Figures(Path directory) {
    private Path file(Figure figure) {
        return directory.resolve(figure + ".csv");
    }

    boolean has(Figure figure) {
        return Files.exists(file(figure));
    }

    /** Writes a figure's file, and draws it. */
    void save(Figure figure, Csv csv) throws IOException {
        write(figure, csv);
        Plot.save(figure, csv.curves(), directory);
    }

    void write(Figure figure, Csv csv) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(file(figure), csv.write(figure.dimension().name().toLowerCase(Locale.ROOT)));
    }

    Csv csv(Figure figure) throws IOException {
        return Csv.read(Files.readString(file(figure), StandardCharsets.UTF_8));
    }

    Curve curve(Figure figure, String title) throws IOException {
        return csv(figure).curves().stream()
                .filter(curve -> curve.title().equals(title))
                .findFirst()
                .orElseThrow(() -> new IOException(file(figure) + " has no series " + title));
    }
}
