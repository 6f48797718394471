package io.github.multiprocessing4j.benchmarks.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {
    private static final Csv CSV = new Csv(
            "JDK 25, 2 processors",
            List.of(
                    new Curve("ours", List.of(new Curve.Point(1, 2.5, 2, 3), new Curve.Point(16, 1e9, 1e8, 1e10))),
                    new Curve("CPython", List.of(new Curve.Point(1, 0.001, 0.001, 0.001)))));

    @Test
    void isALineForEachPointAfterOriginAndHeading() {
        assertEquals(
                List.of(
                        "# JDK 25, 2 processors",
                        "workers,series,median,smallest,largest",
                        "1,ours,2.5,2.0,3.0",
                        "16,ours,1.0E9,1.0E8,1.0E10",
                        "1,CPython,0.001,0.001,0.001"),
                CSV.write("workers").lines().toList());
    }

    @Test
    void isReadAsItWasWritten() throws IOException {
        assertEquals(CSV, Csv.read(CSV.write("workers")));
    }

    @Test
    void whatIsNoSuchFileIsNotRead() {
        assertThrows(IOException.class, () -> Csv.read(""));
        assertThrows(IOException.class, () -> Csv.read("workers,series,median,smallest,largest\n1,a,1,1,1\n"));
        assertThrows(IOException.class, () -> Csv.read("# x\nheading\n1,a,1,1\n"));
        assertThrows(IOException.class, () -> Csv.read("# x\nheading\n1,a,1,1,much\n"));
    }

    @Test
    void whatWouldNotBeReadIsNotWritten() {
        var comma = new Csv("x", List.of(new Curve("a, b", List.of(new Curve.Point(1, 1, 1, 1)))));
        assertThrows(IllegalArgumentException.class, () -> comma.write("workers"));
        assertThrows(IllegalArgumentException.class, () -> new Csv("two\nlines", List.of()));
    }
}
