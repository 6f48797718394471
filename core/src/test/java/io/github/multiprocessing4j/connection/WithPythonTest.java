package io.github.multiprocessing4j.connection;

import static io.github.multiprocessing4j.connection.Sockets.inBackground;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.connection.Sockets.Kind;
import io.github.multiprocessing4j.failure.AuthenticationException;
import io.github.multiprocessing4j.region.SessionDirectory;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections with real Pythons, in both directions. They are skipped where there is no Python of a version. */
@Timeout(60)
class WithPythonTest {
    private static final AuthKey KEY = AuthKey.of("secret".getBytes(US_ASCII));

    private static final int[] SIZES = {0, 1, 16_379, 16_380, 16_381, 16_384, 16_385, 65_536, 5_000_000, 3};

    /** Sends back what comes, reversed, until an empty message after others. */
    private static final String ECHO = """
        n = 0
        while True:
            message = c.recv_bytes()
            c.send_bytes(message[::-1])
            n += 1
            if n == 10:
                break
        try:
            c.recv_bytes()
        except EOFError:
            say('end')
        """;

    static Stream<Arguments> pythonsAndKinds() {
        return Stream.of("3.13", "3.12", "3.11", "3.8")
                .flatMap(version -> Stream.of(Kind.values()).map(kind -> Arguments.of(version, kind)));
    }

    private static boolean isOld(String version) {
        return version.equals("3.11") || version.equals("3.8");
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static void exchange(Connection c) throws Exception {
        for (int size : SIZES) {
            byte[] message = random(size);
            var sent = inBackground(() -> {
                c.sendBytes(message);
                return true;
            });
            byte[] reversed = c.recvBytes();
            assertTrue(sent.get());
            assertEquals(size, reversed.length);
            for (int i = 0; i < size / 2; i++) {
                byte b = reversed[i];
                reversed[i] = reversed[size - 1 - i];
                reversed[size - 1 - i] = b;
            }
            assertArrayEquals(message, reversed);
        }
    }

    @ParameterizedTest
    @MethodSource("pythonsAndKinds")
    void aPythonClientConnects(String version, Kind kind) throws Exception {
        try (Listener listener = Listener.builder()
                        .address(kind.newAddress())
                        .authKey(KEY)
                        .legacyMd5(isOld(version))
                        .open();
                PythonSide python = PythonSide.start(
                        version, listener.address(), "c = Client(address(), authkey=b'secret')\n" + ECHO)) {
            try (Connection c = listener.accept()) {
                exchange(c);
            }
            python.prints("end");
        }
    }

    /** {@return where a Python that has been started listens} */
    private static SocketAddress listening(PythonSide python, Kind kind, SocketAddress wanted) throws IOException {
        String line = python.line();
        if (kind == Kind.UNIX) {
            assertEquals("listening", line);
            return wanted;
        }
        return new InetSocketAddress(((InetSocketAddress) wanted).getAddress(), Integer.parseInt(line));
    }

    private static String listener(Kind kind, String authKey) {
        return "l = Listener(address(), authkey=" + authKey + ")\nsay("
                + (kind == Kind.UNIX ? "'listening'" : "l.address[1]") + ")\n";
    }

    @ParameterizedTest
    @MethodSource("pythonsAndKinds")
    void aPythonListens(String version, Kind kind) throws Exception {
        SocketAddress wanted = kind.newAddress();
        try (PythonSide python =
                PythonSide.start(version, wanted, listener(kind, "b'secret'") + "c = l.accept()\n" + ECHO)) {
            SocketAddress address = listening(python, kind, wanted);
            var client = Client.builder().authKey(KEY).legacyMd5(isOld(version)).digest("sha384");
            try (Connection c = client.connect(address)) {
                exchange(c);
            }
            python.prints("end");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"md5", "sha256", "sha384", "sha3_256", "sha3_384"})
    void aPythonAnswersByTheDigestThatItIsAskedFor(String digest) throws Exception {
        try (Listener listener = Listener.builder().authKey(KEY).digest(digest).open();
                PythonSide python = PythonSide.start(
                        "3.13", listener.address(), "c = Client(address(), authkey=b'secret'); say(c.recv_bytes())")) {
            try (Connection c = listener.accept()) {
                c.sendBytes("hello".getBytes(US_ASCII));
            }
            python.prints("b'hello'");
        }
    }

    @Test
    void anEmptyKeyIsTheSameThere() throws Exception {
        try (Listener listener =
                        Listener.builder().authKey(AuthKey.of(new byte[0])).open();
                PythonSide python = PythonSide.start(
                        "3.13", listener.address(), "c = Client(address(), authkey=b''); say(c.recv_bytes())")) {
            try (Connection c = listener.accept()) {
                c.sendBytes("hello".getBytes(US_ASCII));
            }
            python.prints("b'hello'");
        }
    }

    private static final String TRY_TO_CONNECT = """
        try:
            Client(address(), authkey=b'secret')
        except AuthenticationError as e:
            say(e)
        """;

    @Test
    void aPythonWithAnotherKeyIsToldSo() throws Exception {
        try (Listener listener = Listener.builder().authKey(AuthKey.random()).open();
                PythonSide python = PythonSide.start("3.13", listener.address(), TRY_TO_CONNECT)) {
            var accepting = inBackground(listener::accept);
            python.prints("digest sent was rejected");
            listener.close();
            assertTrue(accepting.failure() instanceof IOException);
        }
    }

    @Test
    void anOldPythonIsRefusedUnlessLegacyMd5IsEnabled() throws Exception {
        try (Listener listener = Listener.builder().authKey(KEY).open();
                PythonSide python = PythonSide.start("3.11", listener.address(), TRY_TO_CONNECT)) {
            var accepting = inBackground(listener::accept);
            python.prints("digest sent was rejected");
            listener.close();
            assertTrue(accepting.failure() instanceof IOException);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.13", "3.11"})
    void aPythonListenerWithAnotherKeyIsNotAccepted(String version) throws Exception {
        var wanted = UnixDomainSocketAddress.of(SessionDirectory.newFile("s"));
        try (PythonSide python = PythonSide.start(version, wanted, listener(Kind.UNIX, "b'other'") + """
            try:
                l.accept()
            except AuthenticationError as e:
                say(e)
            l.close()
            """)) {
            listening(python, Kind.UNIX, wanted);
            var client = Client.builder().authKey(KEY).legacyMd5(true);
            assertThrows(AuthenticationException.class, () -> client.connect(wanted));
            python.prints("digest received was wrong");
        } finally {
            Files.deleteIfExists(wanted.getPath());
        }
    }

    @Test
    void aPythonThatIsKilledShowsAsTheEnd() throws Exception {
        try (Listener listener = Listener.builder().authKey(KEY).open();
                PythonSide python = PythonSide.start(
                        "3.13",
                        listener.address(),
                        "c = Client(address(), authkey=b'secret'); c.send_bytes(b'x'); c.recv_bytes()")) {
            try (Connection c = listener.accept()) {
                assertEquals(1, c.recvBytes().length);
                python.process().destroyForcibly();
                assertThrows(EOFException.class, c::recvBytes);
            }
        }
    }
}
