package io.github.multiprocessing4j.sync;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private static final long A_CENTURY = TimeUnit.DAYS.toNanos(36_500);

    @Test
    void aTimeThatIsNotPositiveIsOver() {
        for (long nanos : new long[] {0, -1, Long.MIN_VALUE}) {
            assertTrue(Deadline.after(nanos).left() <= 0);
        }
        assertTrue(Deadline.after(Duration.ofSeconds(Long.MIN_VALUE)).left() <= 0);
    }

    @Test
    void howeverLongATimeItIsNotOver() {
        assertTrue(Deadline.after(Long.MAX_VALUE).left() > A_CENTURY);
        assertTrue(Deadline.after(Duration.ofSeconds(Long.MAX_VALUE)).left() > A_CENTURY);
    }
}
