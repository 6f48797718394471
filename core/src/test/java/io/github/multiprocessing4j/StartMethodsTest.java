package io.github.multiprocessing4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.process.StartMethod;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StartMethodsTest {
    @Test
    void theDefaultComesFirst() {
        assertEquals(List.of(StartMethod.FORKSERVER, StartMethod.SPAWN), Multiprocessing.getAllStartMethods());
    }

    @Test
    void itIsSetOnceOrByForce() {
        StartMethod before = Multiprocessing.getStartMethod();
        try {
            Multiprocessing.setStartMethod(StartMethod.FORKSERVER, true);
            assertEquals(StartMethod.FORKSERVER, Multiprocessing.getStartMethod());
            IllegalStateException e =
                    assertThrows(IllegalStateException.class, () -> Multiprocessing.setStartMethod(StartMethod.SPAWN));
            assertTrue(String.valueOf(e.getMessage()).contains("FORKSERVER"), e::getMessage);
            assertEquals(StartMethod.FORKSERVER, Multiprocessing.getStartMethod());
            Multiprocessing.setStartMethod(StartMethod.SPAWN, true);
            assertEquals(StartMethod.SPAWN, Multiprocessing.getStartMethod());
        } finally {
            Multiprocessing.setStartMethod(before, true);
        }
    }

    /** Objects of one context are used by the processes of another. */
    @Test
    void contextsMix() throws Exception {
        Context spawning = Context.builder()
                .startMethod(StartMethod.SPAWN)
                .jvmOptions(ShortLived.OPTIONS.toArray(String[]::new))
                .build();
        try (Queue<String> queue =
                Multiprocessing.context(StartMethod.FORKSERVER).queue()) {
            var process = spawning.process(() -> queue.put("from a process of another context"));
            process.start().join();
            assertEquals("from a process of another context", queue.take());
            process.close();
        }
    }
}
