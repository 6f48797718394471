package io.github.multiprocessing4j.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SystemMemoryTest {
    @Test
    void whatIsAvailableAndWhatCanBeSwappedOutCounts() {
        List<String> lines =
                List.of("MemTotal:  100 kB", "MemAvailable:   30 kB", "SwapTotal: 9 kB", "SwapFree:  2 kB");
        assertEquals(OptionalLong.of(32 << 10), SystemMemory.available(lines));
        assertEquals(OptionalLong.of(30 << 10), SystemMemory.available(lines.subList(0, 2)));
        assertEquals(OptionalLong.empty(), SystemMemory.available(lines.subList(0, 1)));
    }

    @Test
    void moreThanTheMachineHasIsRefused() {
        OptionalLong available = SystemMemory.available();
        assertTrue(available.isPresent() && available.getAsLong() > 0);
        var refused = assertThrows(
                IOException.class, () -> Room.require(Path.of("/dev/shm/any"), available.getAsLong() + (8L << 30)));
        assertTrue(String.valueOf(refused.getMessage()).contains("no room"), refused::getMessage);
    }
}
