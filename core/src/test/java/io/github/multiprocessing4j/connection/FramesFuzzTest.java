package io.github.multiprocessing4j.connection;

import static io.github.multiprocessing4j.connection.Sockets.inBackground;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.codec.Sink;
import io.github.multiprocessing4j.failure.SerializationException;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random and mutated frames, before and after the peer has proved itself. With {@code -Pstress} a million of them; {@code
 * -Dmp4j.stress.seed} takes a seed that was printed.
 */
class FramesFuzzTest {
    private static final AuthKey KEY = AuthKey.of("secret".getBytes(US_ASCII));

    private static final int LONGEST = 1 << 20;

    private static final AtomicInteger OBJECTS_READ = new AtomicInteger();

    /** Tells that it was read. */
    private static final class Canary implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        @Serial
        private void readObject(ObjectInputStream in) {
            OBJECTS_READ.incrementAndGet();
        }
    }

    /** Counts reasons in place of printing them. */
    private static final class Reasons extends Handler {
        final AtomicInteger closed = new AtomicInteger();

        final AtomicInteger turnedAway = new AtomicInteger();

        @Override
        public void publish(LogRecord logged) {
            String message = String.valueOf(logged.getMessage());
            if (message.contains("was closed: ")) {
                closed.incrementAndGet();
            } else if (message.contains("was turned away: ")) {
                turnedAway.incrementAndGet();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private final Logger logger = Logger.getLogger("io.github.multiprocessing4j");

    private final Reasons reasons = new Reasons();

    private final long seed = Long.getLong("mp4j.stress.seed", System.nanoTime());

    private final Random random = new Random(seed);

    /** Messages as they should be. */
    private final byte[][] templates = templates();

    @BeforeEach
    void listenToTheLogger() {
        System.out.println("seed " + seed);
        logger.addHandler(reasons);
        logger.setUseParentHandlers(false);
        logger.setLevel(Level.FINE);
        OBJECTS_READ.set(0);
    }

    @AfterEach
    void leaveTheLogger() {
        logger.removeHandler(reasons);
        logger.setUseParentHandlers(true);
        logger.setLevel(null);
    }

    @Test
    @Timeout(60)
    void tenThousandFrames() throws Exception {
        beforeTheProof(2_500);
        afterTheProof(7_500);
    }

    @Test
    @Tag("stress")
    @Timeout(1_500)
    void aMillionFrames() throws Exception {
        beforeTheProof(300_000);
        afterTheProof(700_000);
    }

    private static byte[][] templates() {
        Sink object = new Sink();
        object.writeInt(0);
        Codec.standard().write(new Canary(), object);
        Sink map = new Sink();
        map.writeInt(0);
        Codec.standard().write(Map.of("key", "value", "n", 42), map);
        byte[] challenge = Bytes.concat(
                Handshake.CHALLENGE, "{sha256}0123456789012345678901234567890123456789".getBytes(US_ASCII));
        return new byte[][] {
            object.toByteArray(),
            map.toByteArray(),
            challenge,
            Handshake.WELCOME,
            Handshake.FAILURE,
            Bytes.concat(Digest.SHA256.prefix(), new byte[32]),
            new byte[16],
            new byte[20],
            new byte[256],
            {}
        };
    }

    /** {@return a frame, which may be anything, but not longer than some kilobytes} */
    private byte[] frame() {
        byte[] body = random.nextInt(4) == 0
                ? noise(random.nextInt(600))
                : templates[random.nextInt(templates.length)].clone();
        for (int i = random.nextInt(4); i > 0 && body.length > 0; i--) {
            body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
        }
        byte[] frame = ByteBuffer.allocate(4 + body.length)
                .putInt(body.length)
                .put(body)
                .array();
        return switch (random.nextInt(16)) {
            case 0 ->
                ByteBuffer.allocate(4 + body.length)
                        .putInt(random.nextInt())
                        .put(body)
                        .array();
            case 1 ->
                ByteBuffer.allocate(12 + body.length)
                        .putInt(-1)
                        .putLong(random.nextLong())
                        .put(body)
                        .array();
            case 2 ->
                ByteBuffer.allocate(12 + body.length)
                        .putInt(-1)
                        .putLong(body.length)
                        .put(body)
                        .array();
            case 3 -> noise(random.nextInt(40));
            case 4 -> java.util.Arrays.copyOf(frame, random.nextInt(frame.length + 1));
            case 5 ->
                ByteBuffer.allocate(4 + body.length)
                        .putInt(body.length + 1 + random.nextInt(LONGEST))
                        .put(body)
                        .array();
            default -> frame;
        };
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    /** Everybody sends some frames and leaves; none of them is let in, and somebody who knows the key is. */
    private void beforeTheProof(int frames) throws Exception {
        int guests = 0;
        try (Listener listener = Listener.builder().authKey(KEY).open()) {
            var accepting = inBackground(listener::accept);
            for (int sent = 0; sent < frames; guests++) {
                SocketChannel guest = SocketChannel.open(listener.address());
                try (guest) {
                    for (int i = 1 + random.nextInt(3); i > 0; i--, sent++) {
                        guest.write(ByteBuffer.wrap(frame()));
                    }
                    guest.shutdownOutput();
                    drain(guest);
                } catch (IOException e) {
                    assertTrue(isGone(e), () -> "seed " + seed + ": " + e);
                }
            }
            Connection good = Client.connect(listener.address(), KEY);
            accepting.get().close();
            good.close();
        }
        assertEquals(0, OBJECTS_READ.get(), () -> "objects were read, seed " + seed);
        assertEquals(guests, reasons.turnedAway.get(), () -> "who was turned away with a reason, seed " + seed);
    }

    /** The listener closes without reading all that was sent to it. */
    private static boolean isGone(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("reset") || message.contains("Broken pipe");
    }

    private static void drain(SocketChannel guest) throws IOException {
        ByteBuffer heard = ByteBuffer.allocate(1_000);
        int n = 0;
        while (n >= 0) {
            n = guest.read(heard.clear());
        }
    }

    /** Who has proved himself sends frames until one is no message, or ends within one. */
    private void afterTheProof(int frames) throws Exception {
        try (Listener listener =
                Listener.builder().authKey(KEY).maxMessageLength(LONGEST).open()) {
            for (int sent = 0; sent < frames; ) {
                int before = reasons.closed.get();
                var accepting = inBackground(listener::accept);
                Connection client = Client.connect(listener.address(), KEY);
                SocketChannel channel = ((SocketLink) client.link()).channel();
                try (Connection here = accepting.get()) {
                    ByteBuffer all = ByteBuffer.allocate(20_000);
                    for (int i = 1 + random.nextInt(20); i > 0; i--, sent++) {
                        all.put(frame());
                    }
                    assertTrue(channel.write(all.flip()) > 0 || !all.hasRemaining());
                    client.close();
                    boolean atItsEnd = receiveAll(here);
                    assertTrue(atItsEnd || reasons.closed.get() > before, () -> "no reason, seed " + seed);
                }
            }
        }
        assertTrue(OBJECTS_READ.get() > 0, "no object was ever read, so nothing can be said of those before the proof");
    }

    /** Receives bytes and objects. {@return whether that ended where a message does} */
    private boolean receiveAll(Connection here) {
        while (true) {
            try {
                if (random.nextBoolean()) {
                    assertNotNull(here.recvBytes());
                } else {
                    here.recv();
                }
            } catch (SerializationException e) {
                assertNotNull(e.getMessage());
            } catch (EOFException e) {
                return !((SocketLink) here.link()).stream().isClosed();
            } catch (IOException e) {
                return false;
            }
        }
    }
}
