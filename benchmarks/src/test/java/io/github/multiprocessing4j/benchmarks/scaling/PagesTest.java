package io.github.multiprocessing4j.benchmarks.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.benchmarks.Markers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagesTest {
    private static final Path DOCS = Path.of("../docs/benchmarks");

    @TempDir
    private Path directory;

    @Test
    void everyFigureHasItsPlace() throws IOException {
        String page = Files.readString(DOCS.resolve("scaling.md"));
        for (Figure figure : Figure.values()) {
            page = Markers.fill(page, figure.toString(), "");
        }
    }

    @Test
    void figuresAreDrawn() throws IOException {
        for (Figure figure : List.of(Figure.POOL_START, Figure.THROUGHPUT)) {
            new Figures(directory).save(figure, csv(figure));
            assertEquals(
                    900,
                    ImageIO.read(directory.resolve(figure + ".png").toFile()).getWidth());
            assertTrue(Files.readString(directory.resolve(figure + ".svg")).contains("<svg"));
        }
    }

    @Test
    void figuresAreWrittenAndFilledIn() throws IOException {
        Files.copy(DOCS.resolve("scaling.md"), directory.resolve("scaling.md"));
        Files.copy(DOCS.resolve("many-workers.md"), directory.resolve("many-workers.md"));
        var figures = new Figures(directory);
        for (Figure figure : Figure.values()) {
            figures.write(figure, csv(figure));
        }
        new Pages(figures).fill();
        String page = Files.readString(directory.resolve("scaling.md"));
        for (Figure figure : Figure.values()) {
            assertTrue(page.contains("](" + figure + ".svg)"), page);
        }
        String many = Files.readString(directory.resolve("many-workers.md"));
        assertTrue(many.contains("| workers | 16 | 100 | 1,000 | 10,000 |"), many);
        assertTrue(many.contains("no machine at all"), many);
    }

    @Test
    void onlyWhatWasMeasuredIsFilledIn() throws IOException {
        Files.copy(DOCS.resolve("many-workers.md"), directory.resolve("many-workers.md"));
        String before = Files.readString(directory.resolve("many-workers.md"));
        new Pages(new Figures(directory)).fill();
        assertEquals(before, Files.readString(directory.resolve("many-workers.md")));
    }

    /** Straight lines. */
    private static Csv csv(Figure figure) {
        List<Long> places = figure.dimension().points();
        return new Csv(
                "no machine at all",
                figure.lines().stream()
                        .map(line -> new Curve(
                                line.title(),
                                places.stream()
                                        .map(at -> new Curve.Point(at, 10.0 + at, at, 20.0 + at))
                                        .toList()))
                        .toList());
    }
}
