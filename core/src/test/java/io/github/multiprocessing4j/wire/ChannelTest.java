package io.github.multiprocessing4j.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChannelTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Two ends, both in this process. */
    private record Ends(Channel here, Channel there) implements AutoCloseable {
        static Ends meet() throws Exception {
            try (Rendezvous rendezvous = Rendezvous.open()) {
                CompletableFuture<Channel> guest = inBackground(rendezvous.invitation()::accept);
                return new Ends(rendezvous.await(SOON), guest.get(20, TimeUnit.SECONDS));
            }
        }

        @Override
        public void close() {
            here.close();
            there.close();
        }
    }

    private interface Work<T> {
        T call() throws Exception;
    }

    private static <T> CompletableFuture<T> inBackground(Work<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("test-background").start(() -> {
            try {
                result.complete(work.call());
            } catch (Throwable t) {
                result.completeExceptionally(t);
            }
        });
        return result;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static ByteBuffer received(Channel channel) throws IOException {
        ByteBuffer message = channel.receive();
        assertNotNull(message);
        return message;
    }

    /** The memory would stay for as long as this process lives. */
    @Test
    void aPeerThatIsGoneBeforeItHasFollowedLeavesNothingBehind() throws Exception {
        try (Ends ends = Ends.meet();
                Channel here = SharedChannel.lead(ends.here())) {
            ends.there().close();
            assertTrue(here.toString().startsWith("Channel["));
        }
    }

    /** Its memory is gone then, which must not be looked at. */
    @Test
    void whoWaitsForAMessageAfterItWasClosedGetsAnError() throws Exception {
        try (Ends ends = Ends.meet();
                Channel here = SharedChannel.lead(ends.here())) {
            SharedChannel shared = (SharedChannel) here;
            shared.close();
            assertThrows(IOException.class, shared::await);
            assertThrows(IOException.class, shared::receive);
        }
    }

    @Test
    void keepsMessagesWholeAndInOrderInBothDirections() throws Exception {
        Random random = new Random(42);
        try (Ends ends = Ends.meet()) {
            int[] sizes = {0, 1, 3, 4, 5, 100, 65_535, 65_536, 65_537, 1 << 20, (1 << 18) + 1, 10_000_000};
            for (Channel[] way : new Channel[][] {{ends.here, ends.there}, {ends.there, ends.here}}) {
                byte[][] messages = new byte[sizes.length][];
                for (int i = 0; i < sizes.length; i++) {
                    messages[i] = new byte[sizes[i]];
                    random.nextBytes(messages[i]);
                }
                CompletableFuture<Boolean> sent = inBackground(() -> {
                    for (byte[] message : messages) {
                        way[0].send(ByteBuffer.wrap(message));
                    }
                    return true;
                });
                for (byte[] message : messages) {
                    assertArrayEquals(message, bytes(received(way[1])));
                }
                assertTrue(sent.get(20, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void gathersTheParts() throws Exception {
        try (Ends ends = Ends.meet()) {
            byte[] large = new byte[300_000];
            large[299_999] = 7;
            CompletableFuture<Boolean> sent = inBackground(() -> {
                ends.here.send(ByteBuffer.wrap(new byte[] {1, 2}), ByteBuffer.allocate(0), ByteBuffer.wrap(large));
                return true;
            });
            byte[] whole = bytes(received(ends.there));
            assertTrue(sent.get(20, TimeUnit.SECONDS));
            assertEquals(300_002, whole.length);
            assertEquals(2, whole[1]);
            assertEquals(7, whole[300_001]);
        }
    }

    @Test
    void severalThreadsMaySend() throws Exception {
        int each = 5_000;
        try (Ends ends = Ends.meet()) {
            CompletableFuture<?>[] senders = new CompletableFuture<?>[4];
            for (int t = 0; t < senders.length; t++) {
                byte id = (byte) t;
                senders[t] = inBackground(() -> {
                    for (int i = 0; i < each; i++) {
                        ends.here.send(ByteBuffer.allocate(5).put(id).putInt(i).flip());
                    }
                    return true;
                });
            }
            int[] next = new int[senders.length];
            for (int i = 0; i < each * senders.length; i++) {
                ByteBuffer message = received(ends.there).order(java.nio.ByteOrder.BIG_ENDIAN);
                assertEquals(next[message.get()]++, message.getInt());
            }
            CompletableFuture.allOf(senders).get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatWasSentBeforeTheEndArrivesAndThenTheEnd() throws Exception {
        try (Ends ends = Ends.meet()) {
            ends.here.send(ByteBuffer.wrap(new byte[] {9}));
            ends.here.close();
            assertEquals(9, received(ends.there).get());
            assertNull(ends.there.receive());
            assertNull(ends.there.receive());
            assertThrows(IOException.class, () -> {
                for (int i = 0; i < 100; i++) {
                    ends.there.send(ByteBuffer.allocate(10_000));
                }
            });
        }
    }

    @Test
    void closingWakesAReader() throws Exception {
        try (Ends ends = Ends.meet()) {
            CompletableFuture<ByteBuffer> reader = inBackground(() -> received(ends.there));
            ends.there.close();
            ExecutionException e = assertThrows(ExecutionException.class, () -> reader.get(20, TimeUnit.SECONDS));
            assertTrue(e.getCause() instanceof IOException, e::toString);
        }
    }

    /** A stream on whose other side anything can be written. */
    private Channel readerOf(byte[] raw) throws Exception {
        Path path = folder.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            CompletableFuture<Boolean> writer = inBackground(() -> {
                try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                    socket.write(ByteBuffer.wrap(raw));
                    return true;
                }
            });
            SocketChannel accepted = server.accept();
            assertTrue(writer.get(20, TimeUnit.SECONDS));
            return new SocketChannelLink(accepted);
        } finally {
            Files.delete(path);
        }
    }

    @TempDir
    Path folder;

    @Test
    void garbageIsAnErrorAndExhaustsNothing() throws Exception {
        try (Channel negative = readerOf(new byte[] {-1, -1, -1, -1, 0})) {
            assertThrows(StreamCorruptedException.class, negative::receive);
        }
        try (Channel truncated = readerOf(new byte[] {0, 0, 0, 0x70, 1, 2, 3})) {
            EOFException e = assertThrows(EOFException.class, truncated::receive);
            assertTrue(String.valueOf(e.getMessage()).contains("3 of 1879048192"), e::getMessage);
        }
        try (Channel half = readerOf(new byte[] {1, 0})) {
            assertThrows(EOFException.class, half::receive);
        }
    }

    @Test
    void aMessageThatIsTooLongIsRefusedBeforeAnythingIsSent() throws Exception {
        try (Ends ends = Ends.meet()) {
            ByteBuffer[] threeGigabytes = new ByteBuffer[3 << 10];
            Arrays.fill(threeGigabytes, ByteBuffer.allocate(1 << 20));
            IOException e = assertThrows(IOException.class, () -> ends.here.send(threeGigabytes));
            assertTrue(String.valueOf(e.getMessage()).contains("limit"), e::getMessage);
            ends.here.send(ByteBuffer.wrap(new byte[] {1}));
            assertEquals(1, received(ends.there).get());
        }
    }
}
