package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.testkit.ShortLived;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far imap reads ahead. Two of these are bugs of CPython's own {@code buffersize}: gh-131466 and gh-155477. */
@Timeout(60)
class ImapBufferTest {
    private final AtomicInteger read = new AtomicInteger();

    private Iterable<Integer> endless() {
        return () -> IntStream.generate(read::getAndIncrement).iterator();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void noMoreIsReadThanTheBufferHolds(int size) {
        try (Pool pool = Pool.over(InMemoryBackend.running(2))) {
            Iterator<Integer> results =
                    pool.imap(n -> n, endless(), TaskOptions.none().bufferSize(size));
            for (int taken = 1; taken <= 200; taken++) {
                assertEquals(taken - 1, results.next());
                int most = taken + size;
                assertTrue(read.get() <= most, () -> read.get() + " were read where " + most + " may be");
            }
            pool.terminate();
        }
    }

    @Test
    void theBufferCountsChunks() {
        try (Pool pool = Pool.over(InMemoryBackend.running(1))) {
            var options = TaskOptions.none().bufferSize(2).chunkSize(10);
            Iterator<Integer> results = pool.imapUnordered(n -> n, endless(), options);
            while (read.get() < 20) {
                Thread.onSpinWait();
            }
            results.next();
            assertTrue(read.get() <= 20, () -> read.get() + " were read");
            pool.terminate();
        }
    }

    /** The reader waits for room in the buffer, which nobody will make. */
    @Test
    void whoHasTakenSomeResultsCanCloseThePool() {
        IMapIterator<Integer> results;
        try (Pool pool = ShortLived.pool(2)) {
            results = pool.imap(n -> n, endless(), TaskOptions.none().bufferSize(2));
            assertEquals(0, results.next());
            assertEquals(1, results.next());
        }
        var e = assertThrows(
                IllegalStateException.class, () -> List.of(results).getFirst().forEachRemaining(_ -> {}));
        assertTrue(String.valueOf(e.getMessage()).contains("before the input of imap was read to its end"));
    }
}
