package io.github.multiprocessing4j.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.region.WordWait;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process at each end. */
@Timeout(60)
class BetweenProcessesTest {
    /** Sends back what comes, objects until it is the word, then bytes until an empty message comes. */
    private static RemoteRunnable echo(Connection connection) {
        return () -> {
            Object came = connection.recv();
            while (!"bytes".equals(came)) {
                connection.send(came);
                came = connection.recv();
            }
            byte[] bytes = connection.recvBytes();
            while (bytes.length > 0) {
                connection.sendBytes(bytes);
                bytes = connection.recvBytes();
            }
            connection.close();
        };
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everythingComesBack(boolean portable) throws Exception {
        try (Pipe pipe = Pipe.create()) {
            ChildProcess child = ChildProcess.builder()
                    .jvmOptions("-D" + WordWait.PORTABLE + "=" + portable)
                    .start(echo(pipe.second()));
            Connection here = pipe.first();
            here.send(List.of(1, 2.5, "text"));
            assertEquals(List.of(1, 2.5, "text"), here.recv());
            here.send(new int[100_000]);
            assertEquals(100_000, ((int[]) List.of(here.recv()).getFirst()).length);
            here.send("bytes");
            byte[] large = new byte[2 << 20];
            large[1_234_567] = 89;
            here.sendBytes(large);
            assertArrayEquals(large, here.recvBytes());
            here.sendBytes(new byte[0]);
            Peers.findsTheEnd(here);
            Together.endsWell(child);
        }
    }

    /** It sleeps when the child comes up, which says in the ring that it can't wake it. */
    @Test
    void whoSleepsLearnsThatThePeerCanNotWakeIt() throws Exception {
        try (Pipe pipe = Pipe.create()) {
            Connection there = pipe.second();
            ChildProcess child = ChildProcess.builder()
                    .jvmOptions(ShortLived.and("-D" + WordWait.PORTABLE + "=true"))
                    .start(() -> {
                        there.send(System.nanoTime());
                        there.recv(); // its end would wake the sleeper, too
                    });
            long sent = Objects.requireNonNull(pipe.first().recv(Long.class));
            long taken = System.nanoTime() - sent;
            assertTrue(taken < Together.ONE_SECOND, () -> taken / 1_000_000 + " ms");
            pipe.first().send("enough");
            Together.endsWell(child);
        }
    }

    @Test
    void theEndThatMovedIsClosedHere() throws Exception {
        try (Pipe pipe = Pipe.create()) {
            Connection moved = pipe.second();
            ChildProcess child = ShortLived.child().start(() -> assertEquals("go", moved.recv()));
            var e = assertThrows(IOException.class, moved::recv);
            assertTrue(String.valueOf(e.getMessage()).contains("sent to another process"), e::getMessage);
            assertThrows(IOException.class, () -> moved.send(1));
            assertThrows(IOException.class, moved::poll);
            moved.close();
            assertFalse(pipe.first().poll(), "closing what has moved does not end it");
            pipe.first().send("go");
            Together.endsWell(child);
            Peers.findsTheEnd(pipe.first());
        }
    }

    /** CPython's test_spawn_close: the child's copy is its own. */
    @Test
    void whatWasSentIsThereAlthoughTheSenderIsDead() throws Exception {
        try (Pipe pipe = Pipe.create()) {
            Connection there = pipe.second();
            ChildProcess child = ShortLived.child().start(() -> {
                for (int i = 0; i < 1_000; i++) {
                    there.send(i);
                }
                Runtime.getRuntime().halt(0);
            });
            child.join();
            for (int i = 0; i < 1_000; i++) {
                assertEquals(i, pipe.first().recv());
            }
            Peers.findsTheEnd(pipe.first());
        }
    }

    @Test
    void aKilledPeerIsFoundByWhoReceivesSendsAndPolls() throws Exception {
        try (Pipe receives = Pipe.create();
                Pipe sends = Pipe.builder().capacity(4096).create();
                Pipe polls = Pipe.create();
                Pipe asks = Pipe.create()) {
            List<Connection> theirs = List.of(receives.second(), sends.second(), polls.second(), asks.second());
            ChildProcess child = ShortLived.child().start(() -> {
                theirs.getFirst().send("up");
                theirs.getFirst().recv();
            });
            assertEquals("up", receives.first().recv());
            var receiver = new Peers.Worker<>(() ->
                    assertThrows(EOFException.class, () -> receives.first().recv()));
            var sender = new Peers.Worker<>(
                    () -> assertThrows(IOException.class, () -> sends.first().sendBytes(new byte[10_000])));
            var poller = new Peers.Worker<>(() -> polls.first().poll(Duration.ofSeconds(30)));
            Peers.awaitBlocked(receiver.thread);
            Peers.awaitBlocked(sender.thread);
            Peers.awaitBlocked(poller.thread);
            Together.killed(child);
            long dead = System.nanoTime();
            receiver.get();
            sender.get();
            assertTrue(poller.get());
            Together.awaitTrue(() -> {
                try {
                    return asks.first().poll();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThrows(IOException.class, () -> asks.first().send("one who never waits is told, too"));
            assertTrue(System.nanoTime() - dead < Together.ONE_SECOND);
        }
    }

    /** A process that it has left behind holds all its descriptors. */
    @Test
    void aKilledPeerIsFoundAlthoughItsChildLives() throws Exception {
        try (Pipe pipe = Pipe.create()) {
            Connection there = pipe.second();
            ChildProcess child = ShortLived.child().start(() -> {
                Process left = new ProcessBuilder("sleep", "60").inheritIO().start();
                there.send(left.pid());
                there.recv();
            });
            long left = Objects.requireNonNull(pipe.first().recv(Long.class));
            Together.killed(child);
            try {
                Peers.findsTheEnd(pipe.first());
                assertTrue(ProcessHandle.of(left).isPresent());
            } finally {
                ProcessHandle.of(left).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    /** A signal that the JVM handles interrupts system calls; nobody may see anything of that. */
    @Test
    void aSignalDoesNotEndAPoll() throws Exception {
        try (Pipe pipe = Pipe.create()) {
            Connection there = pipe.second();
            ChildProcess child = ShortLived.child().start(() -> {
                there.send("up");
                assertTrue(there.poll(Duration.ofSeconds(30)));
                assertEquals("at last", there.recv());
            });
            assertEquals("up", pipe.first().recv());
            for (int i = 0; i < 3; i++) {
                for (String signal : List.of("-STOP", "-CONT")) {
                    Process kill = new ProcessBuilder("kill", signal, String.valueOf(child.pid())).start();
                    assertEquals(0, kill.waitFor());
                }
            }
            pipe.first().send("at last");
            Together.endsWell(child);
        }
    }

    @Test
    void aPeerThatDiesInTheMiddleOfAMessage() throws Exception {
        try (Pipe pipe = Pipe.builder().capacity(4096).create()) {
            Connection there = pipe.second();
            ChildProcess child = ShortLived.child().start(() -> {
                there.sendBytes(new byte[10]);
                there.sendBytes(new byte[100_000]);
            });
            assertEquals(10, pipe.first().recvBytes().length);
            assertTrue(pipe.first().poll(Duration.ofSeconds(20)));
            Together.killed(child);
            long dead = System.nanoTime();
            assertThrows(EOFException.class, () -> pipe.first().recvBytes());
            assertThrows(EOFException.class, () -> pipe.first().recvBytes());
            assertTrue(System.nanoTime() - dead < Together.ONE_SECOND);
        }
    }
}
