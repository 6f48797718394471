package io.github.multiprocessing4j.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.codec.Decoder;
import io.github.multiprocessing4j.codec.Encoder;
import io.github.multiprocessing4j.codec.Serializer;
import io.github.multiprocessing4j.failure.SerializationException;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections through sockets that read and write objects by another codec than the standard one. */
@Timeout(60)
class CodecOfConnectionsTest {
    private static final AtomicInteger UNWANTED = new AtomicInteger();

    /** Tells that it was read. */
    private static final class Unwanted implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        @Serial
        private void readObject(ObjectInputStream in) {
            UNWANTED.incrementAndGet();
        }
    }

    private static Codec allowing(String pattern) {
        return Codec.builder()
                .filter(ObjectInputFilter.Config.createFilter(pattern))
                .build();
    }

    private interface Exchange {
        void between(Connection client, Connection accepted) throws IOException;
    }

    private static void connected(Codec clients, Codec listeners, Exchange exchange) throws IOException {
        try (Listener listener = Listener.builder().codec(listeners).open();
                Connection client = Client.builder().codec(clients).connect(listener.address());
                Connection accepted = listener.accept()) {
            exchange.between(client, accepted);
        }
    }

    @Test
    void aListenerReadsWhatItsFilterAllows() throws Exception {
        connected(Codec.standard(), allowing("java.base/*;!*"), (client, accepted) -> {
            int before = UNWANTED.get();
            client.send(List.of(1, "two"));
            client.send(Map.of("nested", new Unwanted()));
            client.send(new Unwanted());
            client.send(new long[3_000]); // beside the value
            assertEquals(List.of(1, "two"), accepted.recv());
            for (int i = 0; i < 2; i++) {
                var e = assertThrows(SerializationException.class, accepted::recv);
                assertTrue(String.valueOf(e.getMessage()).contains("rejected by the codec's filter"), e::toString);
            }
            assertArrayEquals(new long[3_000], (long[]) accepted.recv());
            assertEquals(before, UNWANTED.get());
            accepted.send(new Unwanted()); // what is sent is not filtered
            assertTrue(client.recv() instanceof Unwanted);
        });
    }

    @Test
    void aClientReadsWhatItsFilterAllows() throws Exception {
        connected(allowing("maxarray=1000;java.base/*;!*"), Codec.standard(), (client, accepted) -> {
            accepted.send(new Unwanted());
            accepted.send(new int[5_000]);
            accepted.send(new int[1_000]);
            assertThrows(SerializationException.class, client::recv);
            assertThrows(SerializationException.class, client::recv);
            assertArrayEquals(new int[1_000], (int[]) client.recv());
        });
    }

    /** Not serializable. */
    private record Celsius(double degrees) {}

    private static final class CelsiusSerializer implements Serializer<Celsius> {
        @Override
        public void write(Celsius value, Encoder out) throws IOException {
            out.writeDouble(value.degrees());
        }

        @Override
        public Celsius read(Decoder in) throws IOException {
            return new Celsius(in.readDouble());
        }
    }

    @Test
    void bothSidesMayKnowMoreThanTheStandardCodec() throws Exception {
        Codec own =
                Codec.builder().register(Celsius.class, new CelsiusSerializer()).build();
        connected(own, own, (client, accepted) -> {
            client.send(new Celsius(36.6));
            assertEquals(new Celsius(36.6), accepted.recv());
            accepted.send(List.of(new Celsius(-273.15)));
            assertEquals(List.of(new Celsius(-273.15)), client.recv());
        });
        connected(
                Codec.standard(),
                Codec.standard(),
                (client, _) -> assertThrows(SerializationException.class, () -> client.send(new Celsius(0))));
    }

    @Test
    void endsOfConnectionsTravelIfTheyAreAllowed() throws Exception {
        connected(Codec.standard(), allowing("java.base/*;io.github.multiprocessing4j.**;!*"), (client, accepted) -> {
            try (Pipe pipe = Pipe.create()) {
                client.send(pipe.second());
                try (Connection arrived = Objects.requireNonNull(accepted.recv(Connection.class))) {
                    pipe.first().send("through both");
                    assertEquals("through both", arrived.recv());
                }
            }
        });
    }

    @Test
    void oneWithACodecOfItsOwnStaysInItsProcess() throws Exception {
        connected(Codec.standard(), allowing("java.base/*;!*"), (client, accepted) -> {
            try (Pipe pipe = Pipe.create()) {
                var e = assertThrows(
                        SerializationException.class, () -> pipe.first().send(accepted));
                assertTrue(String.valueOf(e.getMessage()).contains("codec of its own"), e::toString);
                assertFalse(pipe.second().poll());
            }
            client.send("still here");
            assertEquals("still here", accepted.recv());
        });
    }

    @Test
    void aKeyAndAFilterGoTogether() throws Exception {
        AuthKey key = AuthKey.random();
        try (Listener listener = Listener.builder()
                .authKey(key)
                .codec(allowing("java.base/*;!*"))
                .open()) {
            var client = Sockets.inBackground(() -> Client.connect(listener.address(), key));
            try (Connection accepted = listener.accept();
                    Connection there = client.get()) {
                there.send(new Unwanted());
                there.send("allowed".repeat(1_000));
                assertThrows(SerializationException.class, accepted::recv);
                assertEquals("allowed".repeat(1_000), accepted.recv());
            }
        }
    }
}
