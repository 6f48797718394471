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
 * All campaigns together for five minutes, or {@code -Dmp4j.stress.seconds}. The last words are a report, which is also in {@code target/soak-report.md}. It
 * has a module of its own, {@code core-tests/soak}, as it runs after all other tests and beside none.
 */
class LongSoakTest {
    private static final long SEED = Long.getLong("mp4j.stress.seed", System.nanoTime());

    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("mp4j.stress.seconds", 300));

    @Test
    @Tag("stress")
    @Timeout(value = 1, unit = TimeUnit.DAYS) // what hangs is seen by who watches the campaigns
    void forMinutes() throws Exception {
        System.out.println("soak: -Dmp4j.stress.seed=" + SEED);
        SoakReport report = new Soak(SEED, LENGTH, /* isShort= */ false).run();
        System.out.println(write(report));
        assertEquals(List.of(), report.problems(), () -> "-Dmp4j.stress.seed=" + SEED);
    }

    private static String write(SoakReport report) throws IOException {
        String text = report.toString();
        Files.writeString(Files.createDirectories(Path.of("target")).resolve("soak-report.md"), text);
        return text;
    }
}
