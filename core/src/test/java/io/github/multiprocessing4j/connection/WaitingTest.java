package io.github.multiprocessing4j.connection;

import static io.github.multiprocessing4j.connection.Sockets.awaitTrue;
import static io.github.multiprocessing4j.connection.Sockets.inBackground;
import static io.github.multiprocessing4j.connection.Sockets.inVirtualThread;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.connection.Sockets.Background;
import io.github.multiprocessing4j.connection.Sockets.Ends;
import io.github.multiprocessing4j.connection.Sockets.Kind;
import io.github.multiprocessing4j.connection.Sockets.Raw;
import io.github.multiprocessing4j.process.ChildProcess;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting at a socket: interrupts, closing, and many virtual threads. */
@Timeout(60)
class WaitingTest {
    /** {@return two connections with each other} To be overridden for those that are encrypted. */
    Ends connections(Kind kind) throws IOException {
        return kind.connections();
    }

    /** {@return a connection whose other end is raw} */
    Raw raw(Kind kind) throws IOException {
        return kind.raw();
    }

    private static <T> Background<T> start(boolean virtual, Sockets.Work<T> work) {
        return virtual ? inVirtualThread(work) : inBackground(work);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anInterruptBetweenMessagesLosesNothing(boolean virtual) throws Exception {
        try (Raw raw = raw(Kind.UNIX)) {
            for (byte[] begun : new byte[][] {{}, {0, 0}}) {
                raw.write(begun);
                var receiver = start(virtual, () -> {
                            IOException e = assertThrows(IOException.class, raw.here()::recvBytes);
                            assertTrue(e instanceof InterruptedIOException, e::toString);
                            return Thread.currentThread().isInterrupted();
                        })
                        .awaitBlocked();
                receiver.thread().interrupt();
                assertTrue(receiver.get(), "the interrupt status is lost");
            }
            raw.write(new byte[] {0, 1, 5});
            assertArrayEquals(new byte[] {5}, raw.here().recvBytes());
        }
    }

    @Test
    void whoIsInterruptedStillGetsWhatIsThere() throws Exception {
        try (Raw raw = raw(Kind.UNIX)) {
            raw.write(new byte[] {0, 0, 0, 1, 5});
            Thread.currentThread().interrupt();
            byte[] message = raw.here().recvBytes();
            boolean interrupted = Thread.interrupted();
            assertTrue(interrupted);
            assertArrayEquals(new byte[] {5}, message);
        }
    }

    @Test
    void whoIsInterruptedWithinAMessageGivesThePeerAMoment() throws Exception {
        try (Raw raw = raw(Kind.TCP)) {
            raw.write(new byte[] {0, 0, 0, 2, 5});
            var receiver = inBackground(() -> {
                        byte[] message = raw.here().recvBytes();
                        assertTrue(Thread.currentThread().isInterrupted());
                        return message;
                    })
                    .awaitBlocked();
            receiver.thread().interrupt();
            raw.write(new byte[] {6});
            assertArrayEquals(new byte[] {5, 6}, receiver.get());
        }
    }

    @Test
    void whoIsInterruptedWithinAMessageDoesNotWaitForEver() throws Exception {
        try (Raw raw = raw(Kind.UNIX)) {
            raw.write(new byte[] {0, 0, 0, 2, 5});
            var receiver = inBackground(raw.here()::recvBytes).awaitBlocked();
            long start = System.nanoTime();
            receiver.thread().interrupt();
            assertTrue(receiver.failure() instanceof InterruptedIOException);
            long took = System.nanoTime() - start;
            assertTrue(took > 900_000_000 && took < 10_000_000_000L, () -> took + " ns");
            assertThrows(IOException.class, raw.here()::recvBytes);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anInterruptedSenderHasClosedTheConnectionIfPartIsOut(boolean virtual) throws Exception {
        try (Ends ends = connections(Kind.UNIX)) {
            var sender = start(virtual, () -> {
                        ends.here().sendBytes(new byte[10_000_000]);
                        return true;
                    })
                    .awaitBlocked();
            sender.thread().interrupt();
            assertTrue(sender.failure() instanceof InterruptedIOException);
            assertThrows(IOException.class, () -> ends.here().sendBytes(new byte[1]));
            assertThrows(EOFException.class, ends.there()::recvBytes);
        }
    }

    @Test
    void anInterruptedSenderHasLostNothingIfNoPartIsOut() throws Exception {
        try (Ends ends = connections(Kind.UNIX)) {
            int[] sent = {0};
            var sender = inBackground(() -> {
                        while (true) {
                            ends.here().sendBytes(new byte[1_000]);
                            sent[0]++;
                        }
                    })
                    .awaitBlocked();
            sender.thread().interrupt();
            assertTrue(sender.failure() instanceof InterruptedIOException);
            for (int i = 0; i < sent[0]; i++) {
                assertEquals(1_000, ends.there().recvBytes().length);
            }
            assertWhatFollows(ends);
        }
    }

    /** After a message of which no part went out. */
    void assertWhatFollows(Ends ends) throws IOException {
        ends.here().sendBytes(new byte[7]);
        assertEquals(7, ends.there().recvBytes().length);
    }

    @ParameterizedTest
    @EnumSource
    void closingWakesWhoIsBlocked(Kind kind) throws Exception {
        try (Ends ends = connections(kind)) {
            var receiver = inVirtualThread(ends.here()::recvBytes).awaitBlocked();
            var sender = inBackground(() -> {
                        ends.here().sendBytes(new byte[50_000_000]);
                        return true;
                    })
                    .awaitBlocked();
            ends.here().close();
            ends.here().close();
            for (Throwable e : List.of(receiver.failure(), sender.failure())) {
                assertTrue(e instanceof IOException && !(e instanceof EOFException), e::toString);
            }
            assertThrows(EOFException.class, ends.there()::recvBytes);
        }
    }

    @Test
    void aDeadPeersEndShows() throws Exception {
        try (Listener listener = Listener.builder().open()) {
            var address = listener.address();
            ChildProcess child = ChildProcess.start(() -> {
                Connection c = Client.connect(address);
                c.sendBytes(new byte[] {1});
                c.recvBytes();
            });
            try (Connection c = listener.accept()) {
                assertEquals(1, c.recvBytes().length);
                var receiver = inBackground(c::recvBytes).awaitBlocked();
                child.kill();
                assertTrue(receiver.failure() instanceof EOFException);
            }
            child.join();
        }
    }

    /** All of them are blocked at the same time, with two carriers. */
    @Test
    void hundredsOfVirtualThreadsMayBeBlocked() {
        ChildProcess child = ChildProcess.builder()
                .jvmOptions("-Djdk.virtualThreadScheduler.parallelism=2", "-Djdk.virtualThreadScheduler.maxPoolSize=2")
                .start(WaitingTest::blockHundreds);
        assertTrue(child.join(Duration.ofSeconds(50)));
        assertEquals(0, child.exitCode().getAsInt());
    }

    private static void blockHundreds() throws Exception {
        int count = 300;
        List<Ends> all = new ArrayList<>();
        List<Background<byte[]>> receivers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Ends ends = Kind.values()[i % 2].connections();
            all.add(ends);
            receivers.add(inVirtualThread(ends.there()::recvBytes));
        }
        receivers.forEach(Background::awaitBlocked);
        receivers.forEach(receiver -> assertFalse(receiver.result().isDone()));
        for (int i = 0; i < count; i++) {
            all.get(i).here().sendBytes(new byte[i]);
        }
        for (int i = 0; i < count; i++) {
            assertEquals(i, receivers.get(i).get().length);
            all.get(i).close();
        }
    }

    /** Whoever is told and finds nothing waits on; who polls for short times leaves nothing behind. */
    @Test
    void pollingForShortTimesFindsWhatComesInTheEnd() throws Exception {
        try (Ends ends = connections(Kind.UNIX)) {
            AtomicInteger polls = new AtomicInteger();
            var poller = inBackground(() -> {
                while (!ends.there().poll(Duration.ofNanos(1_000_000))) {
                    polls.incrementAndGet();
                }
                return ends.there().recvBytes();
            });
            awaitTrue(() -> polls.get() > 50);
            ends.here().sendBytes(new byte[] {1});
            assertEquals(1, poller.get().length);
        }
    }
}
