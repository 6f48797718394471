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
            new Result(Measure.POOL_MAP_AUTO_CHUNKS, Sample.of(2_000_000, 3_000_000), Sample.of(1_000_000, 1_000_000));

    private static final Result APPLY = new Result(Measure.POOL_APPLY_ROUND_TRIP, Sample.of(12.5), Sample.of(100));

    @Test
    void linesUp() {
        assertEquals("""
            measure                   unit     multiprocessing4j                   CPython                             ratio of medians     target
            process_start_join_spawn  ms       110 (100 to 120)                    40.0 (40.0 to 50.0)                 2.75 (2.00 to 3.00)  <= 2.5 x CPython  MISSED
            pool_map_auto_chunks      items/s  2,500,000 (2,000,000 to 3,000,000)  1,000,000 (1,000,000 to 1,000,000)  2.50 (2.00 to 3.00)  > 1 x CPython     met
            pool_apply_round_trip     us       12.5 (12.5 to 12.5)                 100 (100 to 100)                    0.13 (0.13 to 0.13)
            """, Table.of(List.of(START, MAP, APPLY)));
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
                  "name": "pool_apply_round_trip",
                  "unit": "us",
                  "better": "lower",
                  "multiprocessing4j": {"median": 12.5, "min": 12.5, "max": 12.5, "rounds": [12.5]},
                  "cpython": {"median": 100.0, "min": 100.0, "max": 100.0, "rounds": [100.0]},
                  "ratio": {"of_medians": 0.125, "min": 0.125, "max": 0.125},
                  "target": "",
                  "met": null
                }
              ]
            }
            """, Json.of(machine, false, List.of(APPLY)));
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
