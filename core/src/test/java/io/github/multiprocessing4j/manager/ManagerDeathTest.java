package io.github.multiprocessing4j.manager;

import static io.github.multiprocessing4j.testkit.Together.ONE_SECOND;
import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static io.github.multiprocessing4j.testkit.Together.killed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.ManagerDiedException;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Stopped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server or a client is killed. */
@Timeout(120)
class ManagerDeathTest {
    private static final ManagedType<?> QUEUE =
            ManagedType.of("blocking", BlockingQueue.class).factory(() -> new LinkedBlockingQueue<>());

    private static ManagerBuilder<SyncManager> builder() {
        return SyncManager.syncBuilder().jvm(ShortLived.JVM).register(QUEUE);
    }

    @Test
    void whoeverUsesAServerThatDiesIsTold() throws Exception {
        try (SyncManager manager = builder().start()) {
            BlockingQueue<?> queue = (BlockingQueue<?>) manager.create(QUEUE);
            Map<String, Integer> map = manager.map();
            map.put("k", 1);
            FutureTask<Object> waiting = new FutureTask<>(queue::take);
            Thread.ofVirtual().start(waiting);
            FutureTask<Object> busy = new FutureTask<>(() -> {
                while (true) {
                    map.get("k");
                }
            });
            Thread.ofPlatform().start(busy);
            awaitTrue(() -> manager.debugInfo().contains("executing take()"));
            long start = System.nanoTime();
            killed(manager.process().orElseThrow());
            long dead = System.nanoTime();
            for (FutureTask<Object> call : List.of(waiting, busy)) {
                Throwable failure = assertThrows(java.util.concurrent.ExecutionException.class, call::get)
                        .getCause();
                assertInstanceOf(ManagerDiedException.class, failure);
                assertTrue(failure.toString().contains(manager.address().toString()), failure::toString);
            }
            assertTrue(System.nanoTime() - dead < ONE_SECOND + (dead - start));
            assertThrows(ManagerDiedException.class, () -> manager.list());
            assertThrows(ManagerDiedException.class, map::size);
            assertThrows(ManagerDiedException.class, manager::numberOfObjects);
        }
    }

    @Test
    void whatAClientHadGoesWithIt() throws Exception {
        try (SyncManager manager = builder().start();
                Queue<String> said = Queue.create()) {
            ListProxy<Object> kept = manager.list();
            int before = manager.numberOfObjects();
            List<ChildProcess> clients = new ArrayList<>();
            java.net.SocketAddress address = manager.address();
            for (int i = 0; i < 2; i++) {
                clients.add(ShortLived.child().start(() -> {
                    SyncManager own = SyncManager.syncBuilder().address(address).connect();
                    List<Object> mine = new ArrayList<>();
                    for (int n = 0; n < 50; n++) {
                        ListProxy<Object> list = own.list();
                        mine.add(list);
                        kept.add(n % 10 == 0 ? list : n);
                    }
                    said.put("ready " + mine.size());
                    while (true) {
                        kept.add(own.list());
                        kept.removeLast();
                    }
                }));
            }
            clients.forEach(_ -> assertEquals("ready 50", take(said)));
            assertTrue(manager.numberOfObjects() >= before + 100);
            for (ChildProcess client : clients) {
                killed(client);
            }
            int mayBeOnTheirWay = clients.size(); // one of each that it was just about to send
            awaitTrue(() -> manager.numberOfObjects() <= before + mayBeOnTheirWay);
            List<BaseProxy> lists = new ArrayList<>(); // each is a proxy of its own, which is closed below
            for (Object each : kept) {
                if (each instanceof BaseProxy list) {
                    lists.add(list);
                }
            }
            assertTrue(lists.size() >= 10, () -> lists.size() + " lists"); // they are still there, and can be used
            for (BaseProxy list : lists) {
                assertEquals(0, ((List<?>) list).size());
                list.close();
            }
            awaitTrue(() -> manager.numberOfObjects() <= before + mayBeOnTheirWay);
        }
    }

    private static String take(Queue<String> queue) {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aProxyInAMessageHoldsItsObject() throws Exception {
        try (SyncManager manager = builder().start();
                Queue<List<String>> queue = Queue.create()) {
            ListProxy<String> list = manager.list(List.of("still here"));
            queue.put(list);
            list.close();
            assertEquals(1, manager.numberOfObjects());
            List<String> arrived = queue.take();
            assertEquals(List.of("still here"), arrived);
            BaseProxy.of(arrived).close();
            awaitTrue(() -> manager.numberOfObjects() == 0);
        }
    }

    @Test
    void aStoppedClientKeepsNobodyWaiting() throws Exception {
        try (SyncManager manager = builder().start();
                Queue<String> said = Queue.create()) {
            ListProxy<byte[]> large = manager.list();
            large.add(new byte[1 << 20]);
            ChildProcess client = ShortLived.child().start(() -> {
                Thread.ofPlatform().daemon().start(() -> {
                    while (true) {
                        large.getFirst();
                    }
                });
                said.put("reading");
                new CountDownLatch(1).await();
            });
            assertEquals("reading", said.take());
            Map<String, Integer> map = manager.map();
            try (Stopped _ = new Stopped(client)) {
                for (int i = 0; i < 1000; i++) {
                    map.put("k", i);
                }
                assertEquals(1, large.size());
            }
            killed(client);
            awaitTrue(() -> !manager.debugInfo().contains("(pid " + client.pid()));
        }
    }
}
