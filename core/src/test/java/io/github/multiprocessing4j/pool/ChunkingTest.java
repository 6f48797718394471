package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ChunkingTest {
    @ParameterizedTest
    @CsvSource({"0,4,1", "1,4,1", "16,4,1", "17,4,2", "1000,2,125", "1001,2,126", "200000,2,25000"})
    void eachWorkerGetsAboutFourChunks(int items, int workers, int expected) {
        assertEquals(expected, Chunking.automatic(items, workers));
    }

    @Test
    void mapCutsItsInputIntoFourChunksAWorker() {
        InMemoryBackend backend = InMemoryBackend.running(2);
        try (Pool pool = Pool.over(backend)) {
            pool.map(n -> n, IntStream.range(0, 1001).boxed().toList());
        }
        assertEquals(8, backend.submitted());
    }

    @Test
    void anExplicitChunkSizeIsKept() {
        InMemoryBackend backend = InMemoryBackend.running(2);
        try (Pool pool = Pool.over(backend)) {
            pool.map(n -> n, List.of(1, 2, 3, 4, 5), 2);
        }
        assertEquals(3, backend.submitted());
    }

    @Test
    void imapSendsSingleItemsUnlessToldOtherwise() {
        InMemoryBackend backend = InMemoryBackend.running(2);
        try (Pool pool = Pool.over(backend)) {
            pool.imap(n -> n, List.of(1, 2, 3, 4, 5)).forEachRemaining(n -> {});
            assertEquals(5, backend.submitted());
            pool.imapUnordered(n -> n, List.of(1, 2, 3, 4, 5), 2).forEachRemaining(n -> {});
            assertEquals(8, backend.submitted());
        }
    }

    @Test
    void aChunkSizeOfZeroIsRefused() {
        try (Pool pool = Pool.over(InMemoryBackend.running(2))) {
            assertThrows(IllegalArgumentException.class, () -> pool.map(n -> n, List.of(1), 0));
            assertThrows(IllegalArgumentException.class, () -> pool.imap(n -> n, List.of(1), 0));
            assertThrows(IllegalArgumentException.class, () -> pool.imapUnordered(n -> n, List.of(1), -1));
            assertThrows(IllegalArgumentException.class, () -> pool.starmap((a, b) -> a, List.of(), 0));
        }
    }
}
