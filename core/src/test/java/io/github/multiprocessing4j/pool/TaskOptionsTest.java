package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TaskOptionsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void nothingIsSetUnlessItIsSaid() {
        TaskOptions none = TaskOptions.none();
        assertEquals(Optional.empty(), none.timeout());
        assertEquals(Optional.empty(), none.softTimeout());
        assertEquals(Optional.empty(), none.stallTimeout());
        assertEquals(Duration.ofSeconds(2), none.grace());
        assertEquals(0, none.retries());
        assertEquals(OptionalInt.empty(), none.chunkSize());
        assertEquals(OptionalInt.empty(), none.bufferSize());
        assertFalse(none.hasLimits());
        assertEquals("TaskOptions[]", none.toString());
    }

    @Test
    void eachMethodSetsOneThingAndKeepsTheOthers() {
        TaskOptions all = TaskOptions.timeout(SECOND)
                .softTimeout(SECOND.dividedBy(2))
                .stallTimeout(SECOND.dividedBy(4))
                .grace(Duration.ZERO)
                .retries(1)
                .chunkSize(7)
                .bufferSize(3);
        assertEquals(Optional.of(SECOND), all.timeout());
        assertEquals(Optional.of(SECOND.dividedBy(2)), all.softTimeout());
        assertEquals(Optional.of(SECOND.dividedBy(4)), all.stallTimeout());
        assertEquals(Duration.ZERO, all.grace());
        assertEquals(1, all.retries());
        assertEquals(OptionalInt.of(7), all.chunkSize());
        assertEquals(OptionalInt.of(3), all.bufferSize());
        assertTrue(all.hasLimits());
        assertEquals(
                "TaskOptions[timeout PT1S, soft timeout PT0.5S, stall timeout PT0.25S, grace PT0S, 1 retry, chunk size"
                        + " 7, buffer size 3]",
                all.toString());
    }

    @Test
    void settingOneThingLeavesTheOriginalAsItIs() {
        TaskOptions original = TaskOptions.timeout(SECOND);
        original.retries(3);
        assertEquals(0, original.retries());
    }

    @Test
    void nonsenseIsRefused() {
        TaskOptions none = TaskOptions.none();
        assertThrows(IllegalArgumentException.class, () -> TaskOptions.timeout(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> none.softTimeout(SECOND.negated()));
        assertThrows(IllegalArgumentException.class, () -> none.stallTimeout(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> none.grace(SECOND.negated()));
        assertThrows(IllegalArgumentException.class, () -> none.retries(-1));
        assertThrows(IllegalArgumentException.class, () -> none.chunkSize(0));
        assertThrows(IllegalArgumentException.class, () -> none.bufferSize(0));
    }

    @Test
    void aLimitLongerThanTheUniverseIsNone() {
        Limits limits = Limits.of(TaskOptions.timeout(Duration.ofSeconds(Long.MAX_VALUE)));
        assertFalse(limits.any());
    }
}
