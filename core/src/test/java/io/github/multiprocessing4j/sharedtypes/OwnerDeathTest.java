package io.github.multiprocessing4j.sharedtypes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.OwnerDiedException;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.sync.RLock;
import io.github.multiprocessing4j.testkit.Death;
import io.github.multiprocessing4j.testkit.ShortLived;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who has the lock of a value or an array is killed. */
@Timeout(60)
class OwnerDeathTest {
    @Test
    void aValueIsUsableAgainWhenSomebodyHasRecoveredItsLock() {
        try (IntValue value = Value.ofInt(1)) {
            ChildProcess child = ShortLived.child().start(() -> {
                value.getLock().lock();
                value.set(2);
                Death.SIGKILL.now();
            });
            child.join();
            assertEquals(Death.SIGKILL.exitStatus(), child.exitStatus());
            var died =
                    assertThrows(OwnerDiedException.class, () -> value.getLock().lock());
            assertTrue(String.valueOf(died.getMessage()).contains("recover"), died::toString);
            assertThrows(OwnerDiedException.class, value::copy);
            assertEquals(2, value.get(), "what needs no lock goes on");
            assertEquals(2, value.getAndAdd(1));

            RLock lock = assertInstanceOf(RLock.class, value.getLock());
            assertTrue(lock.recover());
            value.set(1);
            lock.unlock();
            try (IntValue copy = value.copy()) {
                assertEquals(1, copy.get());
            }
        }
    }

    @Test
    void anArrayToo() {
        try (LongArray array = Array.ofLong(new long[] {1, 2, 3})) {
            ChildProcess child = ShortLived.child().start(() -> {
                array.getLock().lock();
                Death.SIGKILL.now();
            });
            child.join();
            assertThrows(OwnerDiedException.class, () -> array.getLock().lock());
            RLock lock = assertInstanceOf(RLock.class, array.getLock());
            assertTrue(lock.recover());
            lock.unlock();
            array.getLock().lock();
            array.getLock().unlock();
        }
    }
}
