package io.github.multiprocessing4j.connection;

import static io.github.multiprocessing4j.connection.Peers.findsTheEnd;
import static io.github.multiprocessing4j.connection.Sockets.inBackground;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.codec.Sink;
import io.github.multiprocessing4j.connection.Sockets.Ends;
import io.github.multiprocessing4j.connection.Sockets.Kind;
import io.github.multiprocessing4j.connection.Sockets.Raw;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.region.Transit;
import io.github.multiprocessing4j.testkit.LeakOracle;
import io.github.multiprocessing4j.testkit.Together;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections through sockets are sent, and arrive in the same process: what becomes of both objects. */
@Timeout(60)
@ExtendWith(LeakOracle.class)
class MovingSocketTest {
    /** More than both buffers of a socket have room for. */
    private static final int MUCH = 16 << 20;

    private static Connection moved(Connection connection) throws IOException {
        try (Pipe carrying = Pipe.create()) {
            carrying.first().send(connection);
            return Objects.requireNonNull(carrying.second().recv(Connection.class));
        }
    }

    private static void wasSent(IOException e) {
        assertTrue(String.valueOf(e.getMessage()).contains("sent to another process"), e::toString);
    }

    private static byte[] frame(int length, byte... body) {
        return ByteBuffer.allocate(4 + body.length).putInt(length).put(body).array();
    }

    @ParameterizedTest
    @EnumSource
    void withWhatWasNotReadAndHalfAMessage(Kind kind) throws Exception {
        try (Raw raw = kind.raw()) {
            raw.write(frame(1, (byte) 1));
            raw.write(frame(2, (byte) 2, (byte) 3));
            raw.write(frame(4, (byte) 4, (byte) 5));
            assertTrue(raw.here().poll(Duration.ofSeconds(20)));
            assertArrayEquals(new byte[] {1}, raw.here().recvBytes()); // so the others are in its buffer
            try (Connection arrived = moved(raw.here())) {
                wasSent(assertThrows(IOException.class, raw.here()::recvBytes));
                wasSent(assertThrows(IOException.class, () -> raw.here().sendBytes(new byte[1])));
                assertThrows(IOException.class, raw.here()::poll);
                assertArrayEquals(new byte[] {2, 3}, arrived.recvBytes());
                raw.write((byte) 6, (byte) 7);
                assertArrayEquals(new byte[] {4, 5, 6, 7}, arrived.recvBytes());
                arrived.sendBytes(new byte[] {8});
                assertArrayEquals(frame(1, (byte) 8), raw.read(5));
                raw.write((byte) 0, (byte) 0);
                assertFalse(arrived.poll());
                try (Connection further = moved(arrived)) {
                    raw.write((byte) 0, (byte) 1, (byte) 9);
                    assertArrayEquals(new byte[] {9}, further.recvBytes());
                }
            }
            assertEquals(-1, raw.peer().read(ByteBuffer.allocate(1)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatCouldNotBeSentStays(Kind kind) throws Exception {
        try (Pipe carrying = Pipe.builder().maxMessageLength(2000).create();
                Ends ends = kind.connections()) {
            Connection end = ends.here();
            ends.there().send("unread 1");
            ends.there().send("unread 2");
            assertTrue(end.poll(Duration.ofSeconds(20)));
            assertThrows(SerializationException.class, () -> carrying.first().send(List.of(end, new Object(), end)));
            assertEquals("unread 1", end.recv());
            assertThrows(
                    IOException.class, () -> carrying.first().send(List.of(end, "too long".repeat(1000))), "too long");
            assertEquals("unread 2", end.recv());
            carrying.second().close();
            assertThrows(IOException.class, () -> carrying.first().send(end));
            end.send("still");
            assertEquals("still", ends.there().recv());
            try (Connection arrived = moved(end)) {
                arrived.send("and later it moves");
                assertEquals("and later it moves", ends.there().recv());
            }
            findsTheEnd(ends.there());
        }
    }

    @Test
    void oneThatWasClosedInTheMeantimeDoesNotComeBack() throws Exception {
        try (Pipe carrying = Pipe.builder().capacity(4096).create();
                Ends ends = Kind.UNIX.connections()) {
            var sending = new Peers.Worker<>(() -> assertThrows(
                    IOException.class, () -> carrying.first().send(List.of(ends.here(), new byte[1 << 20]))));
            Together.awaitTrue(() -> ends.here().toString().contains("closed"));
            ends.here().close();
            assertFalse(ends.there().poll());
            carrying.second().close();
            sending.get();
            findsTheEnd(ends.there());
        }
    }

    @Test
    void twiceInOneMessageItIsOneAndInTwoItIsRefused() throws Exception {
        try (Pipe carrying = Pipe.create();
                Ends ends = Kind.UNIX.connections()) {
            carrying.first().send(List.of(ends.here(), "x", ends.here()));
            var e = assertThrows(
                    SerializationException.class, () -> carrying.first().send(ends.here()));
            assertTrue(String.valueOf(e.getMessage()).contains("sent before"), e::getMessage);
            List<?> came = Objects.requireNonNull(carrying.second().recv(List.class));
            try (Connection arrived = (Connection) came.get(0)) {
                assertSame(arrived, came.get(2));
                arrived.send("works");
                assertEquals("works", ends.there().recv());
            }
        }
    }

    @Test
    void throughItselfAndThroughAnother() throws Exception {
        try (Ends one = Kind.UNIX.connections();
                Ends other = Kind.TCP.connections()) {
            wasSent(assertThrows(IOException.class, () -> one.here().send(one.here())));
            other.here().send(one.here());
            try (Connection arrived = Objects.requireNonNull(other.there().recv(Connection.class))) {
                arrived.send("works");
                assertEquals("works", one.there().recv());
            }
            findsTheEnd(one.there());
        }
    }

    @Test
    void closedOnItsWayWithWhatCarriesIt() throws Exception {
        try (Pipe carrying = Pipe.create();
                Ends ends = Kind.TCP.connections()) {
            carrying.first().send(ends.here());
            ends.here().close();
            assertFalse(ends.there().poll());
            carrying.second().close();
            findsTheEnd(ends.there());
        }
    }

    @Test
    void lostWithAQueueThatNobodyTakesItFrom() throws Exception {
        try (Ends ends = Kind.TCP.connections()) {
            Queue<Connection> queue = Queue.create();
            queue.put(ends.here());
            assertFalse(ends.there().poll());
            queue.close();
            findsTheEnd(ends.there());
        }
    }

    @Test
    void whoWaitsInItIsThrownOut() throws Exception {
        try (Ends ends = Kind.TCP.connections()) {
            var reading = inBackground(ends.here()::recvBytes).awaitBlocked();
            var queueing = inBackground(ends.here()::recvBytes).awaitBlocked();
            var polling = inBackground(() -> Waitable.awaitAny(List.of(ends.here(), ends.there())))
                    .awaitBlocked();
            try (Connection arrived = moved(ends.here())) {
                wasSent((IOException) reading.failure());
                wasSent((IOException) queueing.failure());
                assertEquals(List.of(ends.here()), polling.get());
                assertFalse(ends.there().poll());
                ends.there().send("hello");
                assertEquals(List.of(arrived), Waitable.awaitAny(List.of(arrived), Duration.ofSeconds(20)));
                assertEquals("hello", arrived.recv());
            }
        }
    }

    @Test
    void whoIsInTheMiddleOfAMessageFinishesIt() throws Exception {
        byte[] message = new byte[MUCH];
        Arrays.fill(message, (byte) 7);
        try (Raw raw = Kind.UNIX.raw()) {
            raw.write(frame(100_000, new byte[50_000]));
            var reading = inBackground(raw.here()::recvBytes);
            var writing = inBackground(() -> {
                raw.here().sendBytes(message);
                return true;
            });
            assertArrayEquals(frame(MUCH), raw.read(4));
            reading.awaitBlocked();
            writing.awaitBlocked();
            var moving = inBackground(() -> moved(raw.here()));
            Sockets.awaitTrue(() -> raw.here().toString().contains("closed"));
            raw.write(new byte[50_000]);
            assertArrayEquals(message, raw.read(MUCH));
            assertEquals(100_000, reading.get().length);
            assertTrue(writing.get());
            try (Connection arrived = moving.get()) {
                raw.write(frame(1, (byte) 1));
                assertArrayEquals(new byte[] {1}, arrived.recvBytes());
                arrived.sendBytes(new byte[] {2});
                assertArrayEquals(frame(1, (byte) 2), raw.read(5));
            }
        }
    }

    @Test
    void whatDoesNotGoOnIsPassedOver() throws Exception {
        try (Raw raw = Kind.UNIX.raw()) {
            raw.write(frame(100_000, new byte[50_000]));
            var reading = inBackground(raw.here()::recvBytes).awaitBlocked();
            try (Connection arrived = moved(raw.here())) {
                wasSent((IOException) reading.failure());
                assertFalse(inBackground(arrived::poll).get());
                assertFalse(
                        inBackground(() -> arrived.poll(Duration.ofMillis(100))).get());
                raw.write(new byte[50_000]);
                raw.write(frame(1, (byte) 1));
                assertArrayEquals(new byte[] {1}, arrived.recvBytes());
            }
        }
    }

    @Test
    void whatThePeerDoesNotTakeEndsTheConnection() throws Exception {
        try (Raw raw = Kind.UNIX.raw()) {
            var writing = inBackground(() -> {
                raw.here().sendBytes(new byte[MUCH]);
                return true;
            });
            assertArrayEquals(frame(MUCH), raw.read(4));
            writing.awaitBlocked();
            var e = assertThrows(SerializationException.class, () -> moved(raw.here()));
            assertTrue(String.valueOf(e.getMessage()).contains("was closed"), e::getMessage);
            assertTrue(writing.failure() instanceof IOException);
            assertThrows(AssertionError.class, () -> raw.read(MUCH), "the end comes first");
        }
    }

    @Test
    void theLongestMessageMovesAlong() throws Exception {
        try (Ends ends = Kind.UNIX.connections(100);
                Connection arrived = moved(ends.here())) {
            assertThrows(IOException.class, () -> arrived.sendBytes(new byte[101]));
            ends.there().sendBytes(new byte[100]);
            assertEquals(100, arrived.recvBytes().length);
            try (Raw raw = Kind.UNIX.raw();
                    Connection limited = moved(new Connection(Sockets.link(raw.peer(), 100)))) {
                raw.here().sendBytes(new byte[101]);
                assertThrows(IOException.class, limited::recvBytes);
            }
        }
    }

    @Test
    void whenThePeerIsGoneWhatItSentIsThere() throws Exception {
        try (Ends ends = Kind.TCP.connections()) {
            ends.there().send("last");
            ends.there().send("words");
            ends.there().close();
            assertEquals("last", ends.here().recv());
            try (Connection arrived = moved(ends.here())) {
                assertEquals("words", arrived.recv());
                assertThrows(EOFException.class, arrived::recv);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void itKeepsItsNameAndArrivesWithWhoIsInterrupted(Kind kind) throws Exception {
        try (Ends ends = kind.connections()) {
            String name = ends.here().toString();
            Thread.currentThread().interrupt();
            try (Connection arrived = moved(ends.here())) {
                assertTrue(Thread.interrupted());
                assertEquals(name, arrived.toString());
                arrived.send("works");
                assertEquals("works", ends.there().recv());
            }
        }
    }

    /** As when what carries it is closed by another thread between two questions. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatCouldNotDepartIsAsBefore(boolean closes) throws Exception {
        try (Ends ends = Kind.UNIX.connections();
                Pipe pipe = Pipe.create()) {
            for (Ends each : List.of(ends, new Ends(pipe.first(), pipe.second()))) {
                var asked = new AtomicInteger();
                var breaking = new Transit(() -> {
                    if (asked.getAndIncrement() == 0) {
                        return null;
                    }
                    if (closes) {
                        closeSoon(each.here());
                    }
                    throw new IllegalStateException("on purpose");
                });
                assertThrows(
                        SerializationException.class,
                        () -> breaking.board(() -> Codec.standard().write(each.here(), new Sink())));
                assertEquals(2, asked.get());
                if (closes) {
                    findsTheEnd(each.there());
                    assertThrows(IOException.class, each.here()::recv);
                } else {
                    each.here().send("still here");
                    assertEquals("still here", each.there().recv());
                }
            }
        }
    }

    /** Another thread closes it as soon as the calling one has let go of it. */
    private static void closeSoon(Connection end) {
        Thread closing = Thread.ofPlatform().start(end::close);
        Sockets.awaitTrue(() -> closing.getState() == Thread.State.BLOCKED);
    }

    private static List<InetAddress> ownAddresses() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .toList();
    }

    @Test
    void itCanNotGoThroughASocketToAnotherMachine() throws Exception {
        assertTrue(Addresses.isOfThisMachine(Kind.UNIX.newAddress()));
        assertTrue(Addresses.isOfThisMachine(Kind.TCP.newAddress()));
        for (InetAddress own : ownAddresses()) {
            assertTrue(Addresses.isOfThisMachine(new InetSocketAddress(own, 1)), own::toString);
        }
        assertFalse(Addresses.isOfThisMachine(new InetSocketAddress("192.0.2.1", 1)));
        var elsewhere = new Transit(() -> {
            throw new SerializationException("to another machine", null);
        });
        try (Ends ends = Kind.UNIX.connections();
                Pipe pipe = Pipe.create()) {
            for (Connection end : List.of(ends.here(), pipe.first())) {
                assertThrows(
                        SerializationException.class,
                        () -> elsewhere.board(() -> Codec.standard().write(end, new Sink())));
                end.send("still here");
            }
            assertEquals("still here", ends.there().recv());
            assertEquals("still here", pipe.second().recv());
        }
    }
}
