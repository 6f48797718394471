package io.github.multiprocessing4j.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.Together;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads are interrupted in a connection. */
@Timeout(60)
class InterruptTest {
    /** So long that nobody is stopped just between two of them. */
    private static final int LONG = 64 << 20;

    @Test
    void endsEveryWait() throws Exception {
        try (Pipe pipe = Pipe.builder().capacity(4096).create()) {
            List<Peers.Worker<Boolean>> blocked = List.of(
                    new Peers.Worker<>(() -> interrupted(() -> pipe.first().recv())),
                    new Peers.Worker<>(() -> interrupted(() -> pipe.first().recvBytes())),
                    new Peers.Worker<>(() -> interrupted(() -> pipe.first().poll(Duration.ofDays(1)))),
                    new Peers.Worker<>(() -> interrupted(() -> pipe.first().sendBytes(new byte[10_000]))),
                    new Peers.Worker<>(() -> interrupted(() -> pipe.first().sendBytes(new byte[9_000]))));
            for (var worker : blocked) {
                Peers.awaitBlocked(worker.thread);
            }
            for (var worker : blocked) {
                worker.thread.interrupt();
            }
            for (var worker : blocked) {
                assertTrue(worker.get());
            }
            var sender = new Peers.Worker<>(() -> {
                pipe.first().send("the next message");
                return true;
            });
            assertEquals("the next message", pipe.second().recv());
            assertTrue(sender.get());
            pipe.second().send("and back");
            assertEquals("and back", pipe.first().recv());
        }
    }

    private interface Call {
        void run() throws IOException;
    }

    private static boolean interrupted(Call call) {
        assertThrows(InterruptedIOException.class, call::run);
        return Thread.interrupted();
    }

    @Test
    void whoNeedNotWaitIsNotDisturbed() throws Exception {
        try (Pipe pipe = Pipe.create()) {
            Thread.currentThread().interrupt();
            pipe.first().send(1);
            assertEquals(1, pipe.second().recv());
            assertTrue(Thread.interrupted());
        }
    }

    /** The sender is stopped in the middle of a message, and alive. */
    @Test
    void withinAMessageItClosesTheConnection() throws Exception {
        try (Pipe pipe = Pipe.builder().capacity(4096).create()) {
            Connection there = pipe.second();
            ChildProcess child = ChildProcess.start(() -> {
                byte[] message = new byte[LONG];
                while (true) {
                    there.sendBytes(message);
                }
            });
            try {
                assertEquals(LONG, pipe.first().recvBytes().length);
                Process stop = new ProcessBuilder("kill", "-STOP", String.valueOf(child.pid())).start();
                assertEquals(0, stop.waitFor());
                var receiver = new Peers.Worker<>(() -> interrupted(() -> {
                    while (true) {
                        pipe.first().recvBytes();
                    }
                }));
                Peers.awaitBlocked(receiver.thread);
                receiver.thread.interrupt();
                assertTrue(receiver.get());
                assertThrows(IOException.class, () -> pipe.first().send("closed"));
            } finally {
                Together.killed(child);
            }
        }
    }

    /** Each message arrives once, or its sender was told that it does not. */
    @Test
    void atRandomLosesNothing() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int messages = 2_000;
        try (Pipe pipe = Pipe.builder().capacity(4096).create()) {
            var sender = new Peers.Worker<>(() -> {
                List<Integer> sent = new ArrayList<>();
                for (int i = 0; i < messages; i++) {
                    byte[] message = new byte[4 + i % 3 * 3_000];
                    ByteBuffer.wrap(message).putInt(i);
                    try {
                        pipe.first().sendBytes(message);
                        sent.add(i);
                    } catch (InterruptedIOException e) {
                        Thread.interrupted();
                    }
                }
                Thread.interrupted();
                pipe.first().close();
                return sent;
            });
            var receiver = new Peers.Worker<>(() -> {
                List<Integer> received = new ArrayList<>();
                while (true) {
                    try {
                        received.add(ByteBuffer.wrap(pipe.second().recvBytes()).getInt());
                    } catch (InterruptedIOException e) {
                        Thread.interrupted();
                    } catch (java.io.EOFException e) {
                        return received;
                    }
                }
            });
            while (!sender.isDone()) {
                (random.nextBoolean() ? sender : receiver).thread.interrupt();
                int spins = random.nextInt(20_000);
                for (int i = 0; i < spins; i++) {
                    Thread.onSpinWait();
                }
            }
            assertEquals(sender.get(), receiver.get(), () -> "seed " + seed);
            assertTrue(sender.get().size() > messages / 10, () -> "seed " + seed);
        }
    }
}
