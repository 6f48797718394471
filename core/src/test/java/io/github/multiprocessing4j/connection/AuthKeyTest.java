package io.github.multiprocessing4j.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.Serialized;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AuthKeyTest {
    private static final AuthKey KEY = AuthKey.of("very secret".getBytes(StandardCharsets.US_ASCII));

    @Test
    void doesNotShowItself() {
        assertEquals("AuthKey[redacted]", KEY.toString());
        assertEquals(KEY, AuthKey.of(KEY.toByteArray()));
        assertNotEquals(KEY, AuthKey.random());
        assertEquals(KEY.hashCode(), AuthKey.random().hashCode());
    }

    @Test
    void crossesToAChildThatIsStarted() {
        AuthKey key = KEY;
        ChildProcess child = ShortLived.child().start(() -> System.exit(key.equals(KEY) ? 7 : 8));
        child.join();
        assertEquals(7, child.exitCode().getAsInt());
    }

    private static final class Keeper extends ChildProcess {
        private final Map<String, AuthKey> keys = Map.of("k", KEY);

        @Override
        public void run() {
            System.exit(KEY.equals(keys.get("k")) ? 7 : 8);
        }
    }

    @Test
    void crossesInAFieldOfAProcess() {
        ChildProcess child = new Keeper();
        child.start();
        child.join();
        assertEquals(7, child.exitCode().getAsInt());
    }

    /** Deeper than the stack of the thread that encodes it. */
    private static final class Chain implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private final @Nullable Chain next;

        private final AuthKey key;

        Chain(@Nullable Chain next, AuthKey key) {
            this.next = next;
            this.key = key;
        }
    }

    @Test
    void crossesFromTheDepthOfAValue() {
        Chain chain = null;
        for (int i = 0; i < 100_000; i++) {
            chain = new Chain(chain, KEY);
        }
        Chain all = chain;
        ChildProcess child = ShortLived.child().start(() -> System.exit(lengthOf(all)));
        child.join();
        assertEquals(100, child.exitCode().getAsInt());
    }

    private static int lengthOf(@Nullable Chain chain) {
        int length = 0;
        for (Chain link = chain; link != null && link.key.equals(KEY); link = link.next) {
            length++;
        }
        return length / 1000;
    }

    /** Starts a thread as it is encoded. */
    private static final class Starter implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private static final FutureTask<byte[]> STARTED = new FutureTask<>(() -> Serialized.bytes(KEY));

        @Serial
        private void writeObject(ObjectOutputStream out) throws IOException {
            Thread.startVirtualThread(STARTED);
        }
    }

    @Test
    void doesNotCrossFromAThreadThatIsStartedMeanwhile() {
        Starter starter = new Starter();
        ChildProcess child = ShortLived.child().start(() -> assertNotNull(starter));
        child.join();
        ExecutionException e = assertThrows(ExecutionException.class, Starter.STARTED::get);
        assertInstanceOf(NotSerializableException.class, e.getCause());
    }

    @Test
    void crossesNowhereElse() throws Exception {
        NotSerializableException file = assertThrows(NotSerializableException.class, () -> Serialized.bytes(KEY));
        assertTrue(String.valueOf(file.getMessage()).contains("being started"), file::toString);
        try (var ends = Sockets.Kind.UNIX.connections()) {
            var e = assertThrows(SerializationException.class, () -> ends.here().send(Map.of("k", KEY)));
            assertTrue(
                    String.valueOf(e.getMessage()).contains("only goes to a child process that is being started"),
                    e::toString);
            assertFalse(e.toString().contains("very secret"), e::toString);
            ends.here().send("the connection lives on");
            assertEquals("the connection lives on", ends.there().recv());
        }
        try (Pool pool = ShortLived.pool(1)) {
            AuthKey key = KEY;
            assertThrows(SerializationException.class, () -> pool.apply(() -> key.toString()));
        }
    }

    @Test
    void canNotBeForged() throws Exception {
        byte[] bytes = Serialized.bytes(new Impostor());
        byte[] name = Impostor.class.getName().getBytes(StandardCharsets.ISO_8859_1);
        assertTrue(name.length > 0 && bytes.length > 0);
        assertThrows(java.io.InvalidObjectException.class, () -> Serialized.object(renamed(bytes)));
    }

    /** Its serialized form differs from one of a key by the name, which is as long. */
    private static final class Impostor implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    private static byte[] renamed(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        String from = Impostor.class.getName();
        String to = AuthKey.class.getName();
        String lengthAndName = "" + (char) 0 + (char) from.length() + from;
        return text.replace(lengthAndName, "" + (char) 0 + (char) to.length() + to)
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
