package io.github.multiprocessing4j.benchmarks.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTableTest {
    @Test
    void numbersHaveThreeDigits() {
        assertEquals("1,230,000", FigureTable.number(1_234_567));
        assertEquals("12.3", FigureTable.number(12.345));
        assertEquals("0.00123", FigureTable.number(0.0012345));
        assertEquals("5.00", FigureTable.number(5));
        assertEquals("0", FigureTable.number(0));
    }

    @Test
    void isARowForEachPlace() {
        var csv = new Csv(
                "here",
                List.of(
                        new Curve("Pipe", List.of(new Curve.Point(8, 1, 1, 1), new Curve.Point(1 << 20, 2, 2, 2))),
                        new Curve("Queue", List.of(new Curve.Point(8, 3, 3, 3)))));
        assertEquals("""
            ![One way](throughput.svg)

            | message size in bytes | Pipe | Queue |
            |---:|---:|---:|
            | 8 B | 1.00 | 3.00 |
            | 1 MiB | 2.00 |  |

            In bytes per second. here.
            """, FigureTable.of(Figure.THROUGHPUT, csv));
    }

    @Test
    void nothingIsNotOnAnAxisOfPowers() {
        var some = new Curve.Point(1, 5, 5, 5);
        assertEquals(
                List.of(new Curve("some", List.of(some))),
                Plot.positive(List.of(
                        new Curve("some", List.of(some, new Curve.Point(2, 0, 0, 0))),
                        new Curve("none", List.of(new Curve.Point(1, 0, 0, 0))))));
    }

    @Test
    void axesHaveShortLabels() {
        assertEquals("100 k", Plot.label(1e5));
        assertEquals("0.5", Plot.label(0.5));
        assertEquals("10 G", Plot.label(1e10));
        assertEquals("2.5 M", Plot.label(2_500_000));
        assertEquals("0", Plot.label(0));
    }

    @Test
    void axesBeginAndEndAtPowersOfTen() {
        assertEquals(10, Plot.decadeBelow(99));
        assertEquals(100, Plot.decadeAbove(99));
        assertEquals(100, Plot.decadeAbove(100));
        assertEquals(0.01, Plot.decadeBelow(0.05), 1e-12);
    }
}
