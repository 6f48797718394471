package io.github.multiprocessing4j.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.Context;
import io.github.multiprocessing4j.failure.BufferTooShortException;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every pipe does, whatever the processes are between which it is: both ends in one. */
@Timeout(60)
abstract class PipeContract {
    /** {@return the context that is tested} */
    abstract Context context();

    @Test
    void objectsCross() throws Exception {
        try (Pipe pipe = context().pipe()) {
            List<Object> sent = Arrays.asList("text", 1, 2.5, null, List.of(1, 2), Map.of("k", "v"), 'c');
            for (Object value : sent) {
                pipe.first().send(value);
                pipe.second().send(value);
            }
            for (Object value : sent) {
                assertEquals(value, pipe.first().recv());
                assertEquals(value, pipe.second().recv());
            }
            assertFalse(pipe.first().poll());
        }
    }

    @Test
    void aTypeCanBeAskedFor() throws Exception {
        try (Pipe pipe = context().pipe()) {
            pipe.first().send("text");
            pipe.first().send(null);
            pipe.first().send("text");
            assertEquals("text", pipe.second().recv(String.class));
            assertNull(pipe.second().recv(String.class));
            assertThrows(ClassCastException.class, () -> pipe.second().recv(Integer.class));
        }
    }

    @Test
    void bytesCrossInEveryForm() throws Exception {
        try (Pipe pipe = context().pipe();
                Arena arena = Arena.ofConfined()) {
            Connection a = pipe.first();
            Connection b = pipe.second();
            byte[] bytes = {1, 2, 3, 4, 5};
            a.sendBytes(bytes);
            assertArrayEquals(bytes, b.recvBytes());
            a.sendBytes(bytes, 1, 3);
            assertArrayEquals(new byte[] {2, 3, 4}, b.recvBytes());
            a.sendBytes(bytes, 5, 0);
            assertEquals(0, b.recvBytes().length);
            ByteBuffer direct = ByteBuffer.allocateDirect(8).put(bytes).flip();
            a.sendBytes(direct);
            assertEquals(0, direct.remaining());
            byte[] into = new byte[8];
            assertEquals(5, b.recvBytesInto(into, 2));
            assertArrayEquals(new byte[] {0, 0, 1, 2, 3, 4, 5, 0}, into);
            MemorySegment segment = arena.allocate(5);
            segment.copyFrom(MemorySegment.ofArray(bytes));
            a.sendBytes(segment);
            ByteBuffer buffer = ByteBuffer.allocate(10).position(3);
            assertEquals(5, b.recvBytesInto(buffer));
            assertEquals(8, buffer.position());
            assertEquals(ByteBuffer.wrap(bytes), buffer.slice(3, 5));
            a.sendBytes(bytes);
            assertEquals(5, b.recvBytesInto(segment));
            assertEquals(5, segment.get(ValueLayout.JAVA_BYTE, 4));
            assertThrows(IndexOutOfBoundsException.class, () -> a.sendBytes(bytes, 3, 3));
            assertThrows(IndexOutOfBoundsException.class, () -> b.recvBytesInto(into, 9));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> b.recvBytesInto(ByteBuffer.wrap(into).asReadOnlyBuffer()));
        }
    }

    @Test
    void whatIsTooLongForABufferIsInTheException() throws Exception {
        try (Pipe pipe = context().pipe()) {
            for (int length : new int[] {4, 300_000}) {
                byte[] message = new byte[length];
                Arrays.fill(message, (byte) 3);
                var sender = new Peers.Worker<>(() -> {
                    pipe.first().sendBytes(message);
                    return true;
                });
                var e = assertThrows(
                        BufferTooShortException.class, () -> pipe.second().recvBytesInto(new byte[5], 2));
                assertArrayEquals(message, e.message());
                assertTrue(sender.get());
            }
            pipe.first().sendBytes(new byte[3]);
            assertEquals(3, pipe.second().recvBytesInto(new byte[5], 2));
        }
    }

    @Test
    void emptyMessagesAreMessages() throws Exception {
        try (Pipe pipe = context().pipeBuilder().capacity(4096).create()) {
            for (int i = 0; i < 400; i++) {
                pipe.first().sendBytes(new byte[0]);
            }
            for (int i = 0; i < 400; i++) {
                assertTrue(pipe.second().poll());
                assertEquals(0, pipe.second().recvBytes().length);
            }
            assertFalse(pipe.second().poll());
        }
    }

    @Test
    void messagesDoNotMerge() throws Exception {
        try (Pipe pipe = context().pipe()) {
            byte[] a = {'a'};
            byte[] bc = {'b', 'c'};
            pipe.first().sendBytes(a);
            pipe.first().sendBytes(bc);
            assertTrue(pipe.second().poll());
            assertArrayEquals(a, pipe.second().recvBytes());
            assertTrue(pipe.second().poll());
            assertTrue(pipe.second().poll());
            assertArrayEquals(bc, pipe.second().recvBytes());
            assertFalse(pipe.second().poll());
        }
    }

    @Test
    void aLimitEndsReceiving() throws Exception {
        try (Pipe pipe = context().pipe()) {
            Connection limited = pipe.second();
            pipe.first().sendBytes(new byte[10]);
            pipe.first().sendBytes(new byte[11]);
            assertEquals(10, limited.recvBytes(10).length);
            var e = assertThrows(IOException.class, () -> limited.recvBytes(10));
            assertEquals(true, String.valueOf(e.getMessage()).contains("11 bytes"), e::getMessage);
            assertFalse(limited.isReadable());
            assertTrue(limited.isWritable());
            assertThrows(IOException.class, limited::recvBytes);
            assertThrows(IOException.class, limited::poll);
            limited.send("still");
            assertEquals("still", pipe.first().recv());
            assertThrows(IllegalArgumentException.class, () -> pipe.first().recvBytes(-1));
        }
        try (Pipe pipe = context().oneWayPipe()) {
            pipe.second().sendBytes(new byte[1]);
            assertThrows(IOException.class, () -> pipe.first().recvBytes(0));
            assertThrows(IOException.class, () -> pipe.second().sendBytes(new byte[1]), "it was closed");
        }
    }

    @Test
    void aPipeLimitsWhatIsSent() throws Exception {
        try (Pipe pipe = context().pipeBuilder().maxMessageLength(100).create()) {
            assertThrows(IOException.class, () -> pipe.first().sendBytes(new byte[101]));
            pipe.first().sendBytes(new byte[100]);
            assertEquals(100, pipe.second().recvBytes().length);
        }
    }

    @Test
    void oneWayPipesHaveOneDirection() throws Exception {
        try (Pipe pipe = context().oneWayPipe()) {
            assertTrue(pipe.first().isReadable() && !pipe.first().isWritable());
            assertTrue(pipe.second().isWritable() && !pipe.second().isReadable());
            pipe.second().send(1);
            assertEquals(1, pipe.first().recv());
            assertThrows(IOException.class, () -> pipe.first().send(1));
            assertThrows(IOException.class, () -> pipe.second().recv());
            assertThrows(IOException.class, () -> pipe.second().poll());
        }
    }

    @Test
    void afterTheEndComesWhatWasSentAndThenTheEnd() throws Exception {
        try (Pipe pipe = context().pipe()) {
            pipe.first().send("last words");
            pipe.first().close();
            pipe.first().close();
            assertTrue(pipe.second().poll());
            assertEquals("last words", pipe.second().recv());
            assertTrue(pipe.second().poll(), "the end can be received");
            assertThrows(EOFException.class, () -> pipe.second().recv());
            assertThrows(EOFException.class, () -> pipe.second().recvBytes());
            assertThrows(IOException.class, () -> pipe.second().send("nobody"));
            assertThrows(IOException.class, () -> pipe.first().send("closed"));
            assertThrows(IOException.class, () -> pipe.first().recv());
            assertThrows(IOException.class, () -> pipe.first().poll());
        }
    }

    @Test
    void pollWaitsAsLongAsItSays() throws Exception {
        try (Pipe pipe = context().pipe()) {
            long start = System.nanoTime();
            assertFalse(pipe.first().poll(Duration.ZERO));
            assertFalse(pipe.first().poll(Duration.ofDays(-1)));
            assertFalse(pipe.first().poll(Duration.ofSeconds(Long.MIN_VALUE)));
            assertTrue(System.nanoTime() - start < 100_000_000L);
            start = System.nanoTime();
            assertFalse(pipe.first().poll(Duration.ofMillis(400)));
            long taken = System.nanoTime() - start;
            assertTrue(taken >= 400_000_000L && taken < 900_000_000L, () -> taken + " ns");
            var waiter = new Peers.Worker<>(() -> pipe.first().poll(Duration.ofSeconds(Long.MAX_VALUE)));
            Peers.awaitBlocked(waiter.thread);
            pipe.second().send("at last");
            assertTrue(waiter.get());
            assertTrue(pipe.first().poll(), "it is still there");
            assertEquals("at last", pipe.first().recv());
        }
    }

    @Test
    void pollDoesNotWaitForAThreadThatReceives() throws Exception {
        try (Pipe pipe = context().pipe()) {
            var receiver = new Peers.Worker<>(() -> pipe.first().recv());
            Peers.awaitBlocked(receiver.thread);
            assertFalse(pipe.first().poll());
            assertFalse(pipe.first().poll(Duration.ofMillis(20)));
            pipe.second().send(1);
            assertEquals(1, receiver.get());
        }
    }

    @Test
    void closingEndsTheWaitOfWhoIsInIt() throws Exception {
        try (Pipe pipe = context().pipeBuilder().capacity(4096).create()) {
            var receiver = new Peers.Worker<>(
                    () -> assertThrows(IOException.class, () -> pipe.first().recv()));
            var sender = new Peers.Worker<>(() -> assertThrows(IOException.class, () -> sendsTooMuch(pipe.first())));
            Peers.awaitBlocked(receiver.thread);
            Peers.awaitBlocked(sender.thread);
            long start = System.nanoTime();
            pipe.first().close();
            assertTrue(System.nanoTime() - start < 200_000_000L, "they are woken");
            assertFalse(receiver.get() instanceof EOFException);
            assertFalse(sender.get() instanceof EOFException);
            assertThrows(EOFException.class, () -> receivesTheRest(pipe.second()));
        }
    }

    @Test
    void theOthersCloseEndsTheWaitOfWhoIsInIt() throws Exception {
        try (Pipe pipe = context().pipeBuilder().capacity(4096).create()) {
            var receiver = new Peers.Worker<>(
                    () -> assertThrows(EOFException.class, () -> pipe.first().recv()));
            var sender = new Peers.Worker<>(() -> assertThrows(IOException.class, () -> sendsTooMuch(pipe.first())));
            Peers.awaitBlocked(receiver.thread);
            Peers.awaitBlocked(sender.thread);
            long start = System.nanoTime();
            pipe.second().close();
            receiver.get();
            sender.get();
            assertTrue(System.nanoTime() - start < 200_000_000L, "they are woken");
        }
    }

    /** More than there is room for, be it that one message may be longer than that. */
    private static void sendsTooMuch(Connection connection) throws IOException {
        connection.sendBytes(new byte[10_000]);
        connection.sendBytes(new byte[10_000]);
    }

    /** What was sent whole is received. */
    private static void receivesTheRest(Connection connection) throws IOException {
        while (true) {
            assertEquals(10_000, connection.recvBytes().length);
        }
    }

    @Test
    void threadsDoNotMixTheirMessages() throws Exception {
        try (Pipe pipe = context().pipeBuilder().capacity(4096).create()) {
            int threads = 4;
            int each = 500;
            List<Peers.Worker<Boolean>> senders = new java.util.ArrayList<>();
            List<Peers.Worker<int[]>> receivers = new java.util.ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int own = i;
                senders.add(new Peers.Worker<>(() -> {
                    for (int j = 0; j < each; j++) {
                        byte[] message = new byte[1 + j * 20];
                        Arrays.fill(message, (byte) own);
                        pipe.first().sendBytes(message);
                    }
                    return true;
                }));
                receivers.add(new Peers.Worker<>(() -> {
                    int[] counts = new int[threads];
                    for (int j = 0; j < each; j++) {
                        byte[] message = pipe.second().recvBytes();
                        for (byte b : message) {
                            assertEquals(message[0], b);
                        }
                        assertEquals(1, message.length % 20);
                        counts[message[0]]++;
                    }
                    return counts;
                }));
            }
            int[] sums = new int[threads];
            for (var receiver : receivers) {
                int[] counts = receiver.get();
                Arrays.setAll(sums, i -> sums[i] + counts[i]);
            }
            for (var sender : senders) {
                assertTrue(sender.get());
            }
            assertArrayEquals(new int[] {each, each, each, each}, sums);
        }
    }
}
