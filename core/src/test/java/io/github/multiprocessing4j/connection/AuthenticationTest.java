package io.github.multiprocessing4j.connection;

import static io.github.multiprocessing4j.connection.Sockets.awaitTrue;
import static io.github.multiprocessing4j.connection.Sockets.inBackground;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.connection.Sockets.Kind;
import io.github.multiprocessing4j.failure.AuthenticationException;
import io.github.multiprocessing4j.testkit.JavaProgram;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listeners that let in only those who know a key, and what becomes of the others. */
@Timeout(60)
class AuthenticationTest {
    private static final AuthKey KEY = AuthKey.of("secret".getBytes(US_ASCII));

    private static final Handshake HANDSHAKE = new Handshake(KEY, Digest.SHA256, false);

    private static Listener open(Kind kind) throws IOException {
        return Listener.builder().address(kind.newAddress()).authKey(KEY).open();
    }

    private static void exchange(Listener listener, AuthKey key) throws Exception {
        var client = inBackground(() -> Client.connect(listener.address(), key));
        try (Connection here = listener.accept();
                Connection there = client.get()) {
            there.send(1729);
            assertEquals(1729, here.recv());
            here.sendBytes(new byte[100_000]); // not limited to what fits before the proof
            assertEquals(100_000, there.recvBytes().length);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoKnowsTheKeyIsLetIn(Kind kind) throws Exception {
        try (Listener listener = open(kind)) {
            exchange(listener, KEY);
            exchange(listener, KEY);
        }
    }

    @Test
    void theEmptyKeyIsAKey() throws Exception {
        AuthKey empty = AuthKey.of(new byte[0]);
        try (Listener listener = Listener.builder().authKey(empty).open()) {
            exchange(listener, empty);
            listener.close();
            assertThrows(IOException.class, listener::accept);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"md5", "sha256", "sha384", "sha3_256", "sha3_384"})
    void eachSideChoosesItsDigest(String digest) throws Exception {
        try (Listener listener = Listener.builder().authKey(KEY).digest(digest).open()) {
            exchange(listener, KEY);
            var client = inBackground(
                    () -> Client.builder().authKey(KEY).digest("sha3_384").connect(listener.address()));
            listener.accept().close();
            client.get().close();
        }
    }

    /** Unlike CPython's, which raises what was wrong with the one who came. */
    @ParameterizedTest
    @EnumSource
    void whoHasAnotherKeyIsToldSoAndAcceptGoesOn(Kind kind) throws Exception {
        try (Listener listener = open(kind)) {
            var accepting = inBackground(listener::accept);
            for (AuthKey wrong : List.of(AuthKey.random(), AuthKey.of(new byte[0]))) {
                var e = assertThrows(AuthenticationException.class, () -> Client.connect(listener.address(), wrong));
                assertTrue(String.valueOf(e.getMessage()).contains("another key"), e::toString);
            }
            assertFalse(accepting.result().isDone());
            Connection good = Client.connect(listener.address(), KEY);
            accepting.get().close();
            assertThrows(EOFException.class, good::recv);
            good.close();
        }
    }

    @Test
    void aListenerThatDoesNotKnowTheKeyIsNotTrusted() throws Exception {
        try (Listener listener = Listener.builder().open()) {
            var impostor = inBackground(() -> {
                try (Connection c = listener.accept()) {
                    c.sendBytes(("#CHALLENGE#{sha256}" + "x".repeat(40)).getBytes(US_ASCII));
                    c.recvBytes();
                    c.sendBytes(Handshake.WELCOME);
                    c.recvBytes();
                    c.sendBytes(("{sha256}" + "x".repeat(32)).getBytes(US_ASCII));
                    return new String(c.recvBytes(), US_ASCII);
                }
            });
            var e = assertThrows(AuthenticationException.class, () -> Client.connect(listener.address(), KEY));
            assertTrue(String.valueOf(e.getMessage()).contains("its answer is wrong"), e::toString);
            assertEquals("#FAILURE#", impostor.get());
        }
    }

    /** He shows each of two clients' questions to the other one. */
    @Test
    void aListenerCanNotHaveOneClientAnswerForAnother() throws Exception {
        try (Listener listener = Listener.builder().open()) {
            var first = inBackground(() -> Client.connect(listener.address(), KEY));
            Connection one = listener.accept();
            one.sendBytes(("#CHALLENGE#{sha256}" + "x".repeat(40)).getBytes(US_ASCII));
            one.recvBytes();
            one.sendBytes(Handshake.WELCOME);
            byte[] question = one.recvBytes();
            var second = inBackground(() -> Client.connect(listener.address(), KEY));
            Connection other = listener.accept();
            other.sendBytes(question);
            assertThrows(EOFException.class, other::recvBytes);
            assertTrue(second.failure() instanceof AuthenticationException);
            one.close();
            other.close();
            assertTrue(first.failure() instanceof EOFException);
        }
    }

    private static SocketChannel guest(SocketAddress address, int... bytes) throws IOException {
        SocketChannel guest = SocketChannel.open(address);
        ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
        for (int b : bytes) {
            buffer.put((byte) b);
        }
        guest.write(buffer.flip());
        return guest;
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
            assertTrue(String.valueOf(e.getMessage()).contains("reset"), e::toString);
        }
        return sum;
    }

    @ParameterizedTest
    @EnumSource
    void whoSaysTooMuchIsTurnedAwayUnread(Kind kind) throws Exception {
        try (Listener listener = open(kind)) {
            var accepting = inBackground(listener::accept);
            int[][] said = {{0, 0, 1, 1}, {-1, -1, -1, -1, 0, 0, 0, 1, 0, 0, 0, 0}, {0x7f, -1, -1, -1}, {-1, -1, -1, -2}
            };
            for (int[] bytes : said) {
                bytesUntilEnd(guest(listener.address(), bytes));
            }
            Connection good = Client.connect(listener.address(), KEY);
            accepting.get().close();
            good.close();
        }
    }

    @Test
    void whoIsTooSlowIsTurnedAway() throws Exception {
        try (Listener listener =
                Listener.builder().authKey(KEY).patience(Duration.ofMillis(100)).open()) {
            var accepting = inBackground(listener::accept);
            int challenge = 4 + Handshake.CHALLENGE.length + "{sha256}".length() + 40;
            assertEquals(challenge, bytesUntilEnd(guest(listener.address())));
            assertEquals(challenge, bytesUntilEnd(guest(listener.address(), 0, 0)));
            assertEquals(challenge, bytesUntilEnd(guest(listener.address(), 0, 0, 0, 100, 1)));
            Connection good = Client.connect(listener.address(), KEY);
            accepting.get().close();
            good.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void manySilentOnesKeepNobodyWaiting(Kind kind) throws Exception {
        List<SocketChannel> silent = new ArrayList<>();
        try (Listener listener = open(kind)) {
            var accepting = inBackground(() -> {
                for (int i = 0; i < 3; i++) {
                    listener.accept().close();
                }
                return true;
            });
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < Guests.MOST; i++) {
                    silent.add(guest(listener.address(), 0, 0));
                }
                Client.connect(listener.address(), KEY).close();
            }
            assertTrue(accepting.get());
            bytesUntilEnd(silent.getFirst()); // the first of them had to leave
        }
        for (SocketChannel guest : silent) {
            guest.close();
        }
    }

    /** Who keeps all seats taken, and the backlog full, if seats don't become free soon enough. */
    @ParameterizedTest
    @EnumSource
    void aFloodOfSilentOnesKeepsNobodyOut(Kind kind) throws Exception {
        try (Listener listener = open(kind)) {
            var accepting = inBackground(() -> {
                while (true) {
                    listener.accept().close();
                }
            });
            AtomicBoolean enough = new AtomicBoolean();
            var flood = inBackground(() -> {
                Queue<SocketChannel> silent = new ArrayDeque<>();
                for (int opened = 0; !enough.get() || opened < 3 * Guests.MOST; opened++) {
                    silent.add(SocketChannel.open(listener.address()));
                    if (silent.size() > 3 * Guests.MOST) {
                        silent.remove().close();
                    }
                }
                return silent;
            });
            for (int i = 0; i < 20; i++) {
                Client.connect(listener.address(), KEY).close();
            }
            enough.set(true);
            Client.connect(listener.address(), KEY).close(); // with all seats taken, unless it was fast
            for (SocketChannel each : flood.get()) {
                each.close();
            }
            listener.close();
            assertInstanceOf(IOException.class, accepting.failure());
        }
    }

    /** Who has given the right answer, and whom the listener has not let in yet. */
    private record Half(SocketLink link, SocketPeer peer) {
        static Half of(Listener listener) throws IOException {
            SocketLink link = Sockets.link(SocketChannel.open(listener.address()), HandshakePeer.LONGEST_MESSAGE);
            SocketPeer peer = new SocketPeer(link);
            HANDSHAKE.answer(peer, Handshake.asked(peer));
            return new Half(link, peer);
        }

        void goOn() throws IOException {
            HANDSHAKE.ask(peer, HANDSHAKE.newChallenge());
        }
    }

    @Test
    void whoKnowsTheKeyNeverHasToLeave() throws Exception {
        try (Listener listener = Listener.builder().authKey(KEY).open()) {
            AtomicBoolean full = new AtomicBoolean();
            var accepting = inBackground(() -> {
                boolean last;
                do { // who comes is let in as long as somebody accepts
                    last = full.get();
                    assertTrue(listener.accept(Guests.GRACE.multipliedBy(4)).isEmpty());
                } while (!last);
                return true;
            });
            List<Half> halves = new ArrayList<>();
            for (int i = 0; i < Guests.MOST; i++) {
                halves.add(Half.of(listener));
            }
            var oneMore = inBackground(() -> Client.connect(listener.address(), KEY));
            full.set(true);
            assertTrue(accepting.get());
            assertFalse(oneMore.result().isDone());
            var all = inBackground(() -> {
                for (int i = 0; i <= Guests.MOST; i++) {
                    listener.accept().close();
                }
                return true;
            });
            for (Half half : halves) {
                half.goOn();
            }
            oneMore.get().close();
            assertTrue(all.get());
            halves.forEach(half -> half.link().close());
        }
    }

    /** A program with few descriptors. */
    static final class FewDescriptors {
        public static void main(String[] args) throws Exception {
            try (Listener listener = Listener.builder().authKey(KEY).open()) {
                exchange(listener, KEY); // loads the classes, for which there are no descriptors later
                var accepting = inBackground(listener::accept);
                List<SocketChannel> all = new ArrayList<>();
                IOException full = assertThrows(IOException.class, () -> {
                    while (true) {
                        all.add(SocketChannel.open(listener.address()));
                    }
                });
                for (SocketChannel channel : all) {
                    channel.close();
                }
                Connection good = Client.connect(listener.address(), KEY);
                accepting.get().send("let in after " + full.getMessage());
                System.out.println(good.recv());
            }
            System.exit(0);
        }
    }

    @Test
    void aListenerSurvivesAShortageOfDescriptors() throws Exception {
        var result = JavaProgram.of(FewDescriptors.class).limits("-n 60").run();
        assertEquals(0, result.exitValue(), result::toString);
        assertTrue(result.stdout().contains("let in after Too many open files"), result::toString);
    }

    @Test
    void whoWasNotAcceptedIsClosedWithTheListener() throws Exception {
        try (Listener listener = Listener.builder().authKey(KEY).open()) {
            var first = inBackground(() -> Client.connect(listener.address(), KEY));
            listener.accept().close();
            first.get().close();
            var late =
                    inBackground(() -> Client.connect(listener.address(), KEY)).awaitBlocked();
            listener.close();
            assertTrue(late.failure() instanceof IOException);
        }
    }

    @Test
    void whoHasProvedHimselfWhileNobodyAcceptedIsAcceptedNext() throws Exception {
        try (Listener listener = Listener.builder().authKey(KEY).open()) {
            var clients = List.of(
                    inBackground(() -> Client.connect(listener.address(), KEY)),
                    inBackground(() -> Client.connect(listener.address(), KEY)));
            for (int i = 0; i < 2; i++) {
                listener.accept().close();
            }
            for (var client : clients) {
                client.get().close();
            }
            awaitTrue(() -> clients.stream().allMatch(client -> client.result().isDone()));
        }
    }
}
