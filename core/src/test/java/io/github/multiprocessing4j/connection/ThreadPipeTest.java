package io.github.multiprocessing4j.connection;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static io.github.multiprocessing4j.testkit.Together.endsWell;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.Context;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.OverThreads;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is special to a pipe between threads, and that sockets connect threads, too. */
@OverThreads
class ThreadPipeTest extends PipeContract {
    @Override
    Context context() {
        return Context.threads();
    }

    /** As CPython's test_connection: a child sends back what it gets. */
    @Test
    void everythingComesBack() throws Exception {
        try (Pipe pipe = context().pipe()) {
            ChildProcess echo = context().process(() -> echo(pipe.second())).start();
            Object value = new Object(); // is not serializable
            pipe.first().send(value);
            assertSame(value, pipe.first().recv());
            byte[] bytes = "bytes".getBytes(StandardCharsets.US_ASCII);
            pipe.first().send(bytes);
            assertSame(bytes, pipe.first().recv());
            pipe.first().send("end");
            endsWell(echo);
            assertThrows(EOFException.class, () -> pipe.first().recv());
        }
    }

    private static void echo(Connection connection) throws IOException {
        try (connection) {
            for (Object value = connection.recv(); !"end".equals(value); value = connection.recv()) {
                connection.send(value);
            }
        }
    }

    @Test
    void bytesAreCopiedAsTheyAreSent() throws Exception {
        try (Pipe pipe = context().pipe()) {
            byte[] bytes = {1, 2};
            pipe.first().sendBytes(bytes);
            bytes[0] = 9;
            assertArrayEquals(new byte[] {1, 2}, pipe.second().recvBytes());
        }
    }

    @Test
    void whatIsReceivedAsTheWrongKindIsLostAlone() throws Exception {
        try (Pipe pipe = context().pipe()) {
            pipe.first().sendBytes(new byte[3]);
            pipe.first().send("object");
            pipe.first().send("next");
            assertThrows(SerializationException.class, () -> pipe.second().recv());
            assertThrows(IOException.class, () -> pipe.second().recvBytes());
            assertEquals("next", pipe.second().recv());
        }
    }

    @Test
    void whoSendsObjectsWaitsWhenThePipeIsFull() throws Exception {
        try (Pipe pipe = context().pipeBuilder().capacity(4096).create()) {
            AtomicInteger sent = new AtomicInteger();
            var sender = new Peers.Worker<>(() -> {
                for (int i = 0; i < 1_000; i++) {
                    pipe.first().send(i);
                    sent.incrementAndGet();
                }
                return true;
            });
            Peers.awaitBlocked(sender.thread);
            assertEquals(4096 / 16, sent.get());
            for (int i = 0; i < 1_000; i++) {
                assertEquals(i, pipe.second().recv());
            }
            assertTrue(sender.get());
        }
    }

    @Test
    void anInterruptEndsTheWaitAndStaysSet() throws Exception {
        try (Pipe pipe = context().pipe()) {
            var receiver = new Peers.Worker<>(() -> {
                assertThrows(InterruptedIOException.class, () -> pipe.first().recv());
                assertThrows(InterruptedIOException.class, () -> pipe.first().poll(java.time.Duration.ofDays(1)));
                return Thread.currentThread().isInterrupted();
            });
            receiver.thread.interrupt();
            assertTrue(receiver.get());
            pipe.second().send("usable");
            assertEquals("usable", pipe.first().recv());
        }
    }

    @Test
    void whoWaitsForSeveralIsWokenByAMessageOrTheEnd() throws Exception {
        try (Pipe one = context().pipe();
                Pipe other = context().pipe()) {
            List<Connection> both = List.of(one.first(), other.first());
            var waiter = new Peers.Worker<>(() -> Waitable.awaitAny(both));
            other.second().send("here");
            assertEquals(List.of(other.first()), waiter.get());
            assertEquals("here", other.first().recv());
            assertFalse(other.first().isReady());
            one.second().close();
            assertEquals(List.of(one.first()), Waitable.awaitAny(both));
        }
    }

    @Test
    void anEndThatIsForgottenIsClosed() throws Exception {
        Connection kept = forgettingTheOther();
        awaitTrue(() -> {
            System.gc();
            return kept.isReady();
        });
        assertThrows(EOFException.class, kept::recv);
        kept.close();
    }

    private Connection forgettingTheOther() {
        return context().pipe().first();
    }

    @Test
    void itCanNotBeSentToAnotherProcess() throws Exception {
        try (Pipe here = context().pipe();
                Pipe between = Pipe.create()) {
            var e = assertThrows(
                    SerializationException.class, () -> between.first().send(List.of(here.first())));
            assertTrue(String.valueOf(e.getMessage()).contains("Context.processes()"), e::getMessage);
            here.first().send("still here");
            assertEquals("still here", here.second().recv());
        }
    }

    @Test
    void saysThatItIsBetweenThreads() {
        try (Pipe pipe = context().oneWayPipe()) {
            assertEquals(
                    "Connection[receiving only, between threads]", pipe.first().toString());
            pipe.second().close();
            assertEquals("Connection[sending only, closed]", pipe.second().toString());
        }
    }

    /** As CPython's test_listener_client. */
    @Test
    void threadsConnect() throws Exception {
        try (Listener listener = context().listener()) {
            var address = listener.address();
            ChildProcess child = context()
                    .process(() -> {
                        try (Connection c = context().client(address)) {
                            c.send("hello");
                        }
                    })
                    .start();
            try (Connection c = listener.accept()) {
                assertEquals("hello", c.recv());
                assertThrows(EOFException.class, c::recv);
            }
            endsWell(child);
        }
    }

    /** As CPython's test_issue14725. */
    @Test
    void whoHasLeftAgainIsAcceptedWithWhatHeSaid() throws Exception {
        try (Listener listener = context().listener()) {
            var address = listener.address();
            endsWell(context()
                    .process(() -> {
                        try (Connection c = context().client(address)) {
                            c.send("hello");
                        }
                    })
                    .start());
            try (Connection c = listener.accept()) {
                assertEquals("hello", c.recv());
            }
        }
    }

    /** As CPython's test_issue16955. */
    @Test
    void theClientSeesWhatTheListenerSends() throws Exception {
        try (Listener listener = context().listener();
                Connection client = context().client(listener.address());
                Connection accepted = listener.accept()) {
            endsWell(context().process(() -> accepted.sendBytes(new byte[5])).start());
            assertTrue(client.poll(Sockets.SOON));
        }
    }
}
