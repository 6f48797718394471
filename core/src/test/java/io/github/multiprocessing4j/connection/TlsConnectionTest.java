package io.github.multiprocessing4j.connection;

import static io.github.multiprocessing4j.connection.Sockets.inBackground;
import static io.github.multiprocessing4j.connection.Sockets.inVirtualThread;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.connection.Sockets.Ends;
import io.github.multiprocessing4j.connection.Sockets.Kind;
import io.github.multiprocessing4j.connection.Sockets.Raw;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.testkit.JavaProgram;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.Security;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections through TLS: what is different where bytes are records first. */
@Timeout(60)
class TlsConnectionTest {
    private static Ends ends(Kind kind) throws IOException {
        return TlsSockets.connections(kind, SocketLink.LONGEST);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource
    void longMessagesGoBothWaysAtTheSameTime(Kind kind) throws Exception {
        byte[] message = random(8_000_003);
        try (Ends ends = ends(kind)) {
            List<Sockets.Background<Boolean>> senders = List.of(
                    inBackground(() -> {
                        ends.here().sendBytes(message);
                        return true;
                    }),
                    inVirtualThread(() -> {
                        ends.there().sendBytes(message);
                        return true;
                    }));
            var receiver = inVirtualThread(ends.here()::recvBytes);
            assertArrayEquals(message, ends.there().recvBytes());
            assertArrayEquals(message, receiver.get());
            for (var sender : senders) {
                assertTrue(sender.get());
            }
        }
    }

    /** All of them are in one record, or in some that come together; the socket has nothing to tell of the later ones. */
    @Test
    void whatWasDecryptedOrReadAlreadyIsReady() throws Exception {
        ByteBuffer all = ByteBuffer.allocate(40_000);
        for (int length = 1; all.remaining() > 4 + length; length += 371) {
            all.putInt(length).put(random(length));
        }
        try (Raw raw = TlsSockets.raw()) {
            raw.write(Arrays.copyOf(all.array(), all.position()));
            all.flip();
            while (all.hasRemaining()) {
                assertEquals(List.of(raw.here()), Waitable.awaitAny(List.of(raw.here()), Sockets.SOON));
                assertTrue(raw.here().isReady());
                assertTrue(raw.here().poll());
                int length = all.getInt();
                assertArrayEquals(random(length), raw.here().recvBytes());
                all.position(all.position() + length);
            }
            assertFalse(raw.here().poll());
            assertEquals(List.of(), Waitable.awaitAny(List.of(raw.here()), Duration.ofMillis(1)));
            var waiting = inBackground(() -> Waitable.awaitAny(List.of(raw.here()), Sockets.SOON))
                    .awaitBlocked();
            raw.write(new byte[] {0, 0, 0, 1, 7});
            assertEquals(List.of(raw.here()), waiting.get());
            assertEquals(7, raw.here().recvBytes()[0]);
        }
    }

    /** A record is nothing until all of it is there. */
    @Test
    void partOfARecordIsNotReady() throws Exception {
        try (Raw raw = TlsSockets.raw()) {
            raw.peer().write(ByteBuffer.wrap(new byte[] {23, 3, 3, 0, 40, 1, 2, 3}));
            assertFalse(raw.here().poll(Duration.ofMillis(20)));
            assertFalse(raw.here().isReady());
        }
    }

    @Test
    void theEndIsToldFromACut() throws Exception {
        try (Ends ends = ends(Kind.TCP)) {
            ends.here().sendBytes(new byte[3]);
            ends.here().close();
            assertEquals(3, ends.there().recvBytes().length);
            assertThrows(EOFException.class, ends.there()::recvBytes);
            assertThrows(EOFException.class, ends.there()::recvBytes);
        }
        try (Raw raw = TlsSockets.raw()) {
            raw.write(new byte[] {0, 0, 0, 1, 7});
            var receiver = inBackground(() -> {
                assertEquals(7, raw.here().recvBytes()[0]);
                return raw.here().recvBytes();
            });
            raw.peer().shutdownOutput();
            for (Throwable cut : List.of(receiver.failure(), assertThrows(IOException.class, raw.here()::recvBytes))) {
                assertInstanceOf(SSLException.class, cut);
                assertTrue(String.valueOf(cut.getMessage()).contains("close_notify"), cut::toString);
            }
            assertTrue(raw.here().isReady());
        }
    }

    @Test
    void whoIsKilledLeavesACut() throws Exception {
        try (Ends ends = ends(Kind.TCP)) {
            ends.there().sendBytes(new byte[5]);
            ((SocketLink) ends.here().link())
                    .channel()
                    .close(); // as the system does: nothing is said, and something unread
            assertThrows(SSLException.class, ends.there()::recvBytes);
        }
    }

    @Test
    void whatWasChangedOnTheWayIsNotTaken() throws Exception {
        byte[] record = new byte[45];
        System.arraycopy(new byte[] {23, 3, 3, 0, 40}, 0, record, 0, 5);
        for (boolean looks : new boolean[] {false, true}) {
            try (Raw raw = TlsSockets.raw()) {
                raw.peer().write(ByteBuffer.wrap(record));
                if (looks) {
                    assertEquals(List.of(raw.here()), Waitable.awaitAny(List.of(raw.here()), Sockets.SOON));
                } else {
                    assertThrows(SSLException.class, raw.here()::recvBytes);
                }
                var after = assertThrows(IOException.class, raw.here()::recvBytes);
                assertTrue(
                        String.valueOf(after.getMessage()).startsWith("this connection was closed: "), after::toString);
                assertThrows(IOException.class, () -> raw.here().sendBytes(new byte[1]));
                assertThrows(SSLException.class, () -> raw.read(1)); // he is told
            }
        }
    }

    @Test
    void oneThroughTlsStaysInItsProcess() throws Exception {
        try (Ends ends = ends(Kind.TCP);
                Pipe pipe = Pipe.create()) {
            var e = assertThrows(
                    SerializationException.class, () -> pipe.first().send(ends.here()));
            assertTrue(String.valueOf(e.getMessage()).contains("through TLS"), e::toString);
            ends.here().send(pipe.second()); // but others travel through it
            try (Connection arrived = Objects.requireNonNull(ends.there().recv(Connection.class))) {
                pipe.first().send("both");
                assertEquals("both", arrived.recv());
            }
        }
    }

    /** What the JDK makes of starting a handshake anew: in TLS 1.3 keys change. */
    @Test
    void messagesOfTlsItselfAreNotTakenWithoutEnd() throws Exception {
        try (Raw raw = TlsSockets.raw()) {
            SSLSocket peer = Objects.requireNonNull(raw.tls());
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < 60; i++) {
                    peer.startHandshake();
                }
                raw.write(new byte[] {0, 0, 0, 1, 7});
                assertEquals(7, raw.here().recvBytes()[0]);
            }
            raw.here().sendBytes(new byte[] {8}); // behind the answers
            assertArrayEquals(new byte[] {0, 0, 0, 1, 8}, raw.read(5));
            for (int i = 0; i < 101; i++) {
                peer.startHandshake();
            }
            var e = assertThrows(SSLException.class, raw.here()::recvBytes);
            assertTrue(String.valueOf(e.getMessage()).contains("and no data"), e::toString);
        }
    }

    @Test
    void olderTlsIsNotNegotiatedAgain() throws Exception {
        try (Raw raw = TlsSockets.raw("TLSv1.2")) {
            raw.write(new byte[] {0, 0, 0, 1, 7});
            assertEquals(7, raw.here().recvBytes()[0]);
            Objects.requireNonNull(raw.tls()).startHandshake(); // as a server it only asks for one
            var e = assertThrows(SSLException.class, raw.here()::recvBytes);
            assertTrue(String.valueOf(e.getMessage()).contains("negotiate TLS again"), e::toString);
            assertThrows(IOException.class, () -> raw.read(1)); // he is told
        }
    }

    /** Its keys change after each 64 KiB, first while one side says nothing for long, then while both send. */
    static final class ChangingKeys {
        public static void main(String[] args) throws Exception {
            Security.setProperty(
                    "jdk.tls.keyLimits", "AES/GCM/NoPadding KeyUpdate 2^16, ChaCha20-Poly1305 KeyUpdate 2^16");
            try (Ends ends = ends(Kind.TCP)) {
                byte[] message = random(1_000_000);
                for (int i = 0; i < 2; i++) {
                    var receiver = inVirtualThread(ends.there()::recvBytes);
                    ends.here().sendBytes(message);
                    assertArrayEquals(message, receiver.get());
                }
                var echo = inVirtualThread(() -> {
                    for (int i = 0; i < 8; i++) {
                        ends.there().sendBytes(message);
                    }
                    return true;
                });
                var receiver = inVirtualThread(() -> {
                    for (int i = 0; i < 8; i++) {
                        assertArrayEquals(message, ends.there().recvBytes());
                    }
                    return true;
                });
                var sender = inBackground(() -> {
                    for (int i = 0; i < 8; i++) {
                        ends.here().sendBytes(message);
                    }
                    return true;
                });
                for (int i = 0; i < 8; i++) {
                    assertArrayEquals(message, ends.here().recvBytes());
                }
                assertTrue(echo.get() && receiver.get() && sender.get());
            }
            System.out.println("all came");
            System.exit(0);
        }
    }

    @Test
    @Tag("stress")
    void keysMayChange() throws Exception {
        var result = JavaProgram.of(ChangingKeys.class)
                .jvmOptions("--enable-native-access=ALL-UNNAMED", "-Djavax.net.debug=ssl:handshake")
                .run();
        assertEquals(0, result.exitValue(), result::toString);
        assertTrue(result.stdout().contains("all came"), result::toString);
        assertTrue(result.stderr().contains("KeyUpdate: read key updated"), "no key was changed");
    }
}
