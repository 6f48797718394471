package io.github.multiprocessing4j.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All campaigns together, each with a kill or a few. */
class SoakTest {
    private static final long SEED = Long.getLong("mp4j.stress.seed", System.nanoTime());

    @Test
    @Timeout(180)
    void aLittle() throws Exception {
        SoakReport report = new Soak(SEED, Duration.ofSeconds(1), /* isShort= */ true).run();
        assertEquals(List.of(), report.problems(), report::toString);
    }
}
