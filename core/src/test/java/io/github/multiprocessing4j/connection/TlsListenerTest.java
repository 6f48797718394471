package io.github.multiprocessing4j.connection;

import static io.github.multiprocessing4j.connection.Sockets.inBackground;
import static io.github.multiprocessing4j.connection.Sockets.inVirtualThread;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.connection.Sockets.Kind;
import io.github.multiprocessing4j.failure.AuthenticationException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listeners and clients that agree on TLS, and what becomes of those who don't. */
@Timeout(60)
class TlsListenerTest {
    private static final AuthKey KEY = AuthKey.of("secret".getBytes(US_ASCII));

    private static final Certificates OURS = Certificates.OURS;

    private static final Certificates STRANGER = Certificates.of("elsewhere", "dns:elsewhere.invalid");

    private static final Duration SHORT = Duration.ofMillis(150);

    private static ListenerBuilder listener() {
        return Listener.builder().address(Kind.TCP.newAddress()).authKey(KEY).tls(OURS.trusting());
    }

    private static ClientBuilder client() {
        return Client.builder().authKey(KEY).tls(OURS.onlyTrusted());
    }

    private interface Guest {
        void comeTo(SocketAddress address) throws Exception;
    }

    /** Somebody comes who is not let in; who comes after him is. */
    private static void letsInOnlyTheNextOne(ListenerBuilder builder, ClientBuilder next, Guest first)
            throws Exception {
        try (Listener listener = builder.open()) {
            var accepting = inBackground(listener::accept);
            first.comeTo(listener.address());
            assertFalse(accepting.result().isDone());
            try (Connection good = next.connect(listener.address());
                    Connection accepted = accepting.get()) {
                good.send("hello");
                assertEquals("hello", accepted.recv());
            }
        }
    }

    private static AuthenticationException refused(ClientBuilder client, SocketAddress address) {
        return assertThrows(AuthenticationException.class, () -> client.connect(address));
    }

    private static void says(String words, Exception e) {
        assertTrue(String.valueOf(e.getMessage()).contains(words), e::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void bothSpeakTls(String version) throws Exception {
        Consumer<SSLParameters> settings = parameters -> parameters.setProtocols(new String[] {version});
        try (Listener listener = listener().tls(OURS.trusting(), settings).open()) {
            for (int i = 0; i < 3; i++) {
                var connecting = inVirtualThread(() -> client().connect(listener.address()));
                try (Connection accepted = listener.accept();
                        Connection client = connecting.get()) {
                    client.send("from the client");
                    assertEquals("from the client", accepted.recv());
                    accepted.sendBytes(new byte[100_000]); // not limited to what fits before the proof
                    assertEquals(100_000, client.recvBytes().length);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void noKeyIsNeeded(Kind kind) throws Exception {
        try (Listener listener = Listener.builder()
                .address(kind.newAddress())
                .withoutAuthentication()
                .tls(OURS.trusting())
                .open()) {
            var connecting =
                    inBackground(() -> Client.builder().tls(OURS.onlyTrusted()).connect(listener.address()));
            assertEquals(List.of(listener), Waitable.awaitAny(List.of(listener)));
            try (Connection accepted = listener.accept(Duration.ZERO).orElseThrow();
                    Connection client = connecting.get()) {
                accepted.send(1729);
                assertEquals(1729, client.recv());
            }
        }
    }

    @Test
    void aCertificateThatIsNotTrustedIsToldToTheClient() throws Exception {
        letsInOnlyTheNextOne(listener(), client(), address -> {
            says("certificate is not accepted", refused(client().tls(STRANGER.onlyTrusted()), address));
        });
    }

    @Test
    void aCertificateIsForAHost() throws Exception {
        ListenerBuilder elsewhere = listener().tls(STRANGER.trusting());
        ClientBuilder trusting = client().tls(STRANGER.onlyTrusted());
        ClientBuilder careless =
                client().tls(STRANGER.onlyTrusted(), parameters -> parameters.setEndpointIdentificationAlgorithm(null));
        letsInOnlyTheNextOne(elsewhere, careless, address -> {
            says("certificate is not accepted", refused(trusting, address));
            int port = ((InetSocketAddress) address).getPort();
            var named = InetAddress.getByAddress(
                    "elsewhere.invalid", InetAddress.getLoopbackAddress().getAddress());
            var wrongKey = Client.builder().authKey(AuthKey.random()).tls(STRANGER.onlyTrusted());
            says("another key", refused(wrongKey, new InetSocketAddress(named, port))); // after TLS was agreed on
        });
    }

    @Test
    void clientsMayHaveToShowOne() throws Exception {
        ListenerBuilder demanding = listener().tls(OURS.trusting(), parameters -> parameters.setNeedClientAuth(true));
        letsInOnlyTheNextOne(demanding, client().tls(OURS.trusting()), address -> {
            says("refused TLS", refused(client(), address));
            says("refused TLS", refused(client().tls(STRANGER.trusting(OURS)), address));
        });
    }

    @Test
    void aPlainClientFindsNobodyAndAcceptGoesOn() throws Exception {
        letsInOnlyTheNextOne(listener(), client(), address -> {
            var plain = Client.builder().authKey(KEY).timeout(SHORT);
            assertThrows(SocketTimeoutException.class, () -> plain.connect(address));
            try (Connection keyless = Client.connect(address)) {
                keyless.send("not encrypted");
                assertThrows(IOException.class, keyless::recv);
            }
        });
    }

    @Test
    void aPlainListenerIsNoneOfTls() throws Exception {
        ListenerBuilder plain =
                Listener.builder().address(Kind.TCP.newAddress()).authKey(KEY);
        letsInOnlyTheNextOne(plain, Client.builder().authKey(KEY), address -> {
            says("perhaps it does not speak TLS", refused(client(), address));
        });
        try (Listener listener = Listener.builder().open()) {
            var e = assertThrows(
                    SocketTimeoutException.class, () -> client().timeout(SHORT).connect(listener.address()));
            says("perhaps the peer does not speak TLS", e);
            listener.accept().close();
        }
    }

    /** {@return how many bytes come until the end} */
    private static int bytesUntilEnd(SocketChannel guest) throws IOException {
        int sum = 0;
        ByteBuffer buffer = ByteBuffer.allocate(1_000);
        try (guest) {
            for (int n = 0; n >= 0; n = guest.read(buffer.clear())) {
                sum += n;
            }
        } catch (IOException e) {
            says("reset", e);
        }
        return sum;
    }

    private static SocketChannel saying(SocketAddress address, byte... bytes) throws IOException {
        SocketChannel guest = SocketChannel.open(address);
        guest.write(ByteBuffer.wrap(bytes));
        return guest;
    }

    /** What is logged, and how loud. */
    private static final class Log extends Handler implements AutoCloseable {
        private final Logger logger = Logger.getLogger("io.github.multiprocessing4j");

        private final ConcurrentLinkedQueue<Level> turnedAway = new ConcurrentLinkedQueue<>();

        Log() {
            logger.addHandler(this);
            logger.setUseParentHandlers(false);
            logger.setLevel(Level.FINE);
        }

        @Override
        public void publish(LogRecord logged) {
            if (String.valueOf(logged.getMessage()).contains("was turned away: ")) {
                turnedAway.add(logged.getLevel());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
            logger.setUseParentHandlers(true);
            logger.setLevel(null);
        }
    }

    @Test
    void whoSaysGarbageIsTurnedAwayLoudly() throws Exception {
        byte[][] garbage = {
            "GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII),
            {0, 0, 0, 5, 1, 2, 3, 4, 5},
            {22, 3, 1, 0, 5, 1, 2, 3, 4, 5},
            {22, 3, 3, -1, -1, 1}
        };
        try (Log log = new Log()) {
            letsInOnlyTheNextOne(listener(), client(), address -> {
                for (byte[] bytes : garbage) {
                    bytesUntilEnd(saying(address, bytes));
                }
            });
            assertEquals(
                    List.of(Level.WARNING, Level.WARNING, Level.WARNING, Level.WARNING), List.copyOf(log.turnedAway));
        }
    }

    @Test
    void whoIsTooSlowIsTurnedAwayQuietly() throws Exception {
        try (Log log = new Log()) {
            try (Listener listener = listener().patience(SHORT).open()) {
                var accepting = inBackground(() -> assertThrows(IOException.class, listener::accept));
                assertEquals(0, bytesUntilEnd(saying(listener.address())) / 100); // at most that he is told so
                assertEquals(0, bytesUntilEnd(saying(listener.address(), (byte) 22, (byte) 3)) / 100);
                listener.close();
                accepting.get();
            }
            assertEquals(List.of(Level.FINE, Level.FINE), List.copyOf(log.turnedAway));
        }
    }

    @Test
    void manySilentOnesKeepNobodyWaiting() throws Exception {
        List<SocketChannel> silent = new ArrayList<>();
        letsInOnlyTheNextOne(listener(), client(), address -> {
            for (int i = 0; i < 2 * Guests.MOST; i++) {
                silent.add(saying(address));
            }
            bytesUntilEnd(silent.getFirst()); // the first of them had to leave
        });
        for (SocketChannel guest : silent) {
            guest.close();
        }
    }

    @Test
    void anInterruptEndsConnecting() throws Exception {
        try (Listener listener = listener().open()) {
            var connecting =
                    inBackground(() -> client().connect(listener.address())).awaitBlocked();
            connecting.thread().interrupt();
            assertInstanceOf(InterruptedIOException.class, connecting.failure());
        }
    }

    @Test
    void nonsenseIsRefusedAtOnce() throws NoSuchAlgorithmException {
        SSLContext fresh = SSLContext.getInstance("TLS");
        assertThrows(IllegalStateException.class, () -> Listener.builder().tls(fresh));
        assertThrows(IllegalStateException.class, () -> Client.builder().tls(fresh));
        assertThrows(
                IllegalArgumentException.class,
                () -> Client.builder().tls(OURS.trusting(), parameters -> {
                    parameters.setProtocols(new String[] {""});
                }));
    }
}
