package io.github.multiprocessing4j.manager;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.connection.Client;
import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.function.RemoteFunction;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is reached through the network, by friends and others. */
@Timeout(120)
class NetworkTest {
    /** What a method takes, and what is in it. */
    public record Job(String name, List<Part> parts) implements Serializable {}

    /** In another one's field. */
    public record Part(int number) implements Serializable {}

    /** What a server offers. */
    public interface Office {
        int accept(Job job);

        Object take(Object anything);

        String run(RemoteFunction<String, String> code);
    }

    /** Behind it. */
    public static final class OfficeObject {
        public int accept(Job job) {
            return job.parts().stream().mapToInt(Part::number).sum();
        }

        public Object take(Object anything) {
            return anything;
        }

        public String run(RemoteFunction<String, String> code) throws Exception {
            return code.apply("code of others");
        }
    }

    /** Nobody has allowed it. */
    private static final class Evil implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static volatile boolean wasRead;

        @Serial
        private void readObject(ObjectInputStream in) {
            wasRead = true;
        }
    }

    /** Somebody has allowed it. */
    private record Allowed(int number) implements Serializable {}

    /** Somebody has allowed all that there are. */
    private sealed interface Shape extends Serializable {}

    /** One of them. */
    private record Circle(double radius) implements Shape {}

    private static final ManagedType<Office> OFFICE =
            ManagedType.of("office", Office.class).factory(OfficeObject::new);

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final AuthKey key = AuthKey.random();

    private Server server;

    private FutureTask<Object> serving;

    @BeforeEach
    void serve() throws IOException {
        server = SyncManager.syncBuilder()
                .register(OFFICE)
                .allow(Allowed.class, Shape.class)
                .address(ANY_PORT)
                .authKey(key)
                .getServer();
        serving = new FutureTask<>(() -> {
            server.serveForever();
            return "done";
        });
        Thread.ofVirtual().start(serving);
    }

    @AfterEach
    void end() throws Exception {
        server.close();
        assertEquals("done", serving.get());
    }

    private SyncManager connect() {
        return SyncManager.syncBuilder()
                .address(server.address())
                .authKey(key)
                .distant()
                .connect();
    }

    @Test
    void valuesCome() {
        try (SyncManager manager = connect()) {
            Map<String, Object> map = manager.map();
            List<Object> values = List.of(
                    1,
                    2L,
                    'c',
                    1.5,
                    "text",
                    true,
                    Instant.EPOCH,
                    Optional.of("x"),
                    new java.math.BigDecimal("1.5"),
                    List.of(1, 2),
                    Map.of("k", new ArrayList<>(List.of(3))),
                    java.util.Set.of(7),
                    new java.util.UUID(1, 2));
            for (Object value : values) {
                map.put("k", value);
                assertEquals(value, map.get("k"));
            }
            map.put("bytes", new byte[] {1, 2});
            map.put("longs", new long[1 << 16]);
            assertEquals(1 << 16, ((long[]) java.util.Objects.requireNonNull(map.get("longs"))).length);
            map.put("self", map);
            assertTrue(map.toString().matches(".*self=\\{.*self=\\(map [0-9a-f]+\\)\\}\\}"), map::toString);
            assertInstanceOf(BaseProxy.class, map.get("self"));
        }
    }

    @Test
    void whatMethodsTakeComesAndNothingElse() {
        try (SyncManager manager = connect()) {
            Office office = manager.create(OFFICE);
            assertEquals(5, office.accept(new Job("both", List.of(new Part(2), new Part(3)))));
            assertEquals(new Allowed(7), office.take(new Allowed(7)));
            assertEquals(new Circle(2), office.take(new Circle(2)));
            for (Object refused : List.of(new Evil(), List.of(new Evil()), new Evil[] {new Evil()})) {
                SerializationException e = assertThrows(SerializationException.class, () -> office.take(refused));
                assertTrue(e.toString().contains("Evil from the network: let ManagerBuilder.allow"), e::toString);
            }
            assertFalse(Evil.wasRead);
            SerializationException e =
                    assertThrows(SerializationException.class, () -> office.run(String::toUpperCase));
            assertTrue(e.toString().contains("reads no code from the network"), e::toString);
            assertThrows(SerializationException.class, () -> office.take((Serializable & Runnable) () -> {}));
            assertEquals(1, manager.numberOfObjects());
            assertEquals(3, office.accept(new Job("the connection goes on", List.of(new Part(3)))));
        }
    }

    @Test
    void theJdksParametersCome() throws Exception {
        try (SyncManager manager = connect()) {
            var queue = manager.queue();
            assertNull(queue.poll(1, TimeUnit.MILLISECONDS));
            assertTrue(queue.offer("x", 1, TimeUnit.MILLISECONDS));
            assertEquals("x", queue.poll(1, TimeUnit.SECONDS));
            assertTrue(manager.lock().tryLock(1, TimeUnit.MILLISECONDS));
            ListProxy<Integer> list = manager.list(List.of(2, 1));
            list.sort(null);
            assertEquals(List.of(1, 2), list.getValue());
            list.sort(Comparator.reverseOrder());
            assertEquals(List.of(2, 1), list.getValue());
        }
    }

    @Test
    void whatCanNotBeReadCanNotBeAllowed() {
        var builder = SyncManager.syncBuilder();
        for (Class<?> type : List.of(Runnable.class, Number.class, OfficeObject.class)) {
            assertThrows(IllegalArgumentException.class, () -> builder.allow(type), type::getName);
        }
        assertSame(builder, builder.allow(java.util.concurrent.atomic.AtomicInteger.class, Circle.class));
    }

    private record Guest(Connection control, Connection calls) implements AutoCloseable {
        @Override
        public void close() {
            calls.close();
            control.close();
        }
    }

    private Guest guest(long session) throws IOException {
        Access access = new Access(server.address(), key, null, true);
        Connection control = access.connect();
        control.send(new Hello(Hello.VERSION, session, Hello.CONTROL, 1, "guest"));
        assertInstanceOf(RemoteServer.Welcome.class, control.recv());
        Connection calls = access.connect();
        calls.send(new Hello(Hello.VERSION, session, 1, 1, "guest"));
        return new Guest(control, calls);
    }

    @Test
    void aThousandClientsAreServedAtTheSameTime() throws Exception {
        int clients = 1000;
        CountDownLatch there = new CountDownLatch(clients);
        CountDownLatch go = new CountDownLatch(1);
        List<FutureTask<Integer>> all = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            int number = i + 1;
            FutureTask<Integer> client = new FutureTask<>(() -> {
                Guest coming;
                try {
                    coming = guest(
                            number); // all at once, though the listener has no more than 512 prove themselves at a time
                } finally {
                    there.countDown();
                }
                try (Guest guest = coming) {
                    go.await();
                    guest.calls().send(new Request.Create("list", new Object[] {List.of(number)}, 1));
                    Description list = assertInstanceOf(
                                    Reply.Proxy.class, guest.calls().recv())
                            .of();
                    guest.calls().send(new Request.Call(list.id(), "get(int)", new Object[] {0}, 1));
                    return (Integer)
                            assertInstanceOf(Reply.Return.class, guest.calls().recv())
                                    .value();
                }
            });
            all.add(client);
            Thread.ofVirtual().start(client);
        }
        there.await();
        String served = server.toString();
        go.countDown();
        for (int i = 0; i < clients; i++) {
            assertEquals(i + 1, all.get(i).get());
        }
        assertTrue(served.contains("1000 clients"), served);
        awaitTrue(() -> server.numberOfObjects() == 0);
    }

    @Test
    void garbageIsRefusedAndOthersAreServed() throws Exception {
        try (SyncManager manager = connect()) {
            List<Integer> list = manager.list(List.of(1));
            byte[] garbage = new byte[1000];
            new Random(1).nextBytes(garbage);
            try (Connection guest = Client.connect(server.address(), key)) {
                guest.sendBytes(garbage);
                assertThrows(EOFException.class, guest::recv);
            }
            try (Connection guest = Client.connect(server.address(), key)) {
                guest.send(new Hello(Hello.VERSION, 77, 5, 1, "of no session"));
                assertThrows(EOFException.class, guest::recv);
            }
            try (Guest guest = guest(78)) {
                guest.calls().sendBytes(garbage);
                assertInstanceOf(Reply.Thrown.class, guest.calls().recv());
                guest.calls().send("no request");
                assertInstanceOf(Reply.Thrown.class, guest.calls().recv());
                guest.calls().send(new Request.Call(12345, "get(int)", new Object[] {0}, 1));
                assertInstanceOf(Reply.Refused.class, guest.calls().recv());
                guest.calls().send(new Request.OpenChannel("/dev/shm/of another tree", true));
                assertEquals(new Reply.Return(null), guest.calls().recv());
                guest.calls().send(new Request.Tell(Request.Question.NUMBER_OF_OBJECTS));
                assertEquals(new Reply.Return(1), guest.calls().recv());
            }
            assertEquals(1, list.getFirst());
        }
    }

    @Test
    void whoStopsReadingKeepsNobodyWaiting() throws Exception {
        try (SyncManager manager = connect();
                Guest deaf = guest(79)) {
            ListProxy<byte[]> list = manager.list();
            list.add(new byte[1 << 20]);
            long id = Long.parseUnsignedLong(BaseProxy.of(list).token().id(), 16);
            for (int i = 0; i < 50; i++) { // 50 MiB of answers, none of which is read
                deaf.calls().send(new Request.CallByName(id, "get", new Object[] {0}, 1));
            }
            for (int i = 0; i < 100; i++) {
                assertNotNull(list.getFirst());
            }
        }
    }

    @Test
    void callsAreNotWaitedForThroughSocketsEither() throws Exception {
        try (SyncManager manager = connect()) {
            ListProxy<Integer> list = manager.list();
            for (int i = 0; i < 500; i++) {
                BaseProxy.of(list).callMethodAsync("addLast", i);
            }
            assertEquals(500, list.size());
            assertEquals(499, list.getLast());
        }
    }
}
