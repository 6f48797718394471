package io.github.multiprocessing4j.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.Together;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A process dies between any two stores of a channel's protocol. */
@Timeout(60)
class FaultPointsTest {
    /** The n-th message; they have all lengths, and some are longer than the pipe. */
    private static byte[] message(int n) {
        byte[] message = new byte[n % 50 == 49 ? 10_000 : n % 97 * 7];
        Arrays.fill(message, (byte) n);
        return message;
    }

    /** Sends until it dies; the points that come with every message only when some have gone. */
    private static void sendUntilItDies(Connection end) throws IOException {
        for (int n = 0; n < 100_000; n++) {
            end.sendBytes(message(n));
        }
    }

    /** What it had sent is there, and nothing else; then comes the end. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ring.content",
                "ring.next",
                "ring.padding",
                "ring.header",
                "ring.tail",
                "bell.marked",
                "bell.rung"
            })
    void asItSends(String point) throws Exception {
        try (Pipe pipe = Pipe.builder().capacity(4096).create()) {
            Connection there = pipe.second();
            ChildProcess child = Together.armed(point).start(() -> sendUntilItDies(there));
            var receiver = new Peers.Worker<>(() -> {
                int received = 0;
                try {
                    while (true) {
                        assertTrue(Arrays.equals(message(received), pipe.first().recvBytes()), "message " + received);
                        received++;
                        if (point.equals("bell.marked")) {
                            Together.awaitTrue(() -> !child.isAlive()); // so that it has to wait for room
                        }
                    }
                } catch (EOFException e) {
                    return System.nanoTime();
                }
            });
            Together.diedThere(child, point);
            long dead = System.nanoTime();
            assertTrue(receiver.get() - dead < Together.ONE_SECOND);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ring.head", "bell.marked", "bell.rung"})
    void asItReceives(String point) throws Exception {
        try (Pipe pipe = Pipe.builder().capacity(4096).create()) {
            Connection there = pipe.second();
            ChildProcess child = Together.armed(point).start(() -> {
                there.send("up");
                while (true) {
                    there.recvBytes();
                }
            });
            if (!point.equals("bell.rung")) { // there it dies as it wakes who waits for its first message, or for room
                assertEquals("up", pipe.first().recv());
            }
            if (point.equals("bell.marked")) {
                Together.diedThere(child, point);
            }
            var sender = new Peers.Worker<>(() -> {
                assertThrows(IOException.class, () -> sendUntilItDies(pipe.first()));
                return System.nanoTime();
            });
            Together.diedThere(child, point);
            long dead = System.nanoTime();
            assertTrue(sender.get() - dead < Together.ONE_SECOND);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"end.closed"})
    void asItCloses(String point) throws Exception {
        try (Pipe pipe = Pipe.create()) {
            Connection there = pipe.second();
            ChildProcess child = Together.armed(point).start(() -> {
                there.send("last");
                there.close();
            });
            assertEquals("last", pipe.first().recv());
            Peers.findsTheEnd(pipe.first());
            Together.diedThere(child, point);
        }
    }

    /** Who has been waiting for long looks around seldom. */
    @Test
    void asItClosesAfterALongSilence() throws Exception {
        try (Pipe pipe = Pipe.create()) {
            Connection there = pipe.second();
            ChildProcess child = Together.armed("end.closed").start(() -> {
                there.send("up");
                there.poll(Duration.ofSeconds(2));
                there.close();
            });
            assertEquals("up", pipe.first().recv());
            var receiver = new Peers.Worker<>(() -> {
                assertThrows(EOFException.class, pipe.first()::recv);
                return System.nanoTime();
            });
            Together.diedThere(child, "end.closed");
            long dead = System.nanoTime();
            assertTrue(receiver.get() - dead < Together.ONE_SECOND);
        }
    }

    /** The end is lost with it, whether or not its message is complete; who holds the message is told. */
    @ParameterizedTest
    @CsvSource({
        "channel.handle, false",
        "end.carrier, false",
        "end.departed, false",
        "end.sent, true",
    })
    void asItSendsAnEnd(String point, boolean arrives) throws Exception {
        try (Pipe carrying = Pipe.create();
                Pipe moving = Pipe.create()) {
            Connection there = carrying.second();
            Connection end = moving.second();
            ChildProcess child = Together.armed(point).start(() -> there.send(end));
            if (arrives) {
                try (Connection arrived = (Connection) carrying.first().recv()) {
                    Together.diedThere(child, point);
                    moving.first().send("to a third");
                    assertEquals(
                            "to a third",
                            java.util.Objects.requireNonNull(arrived).recv());
                }
            } else {
                Peers.findsTheEnd(carrying.first(), child, point);
            }
            Peers.findsTheEnd(moving.first());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"end.arrived"})
    void asItReceivesAnEnd(String point) throws Exception {
        try (Pipe moving = Pipe.create()) {
            Connection end = moving.second();
            ChildProcess child = Together.armed(point).start(() -> end.send("never"));
            Peers.findsTheEnd(moving.first(), child, point);
        }
    }
}
