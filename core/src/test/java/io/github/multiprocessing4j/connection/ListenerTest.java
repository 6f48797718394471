package io.github.multiprocessing4j.connection;

import static io.github.multiprocessing4j.connection.Sockets.SOON;
import static io.github.multiprocessing4j.connection.Sockets.awaitTrue;
import static io.github.multiprocessing4j.connection.Sockets.inBackground;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.connection.Sockets.Kind;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.region.SessionDirectory;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Listeners and clients without a key; what they do as CPython's do. */
@Timeout(60)
class ListenerTest {
    @TempDir
    Path folder;

    /** At an address of a kind, for everybody. */
    private static Listener open(Kind kind) throws IOException {
        return kind == Kind.UNIX
                ? Listener.builder().open()
                : Listener.builder()
                        .address(kind.newAddress())
                        .withoutAuthentication()
                        .open();
    }

    private static SocketChannel socketOf(Connection connection) {
        return ((SocketLink) connection.link()).channel();
    }

    @ParameterizedTest
    @EnumSource
    void nobodyElseMayListenAtTheSameAddress(Kind kind) throws Exception {
        try (Listener listener = open(kind)) {
            var same = Listener.builder().address(listener.address()).withoutAuthentication();
            assertThrows(BindException.class, same::open);
            listener.close();
            same.open().close(); // the address is free as soon as it is closed
        }
    }

    @Test
    void worksAndIsClosedAtTheEndOfTry() throws Exception {
        Listener escaped;
        try (Listener listener = Listener.builder().open();
                Connection client = Client.connect(listener.address());
                Connection accepted = listener.accept()) {
            client.send(1729);
            assertEquals(1729, accepted.recv());
            escaped = listener;
        }
        assertThrows(IOException.class, escaped::accept);
        assertThrows(IOException.class, () -> escaped.accept(Duration.ZERO));
        escaped.close();
        assertTrue(escaped.toString().endsWith(", closed]"), escaped::toString);
        assertThrows(IOException.class, () -> Client.connect(escaped.address()));
    }

    @ParameterizedTest
    @EnumSource
    void childrenConnect(Kind kind) throws Exception {
        try (Listener listener = open(kind)) {
            SocketAddress address = listener.address();
            ChildProcess child = ShortLived.child().start(() -> {
                try (Connection c = Client.connect(address)) {
                    c.send("hello");
                }
            });
            try (Connection c = listener.accept()) {
                assertEquals("hello", c.recv());
                assertThrows(EOFException.class, c::recv);
            }
            child.join();
            assertEquals(0, child.exitCode().getAsInt());
        }
    }

    @Test
    void whoHasLeftAgainIsAcceptedWithWhatHeSaid() throws Exception {
        try (Listener listener = Listener.builder().open()) {
            SocketAddress address = listener.address();
            ChildProcess child = ShortLived.child().start(() -> {
                try (Connection c = Client.connect(address)) {
                    c.send("hello");
                }
            });
            child.join();
            try (Connection c = listener.accept()) {
                assertEquals("hello", c.recv());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theClientSeesWhatTheListenerSends(Kind kind) throws Exception {
        try (Listener listener = open(kind);
                Connection client = Client.connect(listener.address());
                Connection accepted = listener.accept()) {
            accepted.sendBytes("hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertTrue(client.poll(SOON));
        }
    }

    /** What CPython's test does with the default time limit of its sockets; the JDK has none, but its sockets have. */
    @Test
    void noTimeLimitOfASocketCountsForAConnection() throws Exception {
        try (Listener listener = open(Kind.TCP)) {
            SocketAddress address = listener.address();
            ChildProcess child = ShortLived.child().start(() -> {
                try (Connection c = Client.connect(address)) {
                    c.recv();
                    c.send(456);
                }
            });
            try (Connection c = listener.accept()) {
                socketOf(c).socket().setSoTimeout(1);
                assertFalse(c.poll(Duration.ofMillis(20)));
                c.send(123);
                assertEquals(456, c.recv());
            }
            child.join();
        }
    }

    @Test
    void onlyTwoKindsOfAddressesAreTaken() {
        SocketAddress other = new SocketAddress() {
            @Override
            public String toString() {
                return "\\\\.\\test";
            }
        };
        assertThrows(IllegalArgumentException.class, () -> Listener.builder().address(other));
        assertThrows(IllegalArgumentException.class, () -> Client.connect(other));
        assertThrows(IllegalArgumentException.class, () -> Listener.builder().address(UnixDomainSocketAddress.of("")));
        assertThrows(
                java.net.UnknownHostException.class,
                () -> Client.connect(InetSocketAddress.createUnresolved("nowhere.invalid", 1)));
    }

    @Test
    void thereAreNoAbstractSockets() {
        var e = assertThrows(IllegalArgumentException.class, () -> UnixDomainSocketAddress.of("\0something"));
        assertTrue(String.valueOf(e.getMessage()).contains("Nul character not allowed"), e::toString);
    }

    @Test
    void aSocketInTheFileSystemIsItsOwnersOnly() throws Exception {
        Path file = folder.resolve("socket");
        var builder =
                Listener.builder().address(UnixDomainSocketAddress.of(file)).withoutAuthentication();
        try (Listener listener = builder.open()) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            assertEquals(UnixDomainSocketAddress.of(file), listener.address());
            Client.connect(listener.address()).close();
        }
        assertFalse(Files.exists(file));
        Files.createFile(file);
        assertThrows(BindException.class, builder::open);
        assertTrue(Files.exists(file));
    }

    @Test
    void anothersFileIsNotRemoved() throws Exception {
        Path file = folder.resolve("socket");
        var builder =
                Listener.builder().address(UnixDomainSocketAddress.of(file)).withoutAuthentication();
        try (Listener listener = builder.open()) {
            Files.delete(file);
            Files.createFile(file);
            listener.close();
            assertTrue(Files.exists(file));
        }
    }

    @Test
    void thePrivateSocketIsInThePrivateDirectory() throws Exception {
        try (Listener listener = Listener.builder().open()) {
            Path file = ((UnixDomainSocketAddress) listener.address()).getPath();
            assertEquals(SessionDirectory.get(), file.getParent());
            assertEquals(
                    "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(SessionDirectory.get())));
        }
    }

    @Test
    void everybodyIsLetInOnlyIfThatIsSaid() {
        for (SocketAddress address : new SocketAddress[] {
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            UnixDomainSocketAddress.of(folder.resolve("socket"))
        }) {
            var e = assertThrows(
                    IllegalStateException.class,
                    () -> Listener.builder().address(address).open());
            assertTrue(String.valueOf(e.getMessage()).contains("withoutAuthentication()"), e::toString);
        }
        assertThrows(
                IllegalStateException.class,
                () -> Listener.builder()
                        .authKey(AuthKey.random())
                        .withoutAuthentication()
                        .open());
    }

    @Test
    void nonsenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Listener.builder().backlog(0));
        assertThrows(IllegalArgumentException.class, () -> Listener.builder().digest("sha1"));
        assertThrows(IllegalArgumentException.class, () -> Listener.builder().maxMessageLength(0));
        assertThrows(IllegalArgumentException.class, () -> Client.builder().digest("SHA256"));
        assertThrows(IllegalArgumentException.class, () -> Client.builder().timeout(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> Client.builder().maxMessageLength(-1));
    }

    @Test
    void tellsWhoWasAcceptedLast() throws Exception {
        try (Listener listener = open(Kind.TCP)) {
            assertEquals(Optional.empty(), listener.lastAccepted());
            assertTrue(((InetSocketAddress) listener.address()).getPort() > 0);
            try (Connection client = Client.connect(listener.address());
                    Connection accepted = listener.accept()) {
                assertEquals(
                        socketOf(client).getLocalAddress(),
                        listener.lastAccepted().orElseThrow());
                assertTrue(socketOf(accepted).getOption(StandardSocketOptions.TCP_NODELAY));
            }
        }
        try (Listener listener = open(Kind.UNIX);
                Connection client = Client.connect(listener.address());
                Connection accepted = listener.accept()) {
            assertEquals(Optional.empty(), listener.lastAccepted());
            assertTrue(client.isReadable() && accepted.isWritable());
        }
    }

    @Test
    void acceptWaitsAsLongAsItIsTold() throws Exception {
        try (Listener listener = Listener.builder().open()) {
            assertEquals(Optional.empty(), listener.accept(Duration.ZERO));
            assertEquals(Optional.empty(), listener.accept(Duration.ofSeconds(-1)));
            assertEquals(Optional.empty(), listener.accept(Duration.ofMillis(20)));
            var accepting = inBackground(() -> listener.accept(Duration.ofDays(1_000_000)))
                    .awaitBlocked();
            Client.connect(listener.address()).close();
            accepting.get().orElseThrow().close();
        }
    }

    @Test
    void anInterruptEndsAcceptAndTheListenerLivesOn() throws Exception {
        try (Listener listener = Listener.builder().open()) {
            var accepting = inBackground(() -> {
                        assertThrows(InterruptedIOException.class, listener::accept);
                        return Thread.currentThread().isInterrupted();
                    })
                    .awaitBlocked();
            accepting.thread().interrupt();
            assertTrue(accepting.get());
            Client.connect(listener.address()).close();
            listener.accept().close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void closingEndsAccept(Kind kind) throws Exception {
        try (Listener listener = open(kind)) {
            var one = inBackground(listener::accept).awaitBlocked();
            var other = Sockets.inVirtualThread(listener::accept).awaitBlocked();
            listener.close();
            assertTrue(one.failure() instanceof IOException);
            assertTrue(other.failure() instanceof IOException);
        }
    }

    @Test
    void severalThreadsAccept() throws Exception {
        int count = 50;
        try (Listener listener = open(Kind.TCP)) {
            Sockets.Work<Integer> work = () -> {
                int sum = 0;
                for (int i = 0; i < count; i++) {
                    try (Connection c = listener.accept()) {
                        sum += c.recvBytes().length;
                    }
                }
                return sum;
            };
            var one = inBackground(work);
            var other = Sockets.inVirtualThread(work);
            for (int i = 1; i <= 2 * count; i++) {
                try (Connection c = Client.connect(listener.address())) {
                    c.sendBytes(new byte[i]);
                }
            }
            assertEquals(count * (2 * count + 1), one.get() + other.get());
        }
    }

    /** A Unix-domain socket can't tell when there is room again; a client tries on. */
    @Test
    void aClientWaitsForRoomInTheBacklog() throws Exception {
        try (Listener listener = Listener.builder().backlog(1).open()) {
            SocketChannel first = SocketChannel.open(listener.address());
            SocketChannel second = SocketChannel.open(listener.address());
            assertThrows(
                    SocketTimeoutException.class,
                    () -> Client.builder().timeout(Duration.ofMillis(50)).connect(listener.address()));
            var third = inBackground(() -> Client.connect(listener.address())).awaitBlocked();
            var interrupted =
                    inBackground(() -> Client.connect(listener.address())).awaitBlocked();
            interrupted.thread().interrupt();
            assertTrue(interrupted.failure() instanceof InterruptedIOException);
            listener.accept().close();
            third.get().close();
            first.close();
            second.close();
        }
    }

    @Test
    void aClientGivesUpWhereNobodyAnswers() throws Exception {
        AuthKey key = AuthKey.random();
        try (Listener listener = Listener.builder().authKey(key).open()) {
            var hasty = Client.builder().authKey(key).timeout(Duration.ofMillis(50));
            assertThrows(SocketTimeoutException.class, () -> hasty.connect(listener.address()));
            var patient =
                    inBackground(() -> Client.connect(listener.address(), key)).awaitBlocked();
            patient.thread().interrupt();
            assertTrue(patient.failure() instanceof InterruptedIOException);
            var next = inBackground(() -> Client.connect(listener.address(), key));
            listener.accept().close();
            next.get().close();
        }
        try (Listener listener = open(Kind.TCP)) {
            SocketAddress address = listener.address();
            listener.close();
            assertThrows(java.net.ConnectException.class, () -> Client.connect(address));
        }
    }

    @Test
    void connectionsOutliveTheirListener() throws Exception {
        try (Listener listener = Listener.builder().open();
                Connection client = Client.connect(listener.address());
                Connection accepted = listener.accept()) {
            listener.close();
            client.send("still here");
            assertEquals("still here", accepted.recv());
        }
    }

    @Test
    void anIdleConnectionUsesNoProcessor() throws Exception {
        try (Listener listener = Listener.builder().open();
                Connection client = Client.connect(listener.address());
                Connection accepted = listener.accept()) {
            var receiver = inBackground(accepted::recvBytes).awaitBlocked();
            Thread poller = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("mp4j-poller"))
                    .findFirst()
                    .orElseThrow();
            var threads = java.lang.management.ManagementFactory.getThreadMXBean();
            long before = threads.getThreadCpuTime(poller.threadId());
            assertFalse(client.poll(Duration.ofSeconds(1)));
            long used = threads.getThreadCpuTime(poller.threadId()) - before;
            assertTrue(used < 20_000_000, () -> used + " ns");
            client.sendBytes(new byte[1]);
            assertEquals(1, receiver.get().length);
            awaitTrue(() -> receiver.result().isDone());
        }
    }
}
