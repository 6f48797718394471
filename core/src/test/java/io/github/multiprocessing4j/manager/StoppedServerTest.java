package io.github.multiprocessing4j.manager;

import static io.github.multiprocessing4j.testkit.Together.killed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.failure.CallTimeoutException;
import io.github.multiprocessing4j.failure.ManagerDiedException;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Stopped;
import io.github.multiprocessing4j.testkit.Told;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that is alive and does nothing keeps nobody waiting who has set a limit, or is interrupted. */
@Timeout(120)
class StoppedServerTest {
    private static final ManagedType<?> QUEUE =
            ManagedType.of("blocking", BlockingQueue.class).factory(() -> new LinkedBlockingQueue<>());

    private static final Duration LIMIT = Duration.ofMillis(50);

    /** The limit, the second that a server has to answer what it interrupts, and this machine. */
    private static final long MOST_NANOS = 10_000_000_000L;

    /** What becomes of the server, and how it is reached. */
    private enum Case {
        KILLED,
        GOES_ON,
        GOES_ON_FAR_AWAY
    }

    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("unchecked") // of anything
    void itKeepsNobodyWaiting(Case what) throws Exception {
        AuthKey key = AuthKey.random();
        SyncManager started = SyncManager.syncBuilder()
                .jvm(ShortLived.JVM)
                .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .authKey(key)
                .register(QUEUE)
                .start();
        SyncManager manager = what == Case.GOES_ON_FAR_AWAY
                ? SyncManager.syncBuilder()
                        .address(started.address())
                        .authKey(key)
                        .distant()
                        .connect()
                : started;
        BlockingQueue<Object> queue = (BlockingQueue<Object>) manager.create(QUEUE);
        BlockingQueue<Object> limited = BaseProxy.withTimeout(queue, LIMIT);
        ListProxy<Object> list = manager.list();
        ListProxy<Object> limitedList = BaseProxy.withTimeout(list, LIMIT);
        LockProxy lock = manager.lock();
        LockProxy limitedLock = BaseProxy.withTimeout(lock, LIMIT);
        queue.add("first");
        list.add("first");
        manager.server().warmUp(); // calls that find a connection are there when the server goes on
        ChildProcess server = started.process().orElseThrow();
        try (Stopped _ = new Stopped(server)) {
            List<Executable> calls = List.of(
                    limitedList::size,
                    limitedList::size,
                    limited::take,
                    limited::take,
                    limitedLock::lock,
                    () -> BaseProxy.withTimeout(list, LIMIT),
                    () -> limitedList.add(new byte[1 << 20]),
                    () -> limited.add(new byte[1 << 22]));
            for (Executable call : calls) {
                long start = System.nanoTime();
                assertThrows(CallTimeoutException.class, call);
                assertTrue(System.nanoTime() - start < MOST_NANOS);
            }
            List<Callable<Object>> waits = List.of(queue::take, queue::take, () -> {
                queue.put(new byte[1 << 22]);
                return "put";
            });
            for (Callable<Object> wait : waits) {
                assertInterruptible(wait);
            }
            if (what == Case.KILLED) {
                killed(server);
            }
        }
        if (what == Case.KILLED) {
            assertThrows(ManagerDiedException.class, limitedList::size);
        } else {
            assertEquals("first", list.getFirst()); // whatever became of the calls that nobody waited for
            assertEquals("first", queue.take(), "who has given up takes nothing");
            assertTrue(lock.tryLock(), "nor does he hold anything");
        }
        manager.close();
        started.close();
        assertFalse(server.isAlive());
    }

    private static void assertInterruptible(Callable<Object> wait) throws Exception {
        FutureTask<Object> waiting = new FutureTask<>(wait);
        Thread thread = Thread.ofPlatform().start(waiting);
        List<Object> failures = new ArrayList<>();
        long start = System.nanoTime();
        thread.interrupt();
        try {
            failures.add(waiting.get());
        } catch (ExecutionException e) {
            failures.add(Told.cause(InterruptedException.class, e).getClass());
        }
        assertEquals(List.of(InterruptedException.class), failures);
        assertTrue(System.nanoTime() - start < MOST_NANOS);
    }

    @Test
    void aManagersOwnCallsHaveItsLimit() throws Exception {
        Duration limit = Duration.ofMillis(500); // also for what is called before the server stops
        try (SyncManager started = SyncManager.syncBuilder().jvm(ShortLived.JVM).start();
                SyncManager manager = SyncManager.syncBuilder()
                        .address(started.address())
                        .callTimeout(limit)
                        .connect();
                ListProxy<Object> list = started.list();
                ConditionProxy condition = started.condition();
                LockProxy lock = condition.getLock()) {
            assertTrue(lock.tryLock()); // and everything is loaded there
            lock.unlock();
            started.server().warmUp();
            LockProxy ofLimited = BaseProxy.withTimeout(condition, limit).getLock();
            ListProxy<Object> limited = BaseProxy.withTimeout(list, limit);
            try (Stopped _ = new Stopped(started.process().orElseThrow())) {
                for (Executable call :
                        List.<Executable>of(manager::list, manager::debugInfo, limited::getValue, ofLimited::tryLock)) {
                    CallTimeoutException e = assertThrows(CallTimeoutException.class, call);
                    assertTrue(e.toString().contains("has not answered"), e::toString);
                }
            }
        }
    }

    @Test
    void itsManagerCanBeClosed() throws Exception {
        SyncManager manager = SyncManager.syncBuilder().jvm(ShortLived.JVM).start();
        ChildProcess server = manager.process().orElseThrow();
        try (Stopped _ = new Stopped(server)) {
            long start = System.nanoTime();
            manager.close();
            assertTrue(System.nanoTime() - start < 3 * MOST_NANOS);
        }
        assertFalse(server.isAlive());
    }
}
