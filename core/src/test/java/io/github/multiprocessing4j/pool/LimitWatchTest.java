package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LimitWatchTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final ReentrantLock lock = new ReentrantLock();

    private final Semaphore looks = new Semaphore(0);

    private volatile long left = Limits.FOREVER;

    private final LimitWatch watch = new LimitWatch(lock, _ -> {
        long answer = left; // what comes after the permit is for the next look
        looks.release();
        return answer;
    });

    private void lookAfter(long nanos) {
        lock.lock();
        try {
            watch.lookAfter(nanos);
        } finally {
            lock.unlock();
        }
    }

    private void assertLooks() throws InterruptedException {
        assertTrue(looks.tryAcquire(10, TimeUnit.SECONDS), "it looks");
    }

    @AfterEach
    void end() {
        lock.lock();
        try {
            watch.end();
        } finally {
            lock.unlock();
        }
    }

    /** It found nothing to look at before, and was about to end when the limit came. */
    @Test
    void aLimitThatComesWhileItIsIdleIsLookedAt() throws Exception {
        lookAfter(SECOND);
        assertLooks();
        left = SECOND;
        lookAfter(SECOND);
        for (int i = 0; i < 3; i++) {
            assertLooks();
        }
    }

    @Test
    void itLooksEarlierForAShorterLimit() throws Exception {
        left = 600 * SECOND;
        lookAfter(600 * SECOND);
        assertLooks();
        looks.drainPermits();
        lookAfter(0);
        assertLooks();
    }

    @Test
    void itEndsWhenThereIsNothingToLookAtAndComesBack() throws Exception {
        lookAfter(SECOND);
        for (Thread watching = thread(); watching != null; watching = thread()) {
            watching.join();
        }
        looks.drainPermits();
        lookAfter(SECOND);
        assertLooks();
    }

    private static @Nullable Thread thread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("mp4j-pool-limits"))
                .findAny()
                .orElse(null);
    }

    @Test
    void nothingIsLookedAtAfterItsEnd() {
        end();
        lookAfter(0);
        assertEquals(0, looks.availablePermits());
    }
}
