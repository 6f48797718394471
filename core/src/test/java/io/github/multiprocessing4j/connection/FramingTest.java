package io.github.multiprocessing4j.connection;

import static io.github.multiprocessing4j.connection.Sockets.inBackground;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.connection.Sockets.Ends;
import io.github.multiprocessing4j.connection.Sockets.Kind;
import io.github.multiprocessing4j.connection.Sockets.Raw;
import io.github.multiprocessing4j.failure.BufferTooShortException;
import io.github.multiprocessing4j.failure.SerializationException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.StreamCorruptedException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages and bytes of a socket. */
@Timeout(60)
class FramingTest {
    /** {@return two connections with each other} To be overridden for those that are encrypted. */
    Ends connections(Kind kind) throws IOException {
        return kind.connections();
    }

    Ends connections(Kind kind, long longest) throws IOException {
        return kind.connections(longest);
    }

    /** {@return a connection whose other end is raw} */
    Raw raw(Kind kind) throws IOException {
        return kind.raw();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource
    void messagesStayWholeAndInOrder(Kind kind) throws Exception {
        int[] sizes = {0, 1, 3, 100, 507, 508, 509, 16_379, 16_380, 16_381, 16_384, 16_385, 70_000, 1 << 20, 5_000_000};
        try (Ends ends = connections(kind)) {
            for (Connection[] way : new Connection[][] {{ends.here(), ends.there()}, {ends.there(), ends.here()}}) {
                var sent = inBackground(() -> {
                    for (int size : sizes) {
                        way[0].sendBytes(random(size));
                    }
                    return true;
                });
                for (int size : sizes) {
                    assertArrayEquals(random(size), way[1].recvBytes());
                }
                assertTrue(sent.get());
            }
        }
    }

    @Test
    void theFormIsCPythons() throws Exception {
        try (Raw raw = raw(Kind.UNIX)) {
            raw.here().sendBytes("hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertArrayEquals(new byte[] {0, 0, 0, 5, 'h', 'e', 'l', 'l', 'o'}, raw.read(9));
            raw.here().sendBytes(new byte[0]);
            assertArrayEquals(new byte[4], raw.read(4));
            raw.write(new byte[] {0, 0, 0, 2, 7, 8, 0, 0, 0, 0});
            assertArrayEquals(new byte[] {7, 8}, raw.here().recvBytes());
            assertArrayEquals(new byte[0], raw.here().recvBytes());
            raw.write(new byte[] {-1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 1, 9});
            assertArrayEquals(new byte[] {9}, raw.here().recvBytes());
        }
    }

    @Test
    void messagesBeyondTwoGigabytesHaveALongLength() throws Exception {
        byte[] part = new byte[1 << 20];
        long length = (1L << 31) + part.length;
        var pair = Kind.UNIX.pair();
        try (SocketLink sender = Sockets.link(pair[0], length);
                Connection receiver = new Connection(Sockets.link(pair[1], length))) {
            var sent = inBackground(() -> {
                sender.outgoing().begin(length);
                for (long i = 0; i < length; i += part.length) {
                    sender.outgoing().write(part, 0, part.length);
                }
                sender.outgoing().end();
                sender.outgoing().begin(0);
                sender.outgoing().end();
                return true;
            });
            IOException e = assertThrows(IOException.class, receiver::recvBytes);
            assertTrue(String.valueOf(e.getMessage()).contains("is longer than an array can be"), e::toString);
            assertEquals(0, receiver.recvBytes().length);
            assertTrue(sent.get());
        }
    }

    @ParameterizedTest
    @EnumSource
    void objectsCrossWithLargeArrays(Kind kind) throws Exception {
        Map<String, Object> value = Map.of("n", 42, "list", List.of(1, 2), "text", "x".repeat(100_000));
        long[] array = new Random(1).longs(300_000).toArray();
        try (Ends ends = connections(kind)) {
            var sent = inBackground(() -> {
                ends.here().send(value);
                ends.here().send(array);
                return true;
            });
            assertEquals(value, ends.there().recv());
            assertArrayEquals(array, (long[]) ends.there().recv());
            assertTrue(sent.get());
        }
    }

    @Test
    void segmentsAndBuffersOfAllKindsCross() throws Exception {
        try (Arena arena = Arena.ofConfined();
                Ends ends = connections(Kind.TCP)) {
            MemorySegment segment = arena.allocate(100_000);
            MemorySegment.copy(MemorySegment.ofArray(random(100_000)), 0, segment, 0, 100_000);
            ends.here().sendBytes(segment);
            int[] ints = new int[25_000];
            assertEquals(100_000, ends.there().recvBytesInto(MemorySegment.ofArray(ints)));
            assertEquals(-1, segment.mismatch(MemorySegment.ofArray(ints)));
            ends.here().sendBytes(MemorySegment.ofArray(ints));
            byte[] bytes = new byte[100_001];
            assertEquals(100_000, ends.there().recvBytesInto(bytes, 1));
            assertArrayEquals(random(100_000), Arrays.copyOfRange(bytes, 1, 100_001));
            ByteBuffer buffer = ByteBuffer.allocateDirect(20).position(5);
            ends.here().sendBytes(buffer);
            assertEquals(15, ends.there().recvBytes().length);
            assertEquals(20, buffer.position());
        }
    }

    @Test
    void aMessageThatIsTooLongForItsBufferIsNotLost() throws Exception {
        try (Ends ends = connections(Kind.UNIX)) {
            ends.here().sendBytes(random(50_000));
            ends.here().sendBytes(random(5));
            var e = assertThrows(
                    BufferTooShortException.class, () -> ends.there().recvBytesInto(new byte[49_999], 0));
            assertArrayEquals(random(50_000), e.message());
            assertEquals(5, ends.there().recvBytesInto(new byte[5], 0));
        }
    }

    @Test
    void pollTellsOfMessagesAndOfTheEnd() throws Exception {
        try (Raw raw = raw(Kind.TCP)) {
            assertFalse(raw.here().poll());
            assertFalse(raw.here().poll(Duration.ofMillis(20)));
            raw.write(new byte[] {0, 0});
            assertFalse(raw.here().poll(Duration.ofMillis(20)));
            raw.write(new byte[] {0, 0});
            assertTrue(raw.here().poll(Duration.ofDays(1_000_000)));
            assertEquals(0, raw.here().recvBytes().length);
            var polled = inBackground(() -> raw.here().poll(Sockets.SOON)).awaitBlocked();
            raw.end();
            assertTrue(polled.get());
            assertThrows(EOFException.class, raw.here()::recvBytes);
            assertThrows(EOFException.class, raw.here()::recvBytes);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasSentBeforeTheEndArrives(Kind kind) throws Exception {
        try (Ends ends = connections(kind)) {
            ends.there().sendBytes(random(10)); // never read: over TCP the end is then a reset
            ends.here().sendBytes(random(1_000));
            ends.here().close();
            assertArrayEquals(random(1_000), ends.there().recvBytes());
            assertThrows(EOFException.class, ends.there()::recvBytes);
            // What the socket has room for may go in before the poller's thread has let go of the other end.
            assertThrows(IOException.class, () -> {
                while (true) {
                    ends.there().sendBytes(random(10_000));
                }
            });
        }
    }

    /** {@return what receiving throws} The connection is closed then. */
    private static IOException received(Raw raw, byte... bytes) throws Exception {
        raw.write(bytes);
        raw.end();
        IOException e = assertThrows(IOException.class, raw.here()::recvBytes);
        IOException closed = assertThrows(IOException.class, raw.here()::recvBytes);
        assertTrue(String.valueOf(closed.getMessage()).contains("was closed"), closed::toString);
        return e;
    }

    @Test
    void whatIsNoMessageClosesTheConnection() throws Exception {
        byte[][] garbage = {
            {-1, -1, -1, -2},
            {(byte) 0x80, 0, 0, 0},
            {-1, -1, -1, -1, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0},
            {-1, -1, -1, -1, 0x7f, -1, -1, -1, -1, -1, -1, -1},
            {0x7f, -1, -1, -1}
        };
        for (byte[] bytes : garbage) {
            try (Raw raw = raw(Kind.UNIX)) {
                assertTrue(received(raw, bytes) instanceof StreamCorruptedException, () -> Arrays.toString(bytes));
            }
        }
    }

    @Test
    void theEndWithinAMessageTellsHowMuchCame() throws Exception {
        try (Raw raw = raw(Kind.UNIX)) {
            IOException e = received(raw, (byte) 0x7f, (byte) -1, (byte) -1, (byte) -9, (byte) 1, (byte) 2);
            assertTrue(e instanceof EOFException, e::toString);
            assertTrue(String.valueOf(e.getMessage()).contains("2 of 2147483639"), e::toString);
        }
        try (Raw raw = raw(Kind.TCP)) {
            IOException e = received(raw, (byte) 0, (byte) 0, (byte) 1);
            assertTrue(e instanceof EOFException, e::toString);
        }
        try (Raw raw = raw(Kind.TCP)) {
            assertTrue(received(raw, (byte) -1, (byte) -1, (byte) -1, (byte) -1, (byte) 0) instanceof EOFException);
        }
    }

    private interface Receipt {
        @org.jspecify.annotations.Nullable
        Object from(Connection connection) throws IOException;
    }

    /** The JVM of the tests has less memory than is announced. */
    @Test
    void aLengthAloneTakesNoMemory() throws Exception {
        for (Receipt receipt : List.<Receipt>of(
                Connection::recvBytes, Connection::recv, connection -> connection.recvBytesInto(new byte[10], 0))) {
            try (Raw raw = raw(Kind.UNIX)) {
                raw.write(new byte[] {0x7f, -1, -1, -9, 0, 0, 0, 0, 1});
                raw.end();
                assertThrows(EOFException.class, () -> receipt.from(raw.here()));
            }
        }
    }

    @Test
    void aMessageIsNoLongerThanAllowed() throws Exception {
        try (Ends ends = connections(Kind.UNIX, 1_000)) {
            IOException e = assertThrows(IOException.class, () -> ends.here().sendBytes(new byte[1_001]));
            assertTrue(String.valueOf(e.getMessage()).contains("1001"), e::toString);
            ends.here().sendBytes(random(1_000));
            assertArrayEquals(random(1_000), ends.there().recvBytes());
        }
    }

    @Test
    void severalThreadsMaySendAndReceive() throws Exception {
        int each = 2_000;
        try (Ends ends = connections(Kind.UNIX)) {
            var senders = new java.util.ArrayList<Sockets.Background<Boolean>>();
            for (int t = 0; t < 4; t++) {
                byte id = (byte) t;
                senders.add(inBackground(() -> {
                    for (int i = 0; i < each; i++) {
                        byte[] message = new byte[1 + i];
                        Arrays.fill(message, id);
                        ends.here().sendBytes(message);
                    }
                    return true;
                }));
            }
            Sockets.Work<Integer> receiver = () -> {
                int sum = 0;
                for (int i = 0; i < 2 * each; i++) {
                    byte[] message = ends.there().recvBytes();
                    for (byte b : message) {
                        assertEquals(message[0], b);
                    }
                    sum += message.length;
                }
                return sum;
            };
            var one = inBackground(receiver);
            var other = inBackground(receiver);
            assertEquals(4 * each * (each + 1) / 2, one.get() + other.get());
            for (var sender : senders) {
                assertTrue(sender.get());
            }
        }
    }

    /** A value, four bytes of it, and beside it an array of bytes. */
    private static byte[] announcing(int arrayLength) {
        return ByteBuffer.allocate(20)
                .putInt(16 + arrayLength)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(1)
                .putInt(1)
                .putInt(arrayLength)
                .putInt(0)
                .array();
    }

    @Test
    void anArrayThatIsOnlyAnnouncedTakesNoMemory() throws Exception {
        try (Raw raw = raw(Kind.UNIX)) {
            raw.write(announcing(400_000_000));
            raw.end();
            long before = allocated();
            assertThrows(EOFException.class, raw.here()::recv);
            long taken = allocated() - before;
            assertTrue(taken < 16 << 20, () -> taken + " bytes");
        }
    }

    private static long allocated() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }

    /** Larger than what is taken on trust, and not of bytes. */
    @Test
    void aLongArrayThatComesInManyPartsArrivesWhole() throws Exception {
        double[] numbers = new Random(1).doubles(1_000_003).toArray();
        try (Ends ends = connections(Kind.UNIX)) {
            var receiving =
                    inBackground(() -> Objects.requireNonNull(ends.there().recv()));
            ends.here().send(numbers);
            assertArrayEquals(numbers, (double[]) receiving.get());
        }
    }

    @Test
    void theRestOfWhatIsNoMessageKeepsNobodyWaiting() throws Exception {
        try (Raw raw = raw(Kind.UNIX)) {
            raw.write(new byte[] {0, 0, 0, 100, -1, -1, -1, -1});
            var receiving = inBackground(() -> Objects.requireNonNull(raw.here().recv()));
            assertInstanceOf(SerializationException.class, receiving.failure());
            raw.write(new byte[96]);
            raw.write(new byte[] {0, 0, 0, 1, 7});
            assertArrayEquals(new byte[] {7}, raw.here().recvBytes());
        }
    }

    /** More than both buffers of a socket have room for. */
    @Test
    void whoIsInterruptedInTheMiddleOfAMessageSendsTheRestIfThePeerTakesIt() throws Exception {
        try (Ends ends = connections(Kind.UNIX)) {
            byte[] message = random(5_000_000);
            var sending = inBackground(() -> {
                ends.here().sendBytes(message);
                return Thread.interrupted();
            });
            assertTrue(ends.there().poll(Duration.ofSeconds(20)));
            sending.awaitBlocked().thread().interrupt();
            Sockets.awaitTrue(() -> !sending.thread().isInterrupted()); // it has noticed, and waits on
            assertArrayEquals(message, ends.there().recvBytes());
            assertTrue(sending.get());
            ends.here().sendBytes(new byte[3]);
            assertEquals(3, ends.there().recvBytes().length);
        }
    }

    @Test
    void whoIsInterruptedInTheMiddleOfAMessageThatNobodyTakesClosesTheConnection() throws Exception {
        try (Ends ends = connections(Kind.UNIX)) {
            var sending = inBackground(() -> {
                ends.here().sendBytes(new byte[5_000_000]);
                return true;
            });
            assertTrue(ends.there().poll(Duration.ofSeconds(20)));
            sending.awaitBlocked().thread().interrupt();
            assertInstanceOf(InterruptedIOException.class, sending.failure());
            assertThrows(IOException.class, () -> ends.here().sendBytes(new byte[1]));
            assertThrows(EOFException.class, ends.there()::recvBytes);
        }
    }
}
