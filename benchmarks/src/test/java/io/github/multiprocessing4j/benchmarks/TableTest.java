package io.github.multiprocessing4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final Result START =
            new Result(Measure.PROCESS_START_JOIN_SPAWN, Sample.of(100, 120, 110), Sample.of(50, 40, 40));

    private static final Result MAP =
            new Result(Measure.POOL_MAP_AUTO_CHUNKS, Sample.of(3_000_000, 4_000_000), Sample.of(1_000_000, 1_000_000));

    private static final Result SPEEDUP =
            new Result(Measure.CPU_BOUND_SPEEDUP_2_WORKERS, Sample.of(1.75), Sample.of(1.25));

    private static final Result CPU = new Result(Measure.CPU_BOUND_10_MS, Sample.of(180), Sample.of(200));

    private static final Result KILLS = new Result(Measure.POOL_KILL_NEXT_100_MS, Sample.of(95, 50, 101));

    @Test
    void linesUp() {
        assertEquals("""
            measure                      unit     multiprocessing4j                   CPython                             ratio of medians     target
            process_start_join_spawn     ms       110 (100 to 120)                    40.0 (40.0 to 50.0)                 2.75 (2.00 to 3.00)  <= 2.5 x CPython  MISSED
            pool_map_auto_chunks         items/s  3,500,000 (3,000,000 to 4,000,000)  1,000,000 (1,000,000 to 1,000,000)  3.50 (3.00 to 4.00)  >= 3 x CPython    met
            cpu_bound_speedup_2_workers  x        1.75 (1.75 to 1.75)                 1.25 (1.25 to 1.25)                 1.40 (1.40 to 1.40)
            """, Table.of(List.of(START, MAP, SPEEDUP)));
    }

    @Test
    void whatIsComparedWithOthersAndWhatIsNotFollows() {
        assertEquals("""
            measure          unit     multiprocessing4j  the other         ratio of medians     target
            cpu_bound_10_ms  tasks/s  180 (180 to 180)   200 (200 to 200)  0.90 (0.90 to 0.90)  >= 0.95 x ForkJoinPool  MISSED

            measure                unit  multiprocessing4j   target
            pool_kill_next_100_ms  %     95.0 (50.0 to 101)  >= 90 %  met
            """, Table.of(List.of(KILLS, CPU)));
    }

    @Test
    void targetsAreMetByMedians() {
        assertTrue(Target.ratioAtMost(2.5).isMet().test(1000, 2.5));
        assertFalse(Target.ratioMoreThan(1).isMet().test(1000, 1));
        assertTrue(Target.valueAtMost(60, "MiB").isMet().test(60, 6));
        assertFalse(Target.valueAtLeast(1.7, "x").isMet().test(1.69, 3));
        assertEquals(">= 1.7 x", Target.valueAtLeast(1.7, "x").text());
    }

    @Test
    void programsReadTheSameFigures() {
        var machine = new Machine("25", "3.13.0", 2, "0.10 before, 0.20 after");

        assertEquals("""
            {
              "java": "25",
              "python": "3.13.0",
              "processors": 2,
              "load": "0.10 before, 0.20 after",
              "quick": false,
              "measures": [
                {
                  "name": "cpu_bound_speedup_2_workers",
                  "unit": "x",
                  "better": "higher",
                  "multiprocessing4j": {"median": 1.75, "min": 1.75, "max": 1.75, "rounds": [1.75]},
                  "cpython": {"median": 1.25, "min": 1.25, "max": 1.25, "rounds": [1.25]},
                  "ratio": {"of_medians": 1.4, "min": 1.4, "max": 1.4},
                  "target": "",
                  "met": null
                },
                {
                  "name": "pool_kill_next_100_ms",
                  "unit": "%",
                  "better": "higher",
                  "multiprocessing4j": {"median": 95.0, "min": 50.0, "max": 101.0, "rounds": [95.0, 50.0, 101.0]},
                  "target": ">= 90 %",
                  "met": true
                }
              ]
            }
            """, Json.of(machine, false, List.of(SPEEDUP, KILLS)));
    }

    @Test
    void processorsAreRead() {
        assertEquals(List.of(0, 1, 2, 8), Machine.processors("\t0-2,8\n"));
    }

    @Test
    void measuresAreNamedAlikeOnBothSides() {
        assertEquals(Measure.POOL_MAP_CHUNKSIZE_1, Measure.named("pool_map_chunksize_1"));
    }
}
