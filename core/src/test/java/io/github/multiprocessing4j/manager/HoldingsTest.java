package io.github.multiprocessing4j.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What of a semaphore comes back when a client is gone. */
class HoldingsTest {
    private final Session one = session(1);

    private final Session other = session(2);

    private static Session session(long number) {
        return new Session(
                new Hello(Hello.VERSION, number, Hello.CONTROL, number, "client-" + number),
                () -> {},
                new ObjectTable());
    }

    private static void as(Session session, Runnable work) {
        Caller.is(new Caller(session, 1));
        work.run();
    }

    @AfterEach
    void beNobody() {
        Caller.is(null);
    }

    @Test
    void whatWasAcquiredComesBack() {
        ManagedSemaphore semaphore = new ManagedSemaphore(3, false);
        as(one, () -> assertTrue(semaphore.tryAcquire(2)));
        as(other, () -> assertTrue(semaphore.tryAcquire()));
        one.end();
        assertEquals(2, semaphore.availablePermits());
        other.end();
        assertEquals(3, semaphore.availablePermits());
        other.end();
        assertEquals(3, semaphore.availablePermits());
    }

    @Test
    void whatWasReleasedDoesNot() {
        ManagedSemaphore semaphore = new ManagedSemaphore(3, true);
        as(one, () -> {
            assertTrue(semaphore.tryAcquire(3));
            semaphore.release(2);
        });
        one.end();
        assertEquals(3, semaphore.availablePermits());
    }

    /** Else the permit of who has it now would be there twice. */
    @Test
    void whatAnotherOneReleasedDoesNot() {
        ManagedSemaphore semaphore = new ManagedSemaphore(1, false);
        as(one, () -> assertTrue(semaphore.tryAcquire()));
        as(other, () -> {
            semaphore.release();
            assertTrue(semaphore.tryAcquire());
        });
        one.end();
        assertEquals(0, semaphore.availablePermits());
        other.end();
        assertEquals(1, semaphore.availablePermits());
    }

    @Test
    void whoSignalsBySemaphoresHasNothingToGiveBack() {
        ManagedSemaphore items = new ManagedSemaphore(0, false);
        as(one, () -> items.release(5));
        as(other, () -> assertTrue(items.tryAcquire(3)));
        other.end();
        assertEquals(2, items.availablePermits());
    }

    @Test
    void whoIsGoneTakesNothing() {
        ManagedSemaphore semaphore = new ManagedSemaphore(1, false);
        ManagedLock lock = new ManagedLock(false);
        one.end();
        as(one, () -> {
            assertThrows(CancellationException.class, semaphore::tryAcquire);
            assertThrows(CancellationException.class, lock::lock);
        });
        assertEquals(1, semaphore.availablePermits());
        assertFalse(lock.locked());
    }
}
