package io.github.multiprocessing4j.sync;

import static io.github.multiprocessing4j.testkit.Together.inChild;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.testkit.Together;
import io.github.multiprocessing4j.testkit.Together.Worker;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RLockTest {
    /** CPython's test_rlock. */
    @Test
    void itIsAcquiredAgainByItsHolderAndReleasedAsOften() throws Exception {
        try (RLock lock = RLock.create()) {
            lock.lock();
            lock.lockInterruptibly();
            assertTrue(lock.tryLock());
            assertTrue(lock.tryLock(Duration.ZERO));
            assertEquals(4, lock.holdCount());
            inChild(() -> assertFalse(lock.tryLock()));
            for (int i = 0; i < 4; i++) {
                assertTrue(lock.locked());
                lock.unlock();
            }
            assertFalse(lock.locked());
            assertEquals(0, lock.holdCount());
            assertThrows(IllegalMonitorStateException.class, lock::unlock);
        }
    }

    @Test
    void nobodyElseMayReleaseIt() throws Exception {
        try (RLock lock = RLock.create()) {
            lock.lock();
            inChild(() -> assertThrows(IllegalMonitorStateException.class, lock::unlock));
            Worker<Boolean> other = new Worker<>(() -> {
                assertThrows(IllegalMonitorStateException.class, lock::unlock);
                assertEquals(0, lock.holdCount());
                return lock.tryLock();
            });
            assertFalse(other.get());
            lock.unlock();
        }
    }

    @Test
    void twoHandlesInOneProcessAreOneLock() throws Exception {
        try (RLock lock = RLock.create();
                RLock same = Together.sent(lock)) {
            lock.lock();
            same.lock();
            assertEquals(2, lock.holdCount());
            lock.unlock();
            same.unlock();
            assertFalse(lock.locked());
        }
    }
}
