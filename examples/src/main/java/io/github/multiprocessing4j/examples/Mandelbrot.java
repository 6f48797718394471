package io.github.multiprocessing4j.examples;

import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.pool.TaskOptions;
import io.github.multiprocessing4j.process.ChildProcess;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Renders the Mandelbrot set in tiles over worker processes. A tile comes back as soon as a worker has it, in any order,
 * since some take a hundred times as long as others.
 */
@Command(name = "Mandelbrot", description = "Renders the Mandelbrot set over worker processes.")
final class Mandelbrot implements Callable<Integer> {
    private static final int TILE = 100;

    /** The picture is kept in memory, at 4 bytes a pixel: a gigabyte then. */
    private static final int WIDEST = 20_000;

    @Option(names = "--help", usageHelp = true, description = "say this")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Option(
            names = "--width",
            paramLabel = "<pixels>",
            description = "width, at most " + WIDEST + "; the height is two thirds of it (default: ${DEFAULT-VALUE})")
    private int width = 2400;

    @Option(
            names = "--iterations",
            paramLabel = "<count>",
            description = "how far to look for an escape (default: ${DEFAULT-VALUE})")
    private int iterations = 2000;

    @Option(
            names = "--output",
            paramLabel = "<file>",
            description = "the PNG file to write (default: ${DEFAULT-VALUE})")
    private Path output = Path.of("mandelbrot.png");

    @Option(
            names = "--workers",
            paramLabel = "<count>",
            description = "worker processes (default: as many as there are processors, ${DEFAULT-VALUE})")
    private int workers = ChildProcess.cpuCount();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Mandelbrot() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Mandelbrot()).execute(args));
    }

    /** What is shown: -2.25 to 0.75 from left to right, i to -i from top to bottom. */
    record View(int width, int height, int iterations) implements Serializable {
        int color(int x, int y) {
            double re = -2.25 + 3.0 * (x + 0.5) / width;
            double im = 1.0 - 2.0 * (y + 0.5) / height;
            double a = 0;
            double b = 0;
            for (int n = 0; n < iterations; n++) {
                double next = a * a - b * b + re;
                b = 2 * a * b + im;
                a = next;
                if (a * a + b * b > 4) {
                    return shade(Math.sqrt((double) n / iterations));
                }
            }
            return 0;
        }

        /** From black over blue and ochre back to black, as t goes from 0 to 1. */
        private static int shade(double t) {
            double s = 1 - t;
            return channel(9 * s * t * t * t) << 16 | channel(15 * s * s * t * t) << 8 | channel(8.5 * s * s * s * t);
        }

        private static int channel(double brightness) {
            return (int) Math.min(255, 255 * brightness);
        }
    }

    /** A part of the picture to be rendered: what a worker is sent. */
    record Tile(View view, int x, int y, int width, int height) implements Serializable {
        Rendered render() {
            int[] pixels = new int[width * height];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = view.color(x + i % width, y + i / width);
            }
            return new Rendered(this, pixels);
        }
    }

    /** A part of the picture: what a worker sends back. */
    record Rendered(Tile tile, int[] pixels) implements Serializable {
        void paint(BufferedImage image) {
            image.setRGB(tile.x(), tile.y(), tile.width(), tile.height(), pixels, 0, tile.width());
        }
    }

    @Override
    public Integer call() throws IOException {
        checkArguments();
        System.setProperty("java.awt.headless", "true");
        var view = new View(width, Math.max(1, width * 2 / 3), iterations);
        var image = new BufferedImage(view.width(), view.height(), BufferedImage.TYPE_INT_RGB);
        long start = System.nanoTime();
        render(tiles(view), image);
        double seconds = (System.nanoTime() - start) / 1e9;
        ImageIO.write(image, "png", output.toFile());
        System.out.printf(
                Locale.ROOT,
                "%s: %d x %d pixels in %.2f s with %d workers%n",
                output.toAbsolutePath().normalize(),
                view.width(),
                view.height(),
                seconds,
                workers);
        return CommandLine.ExitCode.OK;
    }

    /** Says at once what would only show when everything is rendered. */
    private void checkArguments() {
        require(width >= 1 && width <= WIDEST, "--width has to be 1 to " + WIDEST + ", not " + width + ".");
        require(iterations >= 1, "--iterations has to be 1 or more, not " + iterations + ".");
        require(workers >= 1, "--workers has to be 1 or more, not " + workers + ".");
        Path file = output.toAbsolutePath();
        Path folder = file.resolveSibling(".");
        boolean writable = Files.exists(file)
                ? !Files.isDirectory(file) && Files.isWritable(file)
                : Files.isDirectory(folder) && Files.isWritable(folder);
        require(writable, "--output: " + file + " is no file that can be written.");
    }

    /** If it does not hold, picocli prints the objection and the usage, and the program ends with exit code 2. */
    private void require(boolean holds, String objection) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), objection);
        }
    }

    private void render(List<Tile> tiles, BufferedImage image) {
        try (var bar = Progress.bar("Mandelbrot", tiles.size(), " tiles", 1);
                var pool = Pool.create(workers)) {
            var options = TaskOptions.none().onProgress(progress -> bar.stepTo(progress.done()));
            for (var rendered : pool.imapUnordered(Tile::render, tiles, options)) {
                rendered.paint(image);
            }
        }
    }

    private static List<Tile> tiles(View view) {
        var tiles = new ArrayList<Tile>();
        for (int y = 0; y < view.height(); y += TILE) {
            for (int x = 0; x < view.width(); x += TILE) {
                tiles.add(new Tile(view, x, y, Math.min(TILE, view.width() - x), Math.min(TILE, view.height() - y)));
            }
        }
        return tiles;
    }
}
