package io.github.multiprocessing4j.process;

import static io.github.multiprocessing4j.testkit.Together.endsWell;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.os.ProcStat;
import io.github.multiprocessing4j.os.ProcessIdentity;
import io.github.multiprocessing4j.os.Signals;
import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.sync.Lock;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process that is stopped, as by a debugger or Ctrl-Z, is slow and not dead. */
@Timeout(60)
@NullUnmarked
class StoppedTest {
    private static final int SIGCONT = 18;

    private static final int SIGSTOP = 19;

    /** More than any of the looks after the living takes. */
    private static final Duration A_WHILE = Duration.ofMillis(700);

    private static void stop(long pid) {
        assertEquals(0, Signals.kill(pid, SIGSTOP));
        Together.awaitTrue(() -> ProcStat.of(pid).orElseThrow().state() == 'T');
    }

    private static void goOn(long pid) {
        assertEquals(0, Signals.kill(pid, SIGCONT));
    }

    @Test
    void itIsAliveForItsParentAndForWhoWaitsForItsQueueOrLock() throws Exception {
        try (Queue<String> there = Queue.create();
                Queue<String> back = Queue.create();
                Lock lock = Lock.create()) {
            ChildProcess child = ShortLived.child().start(() -> {
                lock.lock();
                back.put("locked");
                back.put(there.take());
                lock.unlock();
            });
            assertEquals("locked", back.take());
            stop(child.pid());
            there.put("go on");
            assertFalse(child.join(A_WHILE));
            assertTrue(child.isAlive());
            assertFalse(child.sentinel().isReady());
            assertFalse(ProcessIdentity.of(child.pid()).isDead());
            assertNull(back.poll(A_WHILE.toMillis(), TimeUnit.MILLISECONDS));
            assertFalse(lock.tryLock(A_WHILE.toMillis(), TimeUnit.MILLISECONDS));
            assertEquals(child.pid(), lock.owner().orElseThrow().pid());
            goOn(child.pid());
            assertEquals("go on", back.take());
            endsWell(child);
            assertTrue(lock.tryLock(10, TimeUnit.SECONDS));
            lock.unlock();
        }
    }

    @Test
    void aPoolDoesNotReplaceIt() throws Exception {
        try (Pool pool = ShortLived.pool(1)) {
            long worker = pool.apply(() -> ProcessHandle.current().pid());
            stop(worker);
            var result = pool.applyAsync(() -> ProcessHandle.current().pid());
            assertThrows(TimeoutException.class, () -> result.get(A_WHILE.toMillis(), TimeUnit.MILLISECONDS));
            goOn(worker);
            assertEquals(worker, result.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void oneThatIsKilledMeanwhileIsDead() {
        ChildProcess child = ShortLived.child().start(() -> new CountDownLatch(1).await());
        stop(child.pid());
        child.kill();
        child.join();
        assertEquals(-9, child.exitCode().getAsInt());
    }
}
