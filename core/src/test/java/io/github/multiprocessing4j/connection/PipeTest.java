package io.github.multiprocessing4j.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.Context;
import io.github.multiprocessing4j.failure.SerializationException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is special to a pipe between processes; both ends are in one. */
class PipeTest extends PipeContract {
    @Override
    Context context() {
        return Context.processes();
    }

    @Test
    void largeArraysCrossBesideTheirValue() throws Exception {
        try (Pipe pipe = Pipe.builder().capacity(64 << 10).create()) {
            double[] doubles = new double[100_000];
            Arrays.setAll(doubles, i -> i * 0.5);
            byte[] bytes = new byte[50_000];
            Arrays.fill(bytes, (byte) 7);
            var sender = new Peers.Worker<>(() -> {
                pipe.first().send(List.of(doubles, "between", bytes, doubles));
                return true;
            });
            List<?> came = Objects.requireNonNull(pipe.second().recv(List.class));
            assertTrue(sender.get());
            assertArrayEquals(doubles, (double[]) came.get(0));
            assertEquals("between", came.get(1));
            assertArrayEquals(bytes, (byte[]) came.get(2));
            assertTrue(came.get(0) == came.get(3), "one array that is there twice");
        }
    }

    @Test
    void whatCantBeSentIsNotSent() throws Exception {
        try (Pipe pipe = Pipe.create()) {
            assertThrows(SerializationException.class, () -> pipe.first().send(new Object()));
            pipe.first().send("next");
            assertEquals("next", pipe.second().recv());
        }
    }

    record Unreadable(int value) implements Serializable {
        Unreadable {
            if (value == 0) {
                throw new IllegalArgumentException("zero");
            }
        }
    }

    static final class Refused implements Serializable {
        private static final long serialVersionUID = 1L;

        private void readObject(ObjectInputStream in) throws IOException {
            throw new IOException("refused " + in.available());
        }
    }

    @Test
    void whatCantBeReadIsLostAndNothingElse() throws Exception {
        try (Pipe pipe = Pipe.create()) {
            pipe.first().send(new Refused());
            pipe.first().sendBytes(new byte[] {1, 2, 3});
            pipe.first().sendBytes(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
            pipe.first().sendBytes(new byte[] {0, 0, 0, 0, (byte) 200, 4, 4, 4});
            pipe.first().send(new Unreadable(1));
            for (int i = 0; i < 4; i++) {
                assertThrows(SerializationException.class, () -> pipe.second().recv());
            }
            assertEquals(new Unreadable(1), pipe.second().recv());
        }
    }

    @Test
    void saysWhereItsOtherEndIs() throws Exception {
        long pid = ProcessHandle.current().pid();
        try (Pipe pipe = Pipe.create()) {
            assertEquals(
                    "Connection[duplex, other end in process " + pid + "]",
                    pipe.first().toString());
            pipe.second().close();
            assertEquals("Connection[duplex, other end closed]", pipe.first().toString());
            assertEquals("Connection[duplex, closed]", pipe.second().toString());
            assertEquals("Pipe[" + pipe.first() + ", " + pipe.second() + "]", pipe.toString());
        }
    }

    @Test
    void buildersRefuseWhatMakesNoSense() {
        assertThrows(IllegalArgumentException.class, () -> Pipe.builder().capacity(100));
        assertThrows(IllegalArgumentException.class, () -> Pipe.builder().capacity(Integer.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> Pipe.builder().maxMessageLength(-1));
    }

    @Test
    void aMessageMayBeLongerThanThePipe() throws Exception {
        crosses(1L << 28);
    }

    @Test
    @Tag("stress")
    @Timeout(300)
    void aMessageMayBeLongerThanAnArray() throws Exception {
        crosses(1L << 30);
        crosses((1L << 31) + 4096);
    }

    private static void crosses(long length) throws Exception {
        try (Pipe pipe = Pipe.builder().capacity(1 << 20).create();
                Arena arena = Arena.ofShared()) {
            MemorySegment part = arena.allocate(length);
            for (long at = 0; at < length; at += 4096) {
                part.set(ValueLayout.JAVA_LONG, at, at);
            }
            var sender = new Peers.Worker<>(() -> {
                pipe.first().sendBytes(part);
                return true;
            });
            MemorySegment came = arena.allocate(length);
            assertEquals(length, pipe.second().recvBytesInto(came));
            assertTrue(sender.get());
            for (long at = 0; at < length; at += 4096) {
                assertEquals(at, came.get(ValueLayout.JAVA_LONG, at));
            }
        }
    }
}
