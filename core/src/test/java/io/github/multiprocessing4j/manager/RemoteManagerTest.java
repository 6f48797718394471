package io.github.multiprocessing4j.manager;

import static io.github.multiprocessing4j.testkit.Together.inChild;
import static io.github.multiprocessing4j.testkit.Together.killed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.failure.AuthenticationException;
import io.github.multiprocessing4j.failure.ManagerDiedException;
import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Managers at an address that others connect with. */
@Timeout(60)
class RemoteManagerTest {
    private static final BlockingQueue<Object> JOBS = new LinkedBlockingQueue<>();

    private static final List<Object> VALUES = Arrays.asList(
            "hello world", null, true, 2.25, "hall\u00e5 v\u00e4rlden", "\u043f\u0440\u0438\u0432\u0456\u0442");

    @SuppressWarnings("unchecked") // of objects it is
    private static ManagedType<BlockingQueue<Object>> jobs() {
        return (ManagedType<BlockingQueue<Object>>) (ManagedType<?>)
                ManagedType.of("get_queue", BlockingQueue.class).factory(() -> JOBS);
    }

    private static final SocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static BlockingQueue<Object> queueAt(Manager manager) {
        return manager.create(jobs());
    }

    @Test
    void othersConnect() throws Exception {
        AuthKey key = AuthKey.random();
        try (Manager manager = Manager.builder()
                .jvm(ShortLived.JVM)
                .address(ANY_PORT)
                .authKey(key)
                .register(jobs())
                .start()) {
            SocketAddress address = manager.address();
            inChild(() -> {
                try (Manager other = Manager.builder()
                        .jvm(ShortLived.JVM)
                        .address(address)
                        .authKey(key)
                        .connect()) {
                    queueAt(other).put(VALUES);
                    assertThrows(IllegalStateException.class, other::shutdown);
                }
            });
            try (Manager again = Manager.builder()
                    .jvm(ShortLived.JVM)
                    .address(address)
                    .authKey(key)
                    .connect()) {
                BlockingQueue<Object> queue = queueAt(again);
                assertEquals(VALUES, queue.take());
                SerializationException refused =
                        assertThrows(SerializationException.class, () -> queue.put(new Object()));
                assertTrue(refused.toString().contains("java.lang.Object"), refused::toString);
                assertTrue(queue.isEmpty());
            }
        }
    }

    @Test
    void whoHasAnotherKeyIsRefused() throws Exception {
        try (Manager manager = Manager.builder()
                .jvm(ShortLived.JVM)
                .address(ANY_PORT)
                .authKey(AuthKey.random())
                .register(jobs())
                .start()) {
            for (ManagerBuilder<?> stranger : List.of(
                    Manager.builder().address(manager.address()),
                    Manager.builder().address(manager.address()).authKey(AuthKey.random()))) {
                UncheckedIOException refused = assertThrows(UncheckedIOException.class, stranger::connect);
                assertInstanceOf(AuthenticationException.class, refused.getCause());
            }
            assertTrue(queueAt(manager).isEmpty());
        }
    }

    @Test
    void aServerMayBeInThisProcess() throws Exception {
        AuthKey key = AuthKey.random();
        Server server = Manager.builder()
                .jvm(ShortLived.JVM)
                .address(ANY_PORT)
                .authKey(key)
                .register(jobs())
                .getServer();
        Thread serving = Thread.ofVirtual().start(() -> assertServes(server));
        SocketAddress address = server.address();
        inChild(() -> {
            try (Manager other = Manager.builder()
                    .jvm(ShortLived.JVM)
                    .address(address)
                    .authKey(key)
                    .connect()) {
                queueAt(other).put("from a child");
            }
        });
        assertEquals("from a child", JOBS.take());
        server.close();
        server.close();
        serving.join();
        assertThrows(
                ManagerDiedException.class,
                () -> Manager.builder()
                        .jvm(ShortLived.JVM)
                        .address(address)
                        .authKey(key)
                        .connect());
    }

    private static void assertServes(Server server) {
        try {
            server.serveForever();
        } catch (java.io.IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theSameAddressIsUsedAgainAtOnce() throws Exception {
        AuthKey key = AuthKey.random();
        SocketAddress address;
        BlockingQueue<Object> stale;
        ManagerBuilder<Manager> builder = Manager.builder()
                .jvm(ShortLived.JVM)
                .address(ANY_PORT)
                .authKey(key)
                .register(jobs());
        try (Manager manager = builder.start()) {
            address = manager.address();
            SocketAddress there = address;
            inChild(() -> {
                try (Manager other = Manager.builder()
                        .jvm(ShortLived.JVM)
                        .address(there)
                        .authKey(key)
                        .connect()) {
                    queueAt(other).put("hello world");
                }
            });
            stale = queueAt(manager);
            assertEquals("hello world", stale.take());
        }
        try (Manager manager = builder.address(address).start()) {
            assertEquals(address, manager.address());
            assertThrows(ManagerDiedException.class, stale::size);
            assertEquals(0, queueAt(manager).size());
            ProcessStartException taken = assertThrows(ProcessStartException.class, builder::start);
            assertInstanceOf(java.net.BindException.class, taken.getCause());
        }
    }

    @Test
    void whereAServerWasKilledAnotherOneServes() throws Exception {
        Path directory = Files.createTempDirectory("mp4j-test-manager");
        Path socket = directory.resolve("socket");
        ManagerBuilder<Manager> builder = Manager.builder()
                .jvm(ShortLived.JVM)
                .address(UnixDomainSocketAddress.of(socket))
                .register(jobs());
        try {
            try (Manager manager = builder.start()) {
                killed(manager.process().orElseThrow());
            }
            try (Manager manager = builder.start()) {
                assertEquals(0, queueAt(manager).size());
            }
        } finally {
            Files.deleteIfExists(socket);
            Files.delete(directory);
        }
    }

    @Test
    void whoIsNotThereIsAnError() {
        assertThrows(
                IllegalStateException.class,
                () -> Manager.builder().jvm(ShortLived.JVM).connect());
        assertThrows(
                ManagerDiedException.class,
                () -> Manager.builder()
                        .jvm(ShortLived.JVM)
                        .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1))
                        .connect());
    }
}
