package io.github.multiprocessing4j.benchmarks.scaling;

import io.github.multiprocessing4j.benchmarks.Markers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The pages that explain the figures, which stand beside them.
 *
 * @param figures what was measured
 */
record Pages(Figures figures) {
    private static final double KIB_PER_GIB = 1 << 20;

    /** Fills in what is there. */
    void fill() throws IOException {
        for (Figure figure : Figure.values()) {
            if (figures.has(figure)) {
                fill("scaling.md", Map.of(figure.toString(), FigureTable.of(figure, figures.csv(figure))));
            }
        }
        List<Figure> missing =
                ManyWorkers.NEEDED.stream().filter(each -> !figures.has(each)).toList();
        if (missing.isEmpty()) {
            fillManyWorkers();
        } else {
            System.err.println("the page on many workers stays as it is: it needs " + missing);
        }
    }

    private void fillManyWorkers() throws IOException {
        var tables = new ManyWorkers(PoolCosts.of(figures), machine());
        String origin = "\n" + figures.csv(Figure.POOL_COORDINATOR).origin() + ".\n";
        fill(
                "many-workers.md",
                Map.of(
                        "constants", tables.constants() + origin,
                        "predictions", tables.predictions(),
                        "ends", tables.ends()));
    }

    private static ManyWorkers.Machine machine() throws IOException {
        return new ManyWorkers.Machine(
                Runtime.getRuntime().availableProcessors(),
                Limits.field(Path.of("/proc/meminfo"), "MemTotal:") / KIB_PER_GIB,
                Limits.ofThisProcess().descriptors(),
                Limits.threads());
    }

    private void fill(String name, Map<String, String> contents) throws IOException {
        Path page = figures.directory().resolve(name);
        if (Files.exists(page)) { // figures can be written elsewhere
            String text = Files.readString(page, StandardCharsets.UTF_8);
            for (var content : contents.entrySet()) {
                text = Markers.fill(text, content.getKey(), content.getValue());
            }
            Files.writeString(page, text);
        }
    }
}
