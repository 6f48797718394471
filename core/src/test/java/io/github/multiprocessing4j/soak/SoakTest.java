package io.github.multiprocessing4j.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * All campaigns together. The long one lasts five minutes, or {@code -Dmp4j.stress.seconds}; its last words are a report, which is also in {@code
 * target/soak-report.md}.
 */
class SoakTest {
    private static final long SEED = Long.getLong("mp4j.stress.seed", System.nanoTime());

    @Test
    @Timeout(60)
    void aLittle() throws Exception {
        SoakReport report = new Soak(SEED, Duration.ofSeconds(2), /* isShort= */ true).run();
        assertEquals(List.of(), report.problems(), report::toString);
    }

    @Test
    @Tag("stress")
    @Timeout(value = 1, unit = TimeUnit.DAYS) // what hangs is seen by who watches the campaigns
    void forMinutes() throws Exception {
        System.out.println("soak: -Dmp4j.stress.seed=" + SEED);
        Duration length = Duration.ofSeconds(Long.getLong("mp4j.stress.seconds", 300));
        SoakReport report = new Soak(SEED, length, /* isShort= */ false).run();
        System.out.println(write(report));
        assertEquals(List.of(), report.problems(), () -> "-Dmp4j.stress.seed=" + SEED);
    }

    private static String write(SoakReport report) throws IOException {
        String text = report.toString();
        Files.writeString(Files.createDirectories(Path.of("target")).resolve("soak-report.md"), text);
        return text;
    }
}
