package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.region.MappedPage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClaimPageTest {
    @Test
    void whatIsQueuedIsEitherClaimedOrRecalled() throws IOException {
        try (ClaimPage pool = ClaimPage.create();
                ClaimPage worker = ClaimPage.open(pool.path())) {
            pool.queue(0, 7);
            assertFalse(pool.isRunning(0, 7));
            assertTrue(worker.claim(0, 7));
            assertTrue(pool.isRunning(0, 7));
            assertFalse(pool.recall(0, 7));
            assertEquals(ClaimPage.DECODING, pool.item());
            worker.runs(12);
            assertEquals(12, pool.item());

            pool.queue(1, 8);
            assertTrue(pool.recall(1, 8));
            assertFalse(worker.claim(1, 8));
            assertFalse(pool.isRunning(1, 8));
        }
    }

    @Test
    void whatRunsIsToldOfTheChunkThatRunsOnly() throws IOException {
        try (ClaimPage pool = ClaimPage.create();
                ClaimPage worker = ClaimPage.open(pool.path())) {
            pool.queue(0, 7);
            pool.queue(1, 8);
            assertTrue(worker.claim(0, 7));
            worker.begins(3);
            assertEquals(3, Objects.requireNonNull(pool.running(0, 7)).item());
            assertNull(pool.running(1, 8), "it has not begun");
            assertTrue(worker.claim(1, 8)); // the first one is over, which is not reported yet
            assertNull(pool.running(0, 7), "another one runs");
            assertEquals(
                    ClaimPage.DECODING,
                    Objects.requireNonNull(pool.running(1, 8)).item());
        }
    }

    @Test
    void theLastRequestIsTheOneThatCounts() throws IOException {
        try (ClaimPage pool = ClaimPage.create();
                ClaimPage worker = ClaimPage.open(pool.path())) {
            assertEquals(0, worker.request().id());
            pool.request(7, 2, ClaimPage.INTERRUPT);
            pool.request(8, 5, ClaimPage.DUMP);
            assertEquals(new ClaimPage.Request(8, 5, ClaimPage.DUMP), worker.request());
        }
    }

    @Test
    void aLateMessageCannotClaimWhatTheSlotHoldsNow() throws IOException {
        try (ClaimPage pool = ClaimPage.create();
                ClaimPage worker = ClaimPage.open(pool.path())) {
            pool.queue(1, 8);
            assertTrue(pool.recall(1, 8));
            pool.queue(1, 9);
            assertFalse(worker.claim(1, 8));
            assertTrue(worker.claim(1, 9));
        }
    }

    @Test
    void oneOfTwoWins() throws Exception {
        int rounds = 20_000;
        AtomicInteger claimed = new AtomicInteger();
        AtomicInteger recalled = new AtomicInteger();
        try (ClaimPage pool = ClaimPage.create();
                ClaimPage worker = ClaimPage.open(pool.path())) {
            AtomicInteger queued = new AtomicInteger();
            Thread thread = Thread.ofPlatform().start(() -> {
                for (int id = 1; id <= rounds; id++) {
                    while (queued.get() < id) {
                        Thread.onSpinWait();
                    }
                    claimed.addAndGet(worker.claim(0, id) ? 1 : 0);
                    queued.addAndGet(-rounds); // handed back
                }
            });
            for (int id = 1; id <= rounds; id++) {
                pool.queue(0, id);
                queued.set(id);
                recalled.addAndGet(pool.recall(0, id) ? 1 : 0);
                while (queued.get() > 0) {
                    Thread.onSpinWait();
                }
            }
            thread.join();
        }
        assertEquals(rounds, claimed.get() + recalled.get());
    }

    @Test
    void anUnlinkedPageStaysWithThoseWhoHaveIt() throws IOException {
        try (ClaimPage pool = ClaimPage.create();
                ClaimPage worker = ClaimPage.open(pool.path())) {
            pool.unlink();
            assertFalse(Files.exists(pool.path()));
            pool.queue(0, 1);
            assertTrue(worker.claim(0, 1));
            assertThrows(IOException.class, () -> ClaimPage.open(pool.path()));
        }
    }

    @Test
    void anotherKindOfPageIsRefused() throws IOException {
        try (MappedPage page = MappedPage.create()) {
            assertThrows(IOException.class, () -> ClaimPage.open(page.path()));
        }
    }
}
