package io.github.multiprocessing4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MandelbrotTest {
    @TempDir
    private Path temp;

    /** 231 x 154 pixels: tiles of three widths and two heights. */
    @Test
    void rendersThePicture() throws Exception {
        Path png = temp.resolve("small.png");

        var result = ExampleProgram.run(
                Mandelbrot.class, "--width=231", "--iterations=100", "--output=" + png, "--workers=2");

        assertEquals(0, result.exitValue(), result::toString);
        assertEquals(1, result.out().size(), result::toString);
        assertEquals("", result.err(), "no progress bar in a file");
        assertTrue(
                result.out().getFirst().startsWith(png + ": 231 x 154 pixels in ")
                        && result.out().getFirst().endsWith(" s with 2 workers"),
                result::toString);
        BufferedImage image = ImageIO.read(png.toFile());
        assertEquals(231, image.getWidth());
        assertEquals(154, image.getHeight());
        assertKnownPixels(image);
        assertEveryPixel(image, new Mandelbrot.View(231, 154, 100));
    }

    @Test
    void refusesNumbersThatMakeNoPicture() throws Exception {
        assertRefuses("--width has to be 1 to 20000, not 0.", "--width=0");
        assertRefuses("--width has to be 1 to 20000, not 20001.", "--width=20001");
        assertRefuses("--iterations has to be 1 or more, not -1.", "--iterations=-1");
        assertRefuses("--workers has to be 1 or more, not 0.", "--workers=0");
        assertRefuses("Invalid value for option '--workers': 'two' is not an int", "--workers=two");
    }

    @Test
    void refusesAFileThatItCouldNotWriteInTheEnd() throws Exception {
        Path inNoFolder = temp.resolve("missing/small.png");
        assertRefuses("--output: " + inNoFolder + " is no file that can be written.", "--output=" + inNoFolder);
        assertRefuses("--output: " + temp + " is no file that can be written.", "--output=" + temp);
    }

    private static void assertRefuses(String objection, String argument) throws Exception {
        ExampleProgram.assertRefuses(objection, Mandelbrot.class, argument);
    }

    private static void assertKnownPixels(BufferedImage image) {
        assertEquals(0x000000, rgb(image, 173, 77), "0 is in the set");
        assertEquals(0x000000, rgb(image, 96, 77), "-1 is in the set");
        assertEquals(0x000000, rgb(image, 0, 0), "too far out to take a single step");
        assertEquals(0x0538C2, rgb(image, 115, 0), "-0.75 + i");
        assertEquals(0x0538C2, rgb(image, 115, 153), "-0.75 - i");
    }

    private static void assertEveryPixel(BufferedImage image, Mandelbrot.View view) {
        for (int y = 0; y < view.height(); y++) {
            for (int x = 0; x < view.width(); x++) {
                assertEquals(view.color(x, y), rgb(image, x, y), "pixel " + x + ", " + y);
            }
        }
    }

    private static int rgb(BufferedImage image, int x, int y) {
        return image.getRGB(x, y) & 0xFFFFFF;
    }
}
