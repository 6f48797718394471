package io.github.multiprocessing4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Machine MACHINE = new Machine("25", "3.13.0", 2, "0.10 before, 0.20 after");

    private static Run run(double ours) {
        return new Run(
                MACHINE,
                false,
                List.of(
                        new Result(
                                Measure.PIPE_ROUND_TRIP_64B,
                                Sample.of(ours, ours),
                                new EnumMap<>(Map.of(
                                        Rival.CPYTHON, Sample.of(20, 20),
                                        Rival.CACHE_LINE, Sample.of(0.5, 0.5),
                                        Rival.FUTEX, Sample.of(20, 40))),
                                Optional.of(new Phases(0.5, 0.1, 2, 0.011)),
                                Optional.empty()),
                        new Result(Measure.STOCK_IDLE_RSS, Sample.of(54), Map.of(Rival.BARE_JVM, Sample.of(40)))));
    }

    private static final List<Run> RUNS = List.of(run(1), run(4), run(2));

    @Test
    void whatWasWrittenIsRead() {
        Run run = run(1);

        assertEquals(run, Json.read(Json.of(run.machine(), run.quick(), run.results())));
    }

    @Test
    void whatIsNoComparisonIsRefused() {
        for (String other :
                List.of("", "{}", "[1]", "{\"machine\": {}, \"results\": {\"nothing\": {\"rounds\": {}}}}", "x{")) {
            assertThrows(IllegalArgumentException.class, () -> Json.read(other), other);
        }
    }

    @Test
    void eachTargetHasWhatEachRunHasReached() {
        String table = TargetTable.of(RUNS);

        assertTrue(
                table.contains("| `pipe_round_trip_64B` | <= 0.15 x CPython | 0.050 | 0.20 | 0.10 | **2 of 3** |\n"),
                table);
        assertTrue(table.contains("| `stock_idle_rss` | <= 55 MiB | 54.0 | 54.0 | 54.0 | 3 of 3 |\n"), table);
        assertEquals(4, table.lines().count(), table);
    }

    @Test
    void aRunMayBeWithoutAMeasure() {
        var without = new Run(MACHINE, false, List.of());

        assertTrue(TargetTable.of(List.of(run(1), without)).contains("| 0.050 |  | 1 of 1 |"));
        assertTrue(RivalTable.of(List.of(without), Rival.Kind.PEER).lines().count() == 2, "no rows");
        assertEquals(List.of(), AdvantagePlot.bars(List.of(without)));
    }

    @Test
    void rivalsAreComparedOverAllRuns() {
        assertTrue(RivalTable.of(RUNS, Rival.Kind.CPYTHON)
                .endsWith("| `pipe_round_trip_64B` | us | 2.00 | CPython | 20.0 | 10.0 (5.00 to 20.0) |\n"));
        String limits = RivalTable.of(RUNS, Rival.Kind.LIMIT);
        assertTrue(
                limits.contains("| `pipe_round_trip_64B` | us | 2.00 | a cache line | 0.50 | 25 % (13 to 50) |\n"),
                limits);
        assertTrue(limits.contains("| futex(2) | 30.0 | 1,500 % (750 to 3,000) |\n"), limits);
        assertEquals(
                List.of(new AdvantagePlot.Bar(Measure.PIPE_ROUND_TRIP_64B, 10)),
                AdvantagePlot.bars(RUNS),
                "what CPython has nothing to compare with has no bar");
    }

    @Test
    void theFrontPageHasAFewOfTheFigures() throws IOException {
        Run run = new Run(
                MACHINE,
                false,
                List.of(new Result(
                        Measure.LOCK_UNCONTENDED_ACQUIRE_RELEASE,
                        Sample.of(7.75),
                        Map.of(
                                Rival.CPYTHON, Sample.of(77),
                                Rival.JDK_LOCK, Sample.of(4.29),
                                Rival.CAS, Sample.of(2.44)))));

        String page = Report.fillReadme(Files.readString(Path.of("..", "README.md")), List.of(run));

        assertTrue(
                page.contains("\n| `Lock`, nobody else wants it | ns | **7.75** | 77.0 | ReentrantLock 4.29 |\n"),
                page);
        assertEquals(page, Report.fillReadme(page, List.of(run)), "it can be filled in again");
    }

    /** The table in README is that of the runs that are kept. */
    @Test
    void theFrontPageIsUpToDate() throws IOException {
        Path runs = Path.of("..", "docs", "benchmarks", "runs");
        var read = new ArrayList<Run>();
        for (String name : List.of("run1.json", "run2.json", "run3.json")) {
            read.add(Json.read(Files.readString(runs.resolve(name))));
        }
        String page = Files.readString(Path.of("..", "README.md"));

        assertEquals(Report.fillReadme(page, read), page, "benchmarks/report docs/benchmarks/runs/*.json fills it in");
    }

    @Test
    void thePageAndThePictureAreMade(@TempDir Path directory) throws IOException {
        Path template = Path.of("..", "docs", "benchmarks", "comparison.md");

        String page = Report.fill(Files.readString(template), RUNS);
        AdvantagePlot.save(AdvantagePlot.bars(RUNS), directory);

        assertTrue(
                page.contains("- run 3: JDK 25, CPython 3.13.0, 2 processors, load average 0.10 before, 0.20 after"));
        assertTrue(page.contains("**2 of 3**"));
        assertEquals(page, Report.fill(page, RUNS), "it can be filled in again");
        assertTrue(Files.readString(directory.resolve("comparison.svg")).startsWith("<?xml"));
        assertTrue(Files.size(directory.resolve("comparison.png")) > 0);
    }
}
