package io.github.multiprocessing4j.manager;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.CallTimeoutException;
import io.github.multiprocessing4j.failure.ManagerException;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.sync.Event;
import io.github.multiprocessing4j.sync.Semaphore;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that wait are interrupted or take too long; calls are begun without being waited for. */
@Timeout(60)
class CallsTest {
    private static final ManagedType<?> QUEUE =
            ManagedType.of("blocking", BlockingQueue.class).factory(() -> new LinkedBlockingQueue<>());

    /** Methods of many kinds. */
    public interface Slow {
        long deaf() throws InterruptedException;

        String patient();
    }

    /** Heeds no interrupt, or heeds it without saying so. */
    public static final class SlowObject {
        private final CountDownLatch never = new CountDownLatch(1);

        public long deaf() {
            long interrupts = 0;
            while (interrupts < 10) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    interrupts++;
                }
            }
            return interrupts;
        }

        public String patient() {
            try {
                never.await();
                return "for ever";
            } catch (InterruptedException e) {
                return "interrupted";
            }
        }
    }

    private static final ManagedType<Slow> SLOW =
            ManagedType.of("slow", Slow.class).factory(SlowObject::new);

    private static SyncManager manager;

    @BeforeAll
    static void start() {
        manager = SharedServer.start(SyncManager.syncBuilder().register(QUEUE).register(SLOW));
    }

    @AfterAll
    static void end() {
        manager.close();
    }

    @SuppressWarnings("unchecked") // of strings it is
    private static BlockingQueue<String> queue() {
        return (BlockingQueue<String>) manager.create(QUEUE);
    }

    /** A call in a thread of its own, which the server executes when this returns. */
    private static Thread waiting(Manager server, String method, FutureTask<?> call) {
        Thread thread = Thread.ofVirtual().start(call);
        awaitTrue(() -> server.debugInfo().contains("executing " + method));
        return thread;
    }

    @Test
    void anInterruptEndsAWaitAndLosesNothing() throws Exception {
        BlockingQueue<String> queue = queue();
        FutureTask<Boolean> taking = new FutureTask<>(() -> {
            assertThrows(InterruptedException.class, queue::take);
            return Thread.currentThread().isInterrupted();
        });
        waiting(manager, "take()", taking).interrupt();
        assertFalse(taking.get());
        queue.put("for the next one");
        assertEquals("for the next one", queue.take());
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, queue::take);
        assertFalse(Thread.interrupted());
    }

    @Test
    void whatDeclaresNoInterruptReturnsWhatItReturns() throws Exception {
        Slow slow = manager.create(SLOW);
        FutureTask<String> call = new FutureTask<>(
                () -> slow.patient() + " " + Thread.currentThread().isInterrupted());
        waiting(manager, "patient()", call).interrupt();
        assertEquals("interrupted true", call.get());
    }

    @Test
    void whatHeedsNoInterruptIsGivenUp() throws Exception {
        try (Manager own = Manager.builder().jvm(ShortLived.JVM).register(SLOW).start()) {
            Slow slow = own.create(SLOW);
            FutureTask<Object> call = new FutureTask<>(() -> assertThrows(InterruptedException.class, slow::deaf));
            Thread thread = waiting(own, "deaf()", call);
            long start = System.nanoTime();
            thread.interrupt();
            call.get();
            assertTrue(System.nanoTime() - start >= 900_000_000L);
            assertThrows(
                    CallTimeoutException.class,
                    () -> BaseProxy.withTimeout(slow, Duration.ofMillis(50)).deaf());
        }
    }

    @Test
    void aCallMayTakeSoLongAndNoLonger() throws Exception {
        Slow slow = manager.create(SLOW);
        Slow limited = BaseProxy.withTimeout(slow, Duration.ofMillis(50));
        assertEquals("interrupted", limited.patient());
        BlockingQueue<String> queue = BaseProxy.withTimeout(queue(), Duration.ofMillis(50));
        CallTimeoutException late = assertThrows(CallTimeoutException.class, queue::take);
        assertInstanceOf(InterruptedException.class, late.getCause());
        assertEquals(Duration.ofMillis(50), late.limit());
        assertTrue(late.toString().contains("take() of a blocking took longer than 50 ms"), late::toString);
        assertFalse(Thread.currentThread().isInterrupted());
        queue.put("in time");
        assertEquals("in time", queue.take());
        assertThrows(IllegalArgumentException.class, () -> BaseProxy.withTimeout(slow, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> BaseProxy.withTimeout("x", Duration.ofSeconds(1)));
    }

    @Test
    void callsThatAreNotWaitedForAreExecutedInTheirOrder() throws Exception {
        ListProxy<Integer> list = manager.list();
        BaseProxy proxy = BaseProxy.of(list);
        List<Future<?>> futures = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            futures.add(proxy.callMethodAsync("addLast", i));
        }
        list.add(-1); // behind all of them
        assertEquals(5001, list.size());
        assertEquals(-1, list.removeLast());
        for (Future<?> each : futures) {
            assertTrue(each.isDone());
        }
        int expected = 0;
        for (int each : list) {
            assertEquals(expected++, each);
        }
        Future<?> failed = proxy.callMethodAsync("get", 9999);
        Throwable cause = assertThrows(ExecutionException.class, failed::get).getCause();
        assertInstanceOf(IndexOutOfBoundsException.class, cause);
        assertThrows(SerializationException.class, () -> proxy.callMethodAsync("contains", new Object()));
        assertEquals(4999, proxy.callMethodAsync("getLast").get());
    }

    @Test
    void longAnswersDoNotHoldUpLongCalls() throws Exception {
        ListProxy<byte[]> list = manager.list();
        BaseProxy proxy = BaseProxy.of(list);
        List<Future<?>> futures = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            futures.add(proxy.callMethodAsync("addLast", (Object) new byte[1 << 18]));
            futures.add(proxy.callMethodAsync("getLast"));
        }
        for (int i = 1; i < futures.size(); i += 2) {
            assertEquals(1 << 18, ((byte[]) futures.get(i).get()).length);
        }
    }

    @Test
    void codeThatTakesItsTimeKeepsNobodyElseWaiting() throws Exception {
        MapProxy<String, Integer> busy = manager.map();
        MapProxy<String, Integer> other = manager.map();
        FutureTask<Object> slow = new FutureTask<>(() -> busy.compute("k", (Slowly) (_, _) -> {
            new CountDownLatch(1).await();
            return 1;
        }));
        Thread computing = waiting(manager, "compute(", slow);
        FutureTask<Object> behind = new FutureTask<>(() -> busy.get("k"));
        Thread.ofPlatform().start(behind);
        for (int i = 0; i < 100; i++) {
            other.put("k", i);
        }
        assertEquals(99, other.get("k"));
        assertFalse(behind.isDone());
        computing.interrupt();
        assertThrows(ExecutionException.class, slow::get);
        assertNull(behind.get());
    }

    /** What is read only when somebody allows it. */
    private record Reluctant(Semaphore begun, Event allowed) implements Serializable {
        @SuppressWarnings("unused") // by whoever reads it
        private Object readResolve() throws InterruptedException {
            try (begun;
                    allowed) {
                begun.release();
                allowed.await();
                return "read";
            }
        }
    }

    @Test
    void aValueThatTakesItsTimeKeepsNobodyElseWaiting() throws Exception {
        ListProxy<Object> busy = manager.list();
        ListProxy<Integer> other = manager.list();
        try (Semaphore begun = Semaphore.create(0);
                Event allowed = Event.create()) {
            List<FutureTask<Boolean>> slow = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                FutureTask<Boolean> adding = new FutureTask<>(() -> busy.add(new Reluctant(begun, allowed)));
                Thread.ofPlatform().start(adding);
                slow.add(adding);
            }
            begun.acquire(3);
            for (int i = 0; i < 1000; i++) {
                other.add(i);
            }
            assertTrue(busy.isEmpty());
            allowed.set();
            for (FutureTask<Boolean> adding : slow) {
                assertTrue(adding.get());
            }
            assertEquals("[read, read, read]", busy.toString());
            assertEquals(1000, other.size());
        }
    }

    /** May wait, and crosses. */
    private interface Slowly extends BiFunction<String, Integer, Integer>, Serializable {
        Integer compute(String key, Integer value) throws Exception;

        @Override
        default Integer apply(String key, Integer value) {
            try {
                return compute(key, value);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void objectsThatHoldEachOtherDoNotWaitForEver() throws Exception {
        SyncManager own = SyncManager.syncBuilder().jvm(ShortLived.JVM).start();
        ListProxy<Object> a = own.list();
        ListProxy<Object> b = own.list();
        a.add(b);
        b.add(a);
        List<FutureTask<String>> shown = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            ListProxy<Object> each = i % 2 == 0 ? a : b;
            FutureTask<String> task = new FutureTask<>(each::toString);
            shown.add(task);
            Thread.ofVirtual().start(task);
        }
        for (FutureTask<String> each : shown) {
            try {
                assertTrue(each.get().startsWith("[[["), each::toString);
            } catch (ExecutionException e) {
                assertInstanceOf(ManagerException.class, e.getCause());
            }
        }
        own.close();
    }

    @Test
    void manyThreadsCallAtTheSameTime() throws Exception {
        try (SyncManager own = SyncManager.syncBuilder().jvm(ShortLived.JVM).start()) {
            MapProxy<String, Integer> map = own.map();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int n = 0; n < 5; n++) {
                        map.merge("n", 1, (x, y) -> x + y);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(1000, map.get("n"));
        }
    }
}
