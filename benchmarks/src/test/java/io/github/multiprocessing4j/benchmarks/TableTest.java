package io.github.multiprocessing4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final Result START = new Result(
            Measure.PROCESS_START_JOIN_FORKSERVER,
            Sample.of(10, 12, 11),
            Map.of(Rival.CPYTHON, Sample.of(50, 40, 40)),
            Optional.of(new Phases(0.5, 0.1, 2, 0.011)),
            Optional.of(new Phases(0.05, 0.06, 0, 0.04)));

    private static final Result SPEEDUP =
            new Result(Measure.CPU_BOUND_SPEEDUP_2_WORKERS, Sample.of(1.75), Map.of(Rival.CPYTHON, Sample.of(1.25)));

    private static final Result KILLS = new Result(Measure.POOL_KILL_NEXT_100_MS, Sample.of(95, 50, 101), Map.of());

    private static final Result PIPE = new Result(
            Measure.PIPE_ONE_WAY_64B,
            Sample.of(9_000_000),
            new EnumMap<>(Map.of(
                    Rival.CPYTHON, Sample.of(500_000),
                    Rival.AGRONA, Sample.of(15_000_000),
                    Rival.AERON, Sample.of(4_000_000),
                    Rival.CHRONICLE, Sample.of(3_000_000),
                    Rival.UNIX_SOCKET, Sample.of(300_000),
                    Rival.CACHE_LINES, Sample.of(18_000_000))));

    @Test
    void everyRivalHasALine() {
        assertEquals(
                """
                measure                        unit    multiprocessing4j                   beside              which has                             ratio of medians     target
                process_start_join_forkserver  ms      11.0 (10.0 to 12.0)                 CPython             40.0 (40.0 to 50.0)                   0.28 (0.20 to 0.30)  <= 0.15 x CPython    MISSED
                cpu_bound_speedup_2_workers    x       1.75 (1.75 to 1.75)                 CPython             1.25 (1.25 to 1.25)                   1.40 (1.40 to 1.40)
                pool_kill_next_100_ms          %       95.0 (50.0 to 101)                                                                                                 >= 90 %              met
                pipe_one_way_64B               msgs/s  9,000,000 (9,000,000 to 9,000,000)  CPython             500,000 (500,000 to 500,000)          18.0 (18.0 to 18.0)  >= 20 x CPython      MISSED
                                                                                           Agrona              15,000,000 (15,000,000 to 15,000,000)  0.60 (0.60 to 0.60)  >= 0.7 x Agrona      MISSED
                                                                                           Aeron IPC           4,000,000 (4,000,000 to 4,000,000)    2.25 (2.25 to 2.25)  > 1 x Aeron IPC      met
                                                                                           Chronicle Queue     3,000,000 (3,000,000 to 3,000,000)    3.00 (3.00 to 3.00)  > 1 x Chronicle Queue  met
                                                                                           Unix sockets        300,000 (300,000 to 300,000)          30.0 (30.0 to 30.0)  > 1 x Unix sockets   met
                                                                                           limit: cache lines  18,000,000 (18,000,000 to 18,000,000)  0.50 (0.50 to 0.50)
                """.replaceAll(" {2,}", "  ").replaceAll("(?m) +$", ""),
                Table.of(List.of(START, SPEEDUP, KILLS, PIPE)).replaceAll(" {2,}", "  "));
    }

    @Test
    void columnsAreBelowEachOther() {
        List<String> lines = Table.of(List.of(START, PIPE)).lines().toList();
        int column = lines.getFirst().indexOf("beside");

        assertEquals(
                List.of("beside", "CPython", "CPython", "Agrona", "Aeron IPC"),
                lines.stream()
                        .limit(5)
                        .map(line -> line.substring(column).split(" {2}", -1)[0])
                        .toList());
    }

    @Test
    void targetsAreMetByMedians() {
        assertTrue(KILLS.meetsTargets());
        assertFalse(START.meetsTargets());
        assertTrue(SPEEDUP.meetsTargets(), "there is nothing to reach");
        assertTrue(Target.ratioAtMost(2.5).condition().test(2.5));
        assertFalse(Target.ratioMoreThan(1).condition().test(1));
        assertEquals(">= 1.7 x", Target.valueAtLeast(1.7, "x").text());
        assertThrows(IllegalArgumentException.class, () -> KILLS.ratio(Rival.CPYTHON));
    }

    @Test
    void howOneComesToThatIsToldApart() {
        assertEquals("", PhaseTable.of(List.of(SPEEDUP, KILLS)));
        assertTrue(PhaseTable.of(List.of(START))
                .endsWith("process_start_join_forkserver  0.50         0.05       100                 60.0       2.00"
                        + "           0.00       11.0      40.0\n"));
        assertEquals(
                new Phases(0.5, 0.1, 2, 0.011),
                Phases.in("1.0 2.0" + START.phases().orElseThrow()).orElseThrow());
        assertEquals(
                Sample.of(1, 2),
                Measured.parse("1.0 2.0" + START.phases().orElseThrow()).values());
        assertEquals(Optional.empty(), Measured.parse("3.5").phases());
    }

    @Test
    void warmIsWhoTakesNoLongerThanInTheEnd() {
        double[] seconds = {9, 5, 1.2, 1.05, 1, 1.3, 1, 1, 1, 1};

        assertEquals(9 + 5, Timing.warmUp(seconds, 1));
        assertEquals(0, Timing.warmUp(new double[] {1, 1, 1, 1, 1, 1}, 1));
        assertEquals(
                3 + 3, Timing.warmUp(new double[] {3, 3, 3, 3, 3, 3}, 1), "as far as there is anything to look at");
    }

    @Test
    void programsReadTheSameFigures() {
        var machine = new Machine("25", "3.13.0", 2, "0.10 before, 0.20 after");

        JsonObject all = JsonParser.parseString(Json.of(machine, false, List.of(START, PIPE, KILLS)))
                .getAsJsonObject();

        assertEquals(2, all.getAsJsonObject("machine").get("processors").getAsInt());
        JsonObject results = all.getAsJsonObject("results");
        JsonObject pipe = results.getAsJsonObject("pipe_one_way_64B");
        assertEquals(9e6, pipe.get("ours").getAsDouble());
        assertEquals(5e5, pipe.get("cpython").getAsDouble());
        assertEquals(18, pipe.get("ratio").getAsDouble());
        assertEquals(15e6, pipe.getAsJsonObject("peer").get("agrona").getAsDouble());
        assertEquals(4, pipe.getAsJsonObject("peer").size());
        assertEquals(18e6, pipe.get("limit").getAsDouble());
        assertEquals("msgs/s", pipe.get("unit").getAsString());
        assertEquals("higher", pipe.get("better").getAsString());
        assertFalse(pipe.get("met").getAsBoolean());
        assertEquals(
                0.05,
                results.getAsJsonObject("process_start_join_forkserver")
                        .getAsJsonObject("cpython_phases")
                        .get("start_up")
                        .getAsDouble());
        JsonObject kills = results.getAsJsonObject("pool_kill_next_100_ms");
        assertFalse(kills.has("cpython"));
        assertFalse(kills.has("ratio"));
        assertEquals(3, kills.getAsJsonObject("rounds").getAsJsonArray("ours").size());
        assertTrue(kills.get("met").getAsBoolean());
    }

    @Test
    void processorsAreRead() {
        assertEquals(List.of(0, 1, 2, 8), Machine.processors("\t0-2,8\n"));
    }

    @Test
    void measuresAreNamedAsOnCpythonsSide() {
        assertEquals(Measure.POOL_MAP_CHUNKSIZE_1, Measure.named("pool_map_chunksize_1"));
        assertEquals("SimpleQueue_one_way_1MiB", Measure.SIMPLE_QUEUE_ONE_WAY_1MIB.toString());
        assertEquals("pipe_round_trip_64B", Measure.PIPE_ROUND_TRIP_64B.toString());
        assertThrows(IllegalArgumentException.class, () -> Measure.named("pipe_three_way"));
    }
}
